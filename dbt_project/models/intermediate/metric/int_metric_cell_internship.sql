{{ metric_cells(ref('int_metric_internship'), ['intern_conversion_rate']) }}
