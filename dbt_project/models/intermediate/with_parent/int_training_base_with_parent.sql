{{ rows_with_parent('training_base') }}
