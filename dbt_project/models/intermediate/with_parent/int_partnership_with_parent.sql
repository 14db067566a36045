{{ rows_with_parent('partnership') }}
