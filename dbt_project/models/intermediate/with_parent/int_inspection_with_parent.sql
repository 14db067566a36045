{{ rows_with_parent('inspection') }}
