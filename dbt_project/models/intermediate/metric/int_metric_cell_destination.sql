{{ metric_cells('destination', ref('int_metric_destination')) }}
