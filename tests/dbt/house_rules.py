"""The house rules of the dbt project as functions of its manifest and of the built warehouse's columns.

Each returns what breaks it, as text. What is allowed by name stands in `house_exceptions.py`; the tests in
`test_house_rules.py` run them on the project and on bad miniatures. Portability is `test_portability.py`.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

PREFIXES = {"staging": "stg_", "intermediate": "int_", "marts": "mart_"}
MAY_READ = {"staging": {"staging"}, "intermediate": {"staging", "intermediate"}, "marts": {"intermediate"}}
PERSONAL_KEYS = re.compile(r"(person|mentor|apprentice|graduate|spell|destination)_key(_[ab])?$|^student_no")
NEVER_IN_MARTS = ("birth_date", "gender", "home_region", "difficulty_class")
ABBREVIATIONS = frozenset({
    "addr", "amt", "avg", "cd", "cert", "cnt", "dept", "desc", "dest", "dt", "emp", "ent", "flag", "flg", "grp", "idx",
    "inst", "lvl", "mgr", "nbr", "num", "occ", "org", "pct", "qty", "reg", "stu", "tel", "tmp", "yr",
})  # fmt: skip


@dataclass(frozen=True)
class Model:
    """One model of the project."""

    name: str
    layer: str
    description: str
    reads: frozenset[str]
    sources: int
    described: frozenset[str]
    columns: Mapping[str, str] = field(default_factory=dict)
    sql: str = ""


@dataclass(frozen=True)
class DataTest:
    """One data test: generic, about a model, or singular."""

    name: str
    kind: str
    about: str
    column: str
    severity: str
    meta: Mapping[str, Any]
    sql: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a relation of the built warehouse."""

    relation: str
    name: str
    kind: str


def models_of(manifest: Mapping[str, Any]) -> list[Model]:
    """Every model of a manifest; its layer is its first folder."""
    nodes = manifest["nodes"]
    return [
        Model(
            name=node["name"],
            layer=node["fqn"][1],
            description=node["description"].strip(),
            reads=frozenset(nodes[key]["name"] for key in node["depends_on"]["nodes"] if key in nodes),
            sources=sum(key not in nodes for key in node["depends_on"]["nodes"]),
            described=frozenset(name for name, column in node["columns"].items() if column["description"]),
            columns={name: column["description"] for name, column in node["columns"].items()},
        )
        for node in nodes.values()
        if node["resource_type"] == "model"
    ]


def tests_of(manifest: Mapping[str, Any]) -> list[DataTest]:
    """Every data test of a manifest."""
    nodes = manifest["nodes"]
    return [
        DataTest(
            name=node["name"],
            kind=(node.get("test_metadata") or {}).get("name", "singular"),
            about=nodes[node["attached_node"]]["name"] if node.get("attached_node") in nodes else "",
            column=node.get("column_name") or "",
            severity=node["config"]["severity"].lower(),
            meta=node["config"].get("meta") or {},
            sql=node["raw_code"],
        )
        for node in nodes.values()
        if node["resource_type"] == "test"
    ]


def wrong_layers(models: Iterable[Model], staged_for_marts: Mapping[str, Iterable[str]]) -> list[str]:
    """What reads from where it may not. A mart reads intermediate models and code tables, and staged feeds by name."""
    known = {model.name: model for model in models}
    found = []
    for model in known.values():
        if model.sources and model.layer != "staging":
            found.append(f"{model.name} reads a source")
        for read in sorted(model.reads & known.keys()):
            is_named = read in staged_for_marts.get(model.name, ()) or read.startswith("stg_code_")
            if known[read].layer not in MAY_READ[model.layer] and not (model.layer == "marts" and is_named):
                found.append(f"{model.name} ({model.layer}) reads {read}")
    return found


def wrong_names(models: Iterable[Model]) -> list[str]:
    """Models whose name does not begin as their layer's do."""
    return [model.name for model in models if not model.name.startswith(PREFIXES[model.layer])]


def without_grain(models: Iterable[Model]) -> list[str]:
    """Models whose description does not begin with what one row is."""
    return [model.name for model in models if not re.match(r"One row( per |: )", model.description)]


def without_key(models: Iterable[Model], tests: Iterable[DataTest]) -> list[str]:
    """Models whose grain no test holds at severity error. One that is one row has a test that it is filled."""
    kinds = ("is_key", "unique")
    tested = {test.about for test in tests if test.kind in kinds and test.severity == "error"}
    filled = {test.about for test in tests if test.kind == "holds" and test.severity == "error"}
    one_row = {model.name for model in models if model.description.startswith("One row: ")}
    return [model.name for model in models if model.name not in tested | (filled & one_row)]


def cut_descriptions(models: Iterable[Model]) -> list[str]:
    """Descriptions that do not end a sentence: in a YAML line with braces a comma cuts them."""
    return [
        f"{model.name}.{name}: {text}"
        for model in models
        for name, text in model.columns.items()
        if text and not text.rstrip().endswith((".", ")"))
    ]


def undescribed(columns: Iterable[Column], models: Iterable[Model], known: Iterable[str]) -> list[str]:
    """Columns that neither their model nor the dictionary nor a contract describes."""
    own = {model.name: model.described for model in models}
    names = set(known)
    return [f"{c.relation}.{c.name}" for c in columns if c.name not in own.get(c.relation, ()) and c.name not in names]


def types_that_differ(
    columns: Iterable[Column], declared: Mapping[str, str], allowed: Mapping[str, Iterable[str]]
) -> list[str]:
    """Names with another type than the dictionary's, or with two types, beside those allowed by name."""
    seen: dict[str, set[str]] = {}
    for column in columns:
        seen.setdefault(column.name, set()).add(column.kind)
    found = []
    for name, kinds in sorted(seen.items()):
        meant = {declared[name]} if name in declared else set()
        if len(kinds | meant | set(allowed.get(name, ()))) > max(1, len(set(allowed.get(name, ())))):
            found.append(f"{name}: {', '.join(sorted(kinds | meant))}")
    return found


def badly_named(columns: Iterable[Column], contract_fields: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """Columns whose name breaks the rubric. Fields of a contract are named by the contract."""
    by_contract, by_name = set(contract_fields), set(allowed)
    return sorted({
        f"{column.name} {column.kind}: {fault}"
        for column in columns
        if column.name not in by_name
        for fault in _name_faults(column, by_contract=column.name in by_contract)
    })  # fmt: skip


def _name_faults(column: Column, *, by_contract: bool) -> list[str]:
    name, kind = column.name, column.kind
    is_flag = bool(re.match(r"(is|has|was)_", name))
    faults = {
        "not lower case with underscores": not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name),
        "is_, has_ and was_ are boolean": is_flag and kind != "boolean",
        "_on and _date are dates": not is_flag and bool(re.search(r"_(on|date)$", name)) and kind != "date",
        "_count is a bigint": name.endswith("_count") and kind != "bigint",
        "_share and _rate are decimal": bool(re.search(r"_(share|rate)$", name)) and not kind.startswith("decimal"),
        "floating point": kind in ("double", "float", "real", "hugeint"),
        "an abbreviation": not by_contract and bool(set(name.split("_")) & ABBREVIATIONS),
        "a boolean begins with is_, has_ or was_": not by_contract and kind == "boolean" and not is_flag,
        "a date ends with _on or _date": not by_contract and kind == "date" and not re.search(r"_(on|date)$", name),
    }
    return [fault for fault, holds in faults.items() if holds]


def personal_in_marts(
    columns: Iterable[Column], classified: Mapping[str, str], allowed: Mapping[str, Iterable[str]]
) -> list[str]:
    """Columns of marts that speak of one person, beside the marts that may be person-level, by name."""
    return [
        f"{column.relation}.{column.name}"
        for column in columns
        if column.relation.startswith("mart_")
        and (
            classified.get(column.name, "public") != "public"
            or column.name in NEVER_IN_MARTS
            or PERSONAL_KEYS.search(column.name)
        )
        and column.name not in allowed.get(column.relation, ())
    ]


def vault_columns(columns: Iterable[Column], vaulted: Iterable[str], allowed: Iterable[tuple[str, str]]) -> list[str]:
    """Columns of any layer that belong in the vault."""
    names, fine = set(vaulted), set(allowed)
    return [f"{c.relation}.{c.name}" for c in columns if c.name in names and (c.relation, c.name) not in fine]


def bad_warnings(tests: Iterable[DataTest], today: dt.date) -> list[str]:
    """Tests that only warn and do not say why, whose, and until when; or whose day is past."""
    found = []
    for test in tests:
        if test.severity == "error":
            continue
        missing = [word for word in ("why", "owner", "expires") if not str(test.meta.get(word, "")).strip()]
        if missing:
            found.append(f"{test.name}: without {', '.join(missing)}")
        elif dt.date.fromisoformat(str(test.meta["expires"])) < today:
            found.append(f"{test.name}: expired on {test.meta['expires']}")
    return found


def silent_singular_tests(tests: Iterable[DataTest]) -> list[str]:
    """Singular tests that do not begin by saying what, why it matters and how to resolve it."""
    says = re.compile(r"\s*(--|\{#)\s*What:.*\bWhy:.*\b(How to resolve|Resolve):", re.DOTALL)
    return [test.name for test in tests if test.kind == "singular" and not says.match(test.sql)]


def untested_status(models: Iterable[Model], tests: Iterable[DataTest]) -> list[str]:
    """Marts whose status may take any value."""
    tested = {test.about for test in tests if test.kind == "accepted_values" and test.column == "status"}
    return [m.name for m in models if m.layer == "marts" and "status" in m.columns and m.name not in tested]
