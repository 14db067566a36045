"""A data folder of its own for each test, whatever the environment says; modules that ask for it, on both engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipelines.store.ledger.connect import connect
from pipelines.store.ledger.migrate import migrate
from pipelines.store.platform import Platform
from tests.postgres import PostgresServer, running_server

ENGINES = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of a module that says `BOTH_ENGINES = True` on SQLite and on PostgreSQL."""
    if getattr(metafunc.module, "BOTH_ENGINES", False):
        for fixture in ("platform", "empty_ledger"):
            if fixture in metafunc.fixturenames:
                metafunc.parametrize(fixture, ENGINES, indirect=True)
                return


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TALENT_KEY_FILE", "TALENT_LEDGER_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def migrated(postgres: PostgresServer) -> str:
    """The name of a database with the newest schema, to copy."""
    name = postgres.new_database()
    engine = connect(postgres.url(name))
    migrate(engine)
    engine.dispose()
    return name


@pytest.fixture
def postgres_url(postgres: PostgresServer, migrated: str) -> Iterator[str]:
    """The URL of a ledger on PostgreSQL with the newest schema and nothing in it."""
    name = postgres.new_database(template=migrated)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def platform(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    if getattr(request, "param", "sqlite") == "postgresql":
        monkeypatch.setenv("TALENT_LEDGER_URL", request.getfixturevalue("postgres_url"))
    opened = Platform.open(tmp_path / "data")
    yield opened
    opened.ledger.engine.dispose()


@pytest.fixture
def empty_ledger(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[sa.Engine]:
    """A database without a schema."""
    url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    if getattr(request, "param", "sqlite") == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        url = server.url(server.new_database())
    engine = connect(url)
    yield engine
    engine.dispose()
