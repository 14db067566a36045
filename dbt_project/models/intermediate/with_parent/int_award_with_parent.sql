{{ rows_with_parent('award') }}
