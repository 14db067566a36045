{{ metric_cells('employment', ref('int_metric_employment')) }}
