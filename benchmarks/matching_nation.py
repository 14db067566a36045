"""Matching of a nation: `python -m benchmarks matching_nation`. What is measured is in matching_sizes.py."""

from __future__ import annotations

from benchmarks import matching_sizes


def main(_runs: int = 1) -> None:
    """Run the benchmark once, however often it is asked for."""
    matching_sizes.nation()


if __name__ == "__main__":
    main()
