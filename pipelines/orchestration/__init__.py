"""Dagster: assets, the referee, triggers and the in-process run. What a step does belongs in the rooms below."""
