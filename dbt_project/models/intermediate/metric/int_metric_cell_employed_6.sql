{{ metric_cells('employed_6', ref('int_metric_employed_later'), 'months_after = 6') }}
