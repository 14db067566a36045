{{ rows_with_parent('mentorship') }}
