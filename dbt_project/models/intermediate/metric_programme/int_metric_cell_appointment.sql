{{ metric_cells('appointment', ref('int_metric_appointment')) }}
