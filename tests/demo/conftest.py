"""One small city for all tests of the demo room."""

from pathlib import Path

import pytest

from pipelines.demo.city import write_city
from pipelines.demo.expected import Expected
from tests.demo.reading import SentFiles

STUDENTS = 200
SEED = 7


@pytest.fixture(scope="session")
def city_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("city")


@pytest.fixture(scope="session")
def city(city_folder: Path) -> Expected:
    return write_city(city_folder, students=STUDENTS, seed=SEED)


@pytest.fixture(scope="session")
def sent(city: Expected, city_folder: Path) -> SentFiles:
    return SentFiles(city_folder, city.as_dict()["deliveries"])
