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
    "group by all": r"\b(group|order) by all\b",
    "types by DuckDB's name": r"\bas (varchar|text|hugeint|utinyint|uinteger|ubigint)\b",
    "functions by DuckDB's name": (
        r"\b(strftime|strptime|epoch|arg_max|arg_min|quantile\w*|mad|regexp_matches|regexp_full_match|struct_pack|"
        r"generate_subscripts|string_split|datesub|datepart|make_date|printf|bit_count)\s*\("
    ),
    "star with a list": r"\*\s*(exclude|replace|rename)\s*\(|\bcolumns\s*\(",
    "joins of one engine": r"\b(asof|positional|semi|anti)\s+join\b",
    "struct or list literal": r"\{\s*'|(?<![\w\])])\[",
}


def _sql(path: Path) -> str:
    text = re.sub(r"\{[{%#].*?[#%}]\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"'[^'\n]*'", "''", re.sub(r"--.*", "", text)).lower()


def test_there_are_models_to_read() -> None:
    assert len(MODELS) > 80


@pytest.mark.parametrize("construct", ONLY_DUCKDB)
def test_no_model_uses_what_only_duckdb_has(construct: str) -> None:
    shared = [path for path in (*MODELS, *(PROJECT / "macros").glob("*.sql")) if path not in DISPATCHED]
    guilty = [path.name for path in shared if re.search(ONLY_DUCKDB[construct], _sql(path))]
    assert guilty == []


@pytest.mark.parametrize(
    ("construct", "sql"),
    [("cast sign", "a::date"), ("types by DuckDB's name", "cast(a as varchar)"), ("star with a list", "* exclude (a)"),
     ("functions by DuckDB's name", "arg_max(a, b)"), ("joins of one engine", "a asof join b"),
     ("struct or list literal", "select [1, 2]"), ("double or float", "cast(a as double)"),
     ("list functions", "list_contains(a, b)"), ("group by all", "group by all"), ("list lambda", "x -> x + 1")],
)  # fmt: skip
def test_what_only_duckdb_has_is_found(construct: str, sql: str) -> None:
    assert re.search(ONLY_DUCKDB[construct], sql)


def test_every_dispatched_macro_has_both_engines() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in DISPATCHED)
    names = set(re.findall(r"adapter\.dispatch\('(\w+)'", text))
    assert names
    for name in names:
        assert f"macro duckdb__{name}(" in text
        assert f"macro default__{name}(" in text
