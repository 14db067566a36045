"""Matching of a city: `python -m benchmarks matching_city`. What is measured is in matching_sizes.py."""

from __future__ import annotations

from benchmarks import matching_sizes


def main(runs: int = 5) -> None:
    """Run the benchmark."""
    matching_sizes.city(runs)


if __name__ == "__main__":
    main()
