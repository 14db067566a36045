"""Matching of a province: `python -m benchmarks matching_province`. What is measured is in matching_sizes.py."""

from __future__ import annotations

from benchmarks import matching_sizes


def main(runs: int = 5) -> None:
    """Run the benchmark."""
    matching_sizes.province(runs)


if __name__ == "__main__":
    main()
