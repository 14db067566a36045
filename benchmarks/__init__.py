"""What is fast, measured: each figure beside the ways it is compared with, in one run, on this machine.

`make bench` runs all, `python -m benchmarks NAME --runs 5` one; tables of compared ways go to `var/bench`. Nothing
here is a test: what must hold is tested in `tests`, what it costs is measured here.
"""
