{{ metric_cells('sustained', ref('int_metric_sustained')) }}
