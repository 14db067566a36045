"""Fifty thousand requests made from the OpenAPI document: every answer is as the document says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.fuzz import fuzz
from tests.api.test_fuzz import as_the_document_says
from tests.api.world import running

if TYPE_CHECKING:
    import pytest

CASES = 50_000


def test_every_answer_is_as_the_document_says(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("fuzz")) as world:
        as_the_document_says(fuzz(world, examples=800), cases=CASES)
