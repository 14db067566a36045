"""From the warehouse to a numbered edition that never changes, and the reports in it.

Reading editions belongs in `pipelines.store.editions`; what the figures mean belongs in the dbt project.
"""
