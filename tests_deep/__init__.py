"""Long tests, run by `make test-deep` and not by the gate: fuzzing guided by coverage."""
