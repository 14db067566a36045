{{ metric_cells('retention', ref('int_metric_retention')) }}
