"""One delivery in, rows and findings out: sniff, read, header, normalise, check, seal, report.

Keeping state belongs in `pipelines.store`, what rows mean in dbt.
"""
