"""Metrics of the calling official's region, with their definitions."""
