{{ metric_cells('certificate', ref('int_metric_certificate')) }}
