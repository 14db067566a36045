"""What may come in and what may go out: feed and product contracts, code tables, the field dictionary.

Imports nothing of ours and no Dagster, dbt, Great Expectations or FastAPI. Reading files belongs in
`pipelines.intake`, keeping them in `pipelines.store`.
"""
