"""The rules that hold for every file of every feed, with their version and limits. Feeds are read in `loader`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from open_data_contract_standard.model import DataQuality

from data_contracts.model import Rule
from data_contracts.rule_reading import read_rule
from data_contracts.strict import ContractError, read_yaml

_PATH = Path(__file__).parent / "file_rules.yaml"
_KEYS = {"version", "limits", "words", "rules"}


@cache
def load_file_rules() -> dict[str, Rule]:
    """Return the rules that hold for every file, by name."""
    return {entry.name or "": read_rule(entry, (), _PATH.name) for entry in map(_entry, _content()["rules"])}


def file_rules_version() -> str:
    """Return the version of the rules, which moves as a contract's does."""
    return str(_content()["version"])


def file_limits() -> tuple[str, ...]:
    """Return the thresholds by which files are judged; no rule names them, because code applies them."""
    return tuple(_content()["limits"])


def file_words() -> tuple[str, ...]:
    """Return the lists of words by which every file is read, whatever its feed."""
    return tuple(_content()["words"])


def _entry(said: dict[str, Any]) -> DataQuality:
    return DataQuality(**said)


@cache
def _content() -> dict[str, Any]:
    content = read_yaml(_PATH)
    if set(content) != _KEYS:
        raise ContractError(f"{_PATH.name}: exactly {', '.join(sorted(_KEYS))} are expected")
    return content
