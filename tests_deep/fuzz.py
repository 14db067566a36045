"""Run one target under atheris: `python -m tests_deep.fuzz TARGET CORPUS [libFuzzer options]`.

Targets are functions of bytes in `tests_deep.targets`; whatever they raise is a find, kept as a crash file.
"""

from __future__ import annotations

import sys

import atheris


def main(name: str, arguments: list[str]) -> None:
    """Load the target with its code instrumented, then fuzz until libFuzzer stops."""
    with atheris.instrument_imports(include=["pipelines.intake", "data_contracts"]):
        from tests_deep import targets
    target = getattr(targets, name)
    atheris.Setup([sys.argv[0], *arguments], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
