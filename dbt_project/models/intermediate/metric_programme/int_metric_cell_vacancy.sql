{{ metric_cells('vacancy', ref('int_metric_vacancy')) }}
