{{ year_report('mid') }}
