{{ metric_median_cells('vacancy_days', ref('int_metric_vacancy_days'), 'days_to_fill', 'median_days_to_fill') }}
