{{ year_report('start') }}
