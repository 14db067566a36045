{{ metric_cells('plan', ref('int_metric_plan')) }}
