{{ in_force('enrolment') }}
