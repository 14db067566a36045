{{ rows_with_parent('workforce') }}
