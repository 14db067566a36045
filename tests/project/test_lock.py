"""The lock fits pyproject.toml and carries no index address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
PINS = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE))


def _named() -> dict[str, str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"].values()
    wanted = [*project["project"]["dependencies"], *(pin for group in groups for pin in group)]
    return dict(pin.split("==") for pin in wanted)


def test_every_dependency_is_pinned_exactly_and_locked_as_pinned() -> None:
    named = _named()
    assert named
    assert {name: PINS.get(name) for name in named} == named


def test_the_lock_names_no_host() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text


def test_the_experimental_parser_stays_out() -> None:
    assert "dbt-core-experimental-parser" not in PINS
