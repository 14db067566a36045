"""The locks fit pyproject.toml and carry no index address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = {"requirements.lock": ("dev",), "requirements-more.lock": ("dev", "bench", "deep")}
ALONE = {"requirements-spark.lock": ("spark",)}
"""Environments that hold one group and not the project."""
EVERY = LOCKS | ALONE


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE))


def named(groups: tuple[str, ...]) -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    every = {group for known in (LOCKS, ALONE) for among in known.values() for group in among}
    assert set(project["dependency-groups"]) == every
    ours = project["project"]["dependencies"] if groups in LOCKS.values() else []
    wanted = [*ours, *(pin for g in groups for pin in project["dependency-groups"][g])]
    return dict(re.sub(r"\[.*?\]", "", pin).split("==") for pin in wanted)


@pytest.mark.parametrize("lock", EVERY)
def test_every_dependency_is_pinned_exactly_and_locked_as_pinned(lock: str) -> None:
    wanted = named(EVERY[lock])
    assert wanted
    assert {name: pins(lock).get(name) for name in wanted} == wanted


def test_the_wider_lock_only_adds() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-more.lock").items()


def test_one_resolution_gives_every_lock() -> None:
    wide, alone = pins("requirements-more.lock"), pins("requirements-spark.lock")
    shared = wide.keys() & alone.keys()
    assert "dbt-core" in shared
    assert {name: alone[name] for name in shared} == {name: wide[name] for name in shared}


@pytest.mark.parametrize("lock", EVERY)
def test_a_lock_names_no_host(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", EVERY)
def test_the_experimental_parser_stays_out(lock: str) -> None:
    assert "dbt-core-experimental-parser" not in pins(lock)
