"""Model text holds to SQL that Spark runs too; what only DuckDB has stands behind a dispatched macro."""

import re
from pathlib import Path

import pytest

from tests.dbt.raw_files import PROJECT

MODELS = sorted((PROJECT / "models").rglob("*.sql"))
DISPATCHED = (PROJECT / "macros" / "dialect.sql", PROJECT / "macros" / "integers.sql")

ONLY_DUCKDB = {
    "qualify": r"\bqualify\b",
    "integer division sign": r"//",
    "list lambda": r"\blambda\b|->",
    "range table function": r"\bfrom\s+(range|generate_series)\s*\(",
    "unnest": r"\bunnest\s*\(",
    "list functions": r"\b(list_\w+|array_agg|bitstring_agg|get_bit|len|list)\s*\(",
    "cast sign": r"::",
    "double or float": r"\b(double|float|real)\b",
    "python or wall clock": r"\b(current_date|current_timestamp|now\s*\(|today\s*\()",
    "group by all": r"\bgroup by all\b",
}


def _sql(path: Path) -> str:
    text = re.sub(r"\{[{%#].*?[#%}]\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"--.*", "", text).lower()


def test_there_are_models_to_read() -> None:
    assert len(MODELS) > 80


@pytest.mark.parametrize("construct", ONLY_DUCKDB)
def test_no_model_uses_what_only_duckdb_has(construct: str) -> None:
    shared = [path for path in (*MODELS, *(PROJECT / "macros").glob("*.sql")) if path not in DISPATCHED]
    guilty = [path.name for path in shared if re.search(ONLY_DUCKDB[construct], _sql(path))]
    assert guilty == []


def test_every_dispatched_macro_has_both_engines() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DISPATCHED)
    names = set(re.findall(r"adapter\.dispatch\('(\w+)'", text))
    assert names
    for name in names:
        assert f"macro duckdb__{name}(" in text
        assert f"macro default__{name}(" in text
