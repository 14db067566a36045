{{ year_report('end') }}
