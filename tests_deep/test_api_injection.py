"""Every attackers' value in every place of the OpenAPI document, headers of every route among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.api.openapi_inputs import inputs
from tests.api.test_injection import ask_once, takes_values_alone
from tests.api.world import running

if TYPE_CHECKING:
    import pytest


def test_no_place_takes_a_value_for_more_than_a_value(tmp_path_factory: pytest.TempPathFactory) -> None:
    with running(tmp_path_factory.mktemp("injection")) as world:
        ask_once(world)
        takes_values_alone(world, list(inputs(world.document)), every=1)
