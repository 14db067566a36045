{{ rows_with_parent('appointment') }}
