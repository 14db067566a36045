{{ rows_with_parent('training_session') }}
