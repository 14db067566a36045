{{ metric_cells('mentorship', ref('int_metric_mentorship')) }}
