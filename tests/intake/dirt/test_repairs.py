"""Every repair that intake records has a name in both languages, and every name is of a repair."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipelines.intake
from data_contracts.code_tables import labels
from tests.intake.dirt.case import inspect_case
from tests.intake.dirt.test_dirt import DIRT

HOME = Path(pipelines.intake.__file__).parent
READERS = (HOME / "normalise", HOME / "read")
MAKERS = frozenset({"Repair", "_result", "_iso", "_at"})
"""Calls whose last argument is the name of a repair."""


def constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def repairs_in(path: Path) -> Iterator[str]:
    in_reader = path.parent in READERS
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS and node.args:
            yield from constants(node.args[-1])
        elif in_reader and isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            yield from (name for name in constants(node.value.elts[-1]) if name.islower())


NAMED = labels("repairs")
EMITTED = {name for path in HOME.rglob("*.py") for name in repairs_in(path)} - {"utf-8-sig", "gb18030"}
assert len(EMITTED) > 20, "no repairs found in the code: wrong directory?"


def test_every_repair_in_the_code_is_named() -> None:
    assert EMITTED - set(NAMED) == set()


def test_every_name_is_of_a_repair() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in HOME.rglob("*.py"))
    assert {name for name in NAMED if f'"{name.partition(":")[0]}' not in source} == set()


@pytest.mark.parametrize("number", DIRT)
def test_every_repair_that_dirt_needs_is_named(number: int, tmp_path: Path) -> None:
    for place, case in enumerate(DIRT[number]):
        folder = tmp_path / str(place)
        folder.mkdir()
        report, _ = inspect_case(case, folder)
        assert {repair.repair for repair in report.repairs} <= set(NAMED)
