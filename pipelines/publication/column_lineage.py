"""Which columns each column of a model depends on, read from the compiled SQL of the project.

A column depends on what its expression names, and on what decides the rows: conditions, joins, groups, orders. Where
the reading is not sure it says more rather than less. What may be depended on belongs in `matching_inputs`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from sqlglot import exp, parse_one
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import Scope, build_scope

ROWS = "*"
"""In place of a column: which rows a model has."""

Column: TypeAlias = tuple[str, str]
_NOT_ROWS = frozenset({"expressions", "with_", "with"})


@dataclass(frozen=True)
class Project:
    """What is known of the models.

    Attributes:
        columns: of every model, the names of its columns.
        sql: the compiled text of models in SQL.
        reads: what a model that is no SQL reads; it depends on every column of these.
    """

    columns: Mapping[str, Sequence[str]]
    sql: Mapping[str, str]
    reads: Mapping[str, Sequence[str]]


class ColumnLineage:
    """Answers what a column is made from, one model at a time."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._schema: dict[str, object] = {
            name: dict.fromkeys(columns, "varchar") for name, columns in project.columns.items()
        }
        self._scope = cache(self._parsed)

    def columns(self, model: str) -> Sequence[str]:
        """The columns of a model."""
        return self._project.columns[model]

    def is_made(self, model: str) -> bool:
        """Whether the text or the reads of a model are known; of others nothing lies behind."""
        return model in self._project.sql or model in self._project.reads

    def behind(self, column: Column) -> frozenset[Column]:
        """What a column of a model, or its rows, is made from directly."""
        model, name = column
        if model in self._project.reads:
            return frozenset(
                (read, every) for read in self._project.reads[model] for every in (*self.columns(read), ROWS)
            )
        return self._scope(model).rows() if name == ROWS else self._scope(model).column(name)

    def _parsed(self, model: str) -> _Reader:
        tree = parse_one(self._project.sql[model], dialect="duckdb")
        for table in tree.find_all(exp.Table):
            # Names are unique over all schemas of the warehouse.
            table.set("db", None)
            table.set("catalog", None)
        scope = build_scope(qualify(tree, schema=self._schema, dialect="duckdb"))
        if scope is None:
            raise ValueError(f"{model}: no query")
        return _Reader(scope)


class _Reader:
    """Reads one scope of a query: a select, a union, or a common table."""

    def __init__(self, scope: Scope) -> None:
        if not isinstance(scope.expression, exp.Query):
            raise TypeError(f"no query: {scope.expression.sql()}")
        self._tree: exp.Query = scope.expression
        self._scope = scope
        self._inner: dict[int, _Reader] = {}
        self.column = cache(self._column)
        self.rows = cache(self._rows)

    def _column(self, name: str) -> frozenset[Column]:
        tree = self._tree
        if isinstance(tree, exp.SetOperation):
            place = [select.alias_or_name for select in tree.selects].index(name)
            return frozenset().union(*(reader.nth(place) for reader in self._sides()))
        found = next((select for select in tree.selects if select.alias_or_name == name), None)
        if found is None:
            raise ValueError(f"no column {name} in: {tree.sql()[:200]}")
        return self._named_in(found)

    def nth(self, place: int) -> frozenset[Column]:
        """What the column at a place is made from: a union goes by places."""
        return self._column(self._tree.selects[place].alias_or_name)

    def _rows(self) -> frozenset[Column]:
        tree = self._tree
        if isinstance(tree, exp.SetOperation):
            found = frozenset().union(*(reader.rows() for reader in self._sides()))
            return found | self.every() if tree.args.get("distinct") else found
        found = frozenset().union(*(self._rows_of(source) for _, source in self._scope.selected_sources.values()))
        for key, value in tree.args.items():
            if key not in _NOT_ROWS:
                for node in value if isinstance(value, list) else [value]:
                    found |= self._named_in(node) if isinstance(node, exp.Expr) else frozenset()
        for inner in self._scope.subquery_scopes:
            reader = self._reader(inner)
            found |= reader.rows() | reader.every()
        return found | self.every() if tree.args.get("distinct") else found

    def every(self) -> frozenset[Column]:
        """What any column is made from."""
        return frozenset().union(*(self._column(select.alias_or_name) for select in self._tree.selects))

    def _sides(self) -> list[_Reader]:
        return [self._reader(side) for side in self._scope.set_operation_scopes]

    def _named_in(self, tree: exp.Expr) -> frozenset[Column]:
        return frozenset().union(*(self._resolved(column) for column in _own_columns(tree)))

    def _resolved(self, column: exp.Column) -> frozenset[Column]:
        scope: Scope | None = self._scope
        while scope is not None and column.table not in scope.sources:
            scope = scope.parent
        if scope is None:
            raise ValueError(f"of which table is {column.sql()}?")
        source = scope.sources[column.table]
        if isinstance(source, exp.Table):
            return frozenset({(source.name, column.name)})
        return self._reader(source).column(column.name)

    def _rows_of(self, source: exp.Expr | Scope) -> frozenset[Column]:
        if isinstance(source, exp.Table):
            return frozenset({(source.name, ROWS)})
        return self._reader(source).rows() if isinstance(source, Scope) else frozenset()

    def _reader(self, scope: Scope) -> _Reader:
        if id(scope) not in self._inner:
            self._inner[id(scope)] = _Reader(scope)
        return self._inner[id(scope)]


def _own_columns(tree: exp.Expr) -> Iterator[exp.Column]:
    """Columns named in a part of a query, and not those of queries inside it, which are read as their own scopes."""
    for node in tree.walk(prune=lambda node: isinstance(node, exp.Query)):
        if isinstance(node, exp.Column):
            yield node
