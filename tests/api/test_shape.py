"""The shape of the package: what it may load, where SQL may name whose tables, which files a resource has."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import api
from api.scope import SCOPED_TABLES

HOME = Path(api.__file__).parent
MODULES = sorted(HOME.rglob("*.py"))
RESOURCES = sorted(path.parent for path in HOME.rglob("endpoints.py"))
assert len(RESOURCES) >= 8, "no resources found: wrong folder?"

WITHOUT_SCHEMAS = {"pages"}
READING_AN_EDITION = {"vacancies", "pool", "export", "changes", "introductions", "students", "metrics"}

SCOPES = {"scope.py", "official_scope.py", "introduced_scope.py"}


def imported(tree: ast.Module) -> set[str]:
    """The names of our own modules that a module imports from the package itself."""
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {alias.name for node in froms if node.module == "api" for alias in node.names}
    return names | {(node.module or "").removeprefix("api.") for node in froms}


def test_importing_the_api_loads_no_heavy_tool() -> None:
    code = "import sys, api.app; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "fastapi" in loaded
    assert not {"dagster", "dbt", "great_expectations", "duckdb"} & set(loaded)


@pytest.mark.parametrize("folder", RESOURCES, ids=lambda p: p.name)
def test_every_resource_has_the_same_files(folder: Path) -> None:
    names = {path.name for path in folder.glob("*.py")}
    assert "__init__.py" in names
    assert ("schemas.py" in names) is (folder.name not in WITHOUT_SCHEMAS)
    assert ("repository.py" in names) is (folder.name in READING_AN_EDITION)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(HOME).as_posix())
def test_only_the_scope_names_tables_of_organisations_and_runs_queries_for_them(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.name not in SCOPES | {"queries.py"} or path.parent != HOME:
        assert "queries" not in imported(tree), f"{path.name} runs a query past the scope"
    if (
        path.name in SCOPES | {"queries.py", "editions.py", "kept_editions.py", "whole_editions.py"}
        and path.parent == HOME
    ):
        return
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
    named = {t for text in texts for t in re.findall(r"\b(?:from|join)\s+(\w+)", text) if t in SCOPED_TABLES}
    assert not named, f"{path.name} reads {named} past the scope"
    calls = {n.func.attr for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)}
    assert not calls & {"execute", "executemany", "cursor"}, f"{path.name} runs a query past the scope"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(HOME).as_posix())
def test_modules_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 200
