{{ metric_cells('employed_12', ref('int_metric_employed_later'), 'months_after = 12') }}
