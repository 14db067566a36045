{{ metric_cells(
    ref('int_metric_destination'),
    ['destination_rate', 'destination_rate_reported', 'verified_destination_rate'] + destination_parts().keys() | list
) }}
