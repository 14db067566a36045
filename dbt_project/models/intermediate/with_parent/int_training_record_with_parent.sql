{{ rows_with_parent('training_record') }}
