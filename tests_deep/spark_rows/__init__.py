"""The dbt models on a second engine: the hand-made city on Spark, its marts row by row beside DuckDB's."""
