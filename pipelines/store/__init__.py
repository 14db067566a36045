"""The only code that opens state: landing, raw, vault, ledger, editions, keys, paths.

Nothing here knows what a row means; that belongs in `pipelines.intake` and in dbt.
"""
