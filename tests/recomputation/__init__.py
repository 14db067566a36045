"""The official figures computed a second time, in pandas, from the dictionary of metrics and raw files alone."""
