{{ metric_cells('compliance', ref('int_metric_compliance')) }}
