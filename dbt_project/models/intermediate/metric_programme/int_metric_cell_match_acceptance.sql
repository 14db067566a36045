{{ metric_cells('match_acceptance', ref('int_metric_match_acceptance')) }}
