"""Two thousand requests made from the OpenAPI document: every answer is as the document says. More in tests_deep."""

import logging
from collections.abc import Iterator

import pytest

from tests.api.fuzz import Fuzzed, fuzz
from tests.api.world import World, running

CASES = 2_000
_log = logging.getLogger("tests.figures")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running(tmp_path_factory.mktemp("fuzz")) as found:
        yield found


def test_every_answer_is_as_the_document_says(world: World) -> None:
    done = fuzz(world, examples=14)
    as_the_document_says(done, cases=CASES)
    routes = {f"{method.upper()} {path}" for path, item in world.document["paths"].items() for method in item}
    assert set(done.cases) == routes


def as_the_document_says(done: Fuzzed, *, cases: int) -> None:
    _log.info("fuzz: %d cases of %d routes, statuses %s", done.total, len(done.cases), sorted(done.statuses.items()))
    assert not done.faults, "\n\n".join(f"{label}: {kind}\n{told}" for (label, kind), told in done.faults.items())
    assert done.total >= cases
    assert not [status for status in done.statuses if status >= 500]
    assert {200, 201, 400, 404, 409, 422} <= set(done.statuses)
