{{ metric_cells(ref('int_metric_employment'), ['major_match_rate', 'local_retention_rate', 'provincial_retention_rate']) }}
