{{ metric_cells(ref('int_metric_certificate'), ['certificate_attainment_rate', 'senior_certificate_attainment_rate']) }}
