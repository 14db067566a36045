{{ metric_cells('internship', ref('int_metric_internship')) }}
