{{ late_rows('enrolment') }}
