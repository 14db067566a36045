{{ metric_cells('workforce', ref('int_metric_workforce')) }}
