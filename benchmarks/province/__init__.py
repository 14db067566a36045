"""A made-up province of any size, written straight to raw Parquet: no workbook, no door, no ledger.

`make.write_province` is the whole of it. The demo city with its planted faults belongs in `pipelines.demo`.
"""
