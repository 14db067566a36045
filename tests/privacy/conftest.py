"""The demo city of the session with a server over a copy of it, and all that names people in it."""

from __future__ import annotations

import io
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.logs import JsonLine, WithoutWords
from api.quotas import Limits, Quota
from pipelines.store.platform import Platform
from tests.conftest import DemoPlatform
from tests.privacy.words import Words, words_of

UNLIMITED = Limits(
    asking=Quota("client", 10**6, 1), tokens=Quota("address", 10**6, 1), exports=Quota("export", 10**6, 1)
)


@dataclass(frozen=True)
class City:
    """A copy of the demo city, served; what is recorded here is nobody else's."""

    platform: Platform
    app: FastAPI
    http: TestClient
    log: io.StringIO


@pytest.fixture(scope="module")
def city(demo_platform: DemoPlatform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    copy: Path = tmp_path_factory.mktemp("privacy") / "data"
    shutil.copytree(demo_platform.data, copy)
    with served(copy) as one:
        yield one


@contextmanager
def served(data: Path) -> Iterator[City]:
    """Serve a data folder in this process, and listen to its log."""
    app = create_app(data, limits=UNLIMITED)
    with _logged() as log, TestClient(app, raise_server_exceptions=False) as http:
        yield City(Platform.open(data), app, http, log)


@pytest.fixture(scope="module")
def words(demo_platform: DemoPlatform) -> Words:
    return words_of(Platform.open(demo_platform.data))


@contextmanager
def _logged() -> Iterator[io.StringIO]:
    """Everything that a server of this process writes to its log, as it writes it."""
    stream, root, ours = io.StringIO(), logging.getLogger(), logging.getLogger("talent")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLine())
    handler.addFilter(WithoutWords())
    level = ours.level
    root.addHandler(handler)
    ours.setLevel(logging.INFO)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        ours.setLevel(level)
