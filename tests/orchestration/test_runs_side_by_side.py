"""Two commands that would run the same data folder at once: the second is told so, and changes nothing."""

from __future__ import annotations

from filelock import FileLock

from pipelines.orchestration.home import dagster_home
from pipelines.store.editions import list_editions
from pipelines.store.paths import DataPaths
from tests.conftest import DemoPlatform, talent


def test_a_run_beside_another_says_so_in_both_languages(demo_platform: DemoPlatform) -> None:
    with FileLock(dagster_home(demo_platform.data) / "command.lock"):
        said = talent("run", data=demo_platform.data, code=3)
    assert "another run is under way; try again when it has ended / 另一次运行正在进行" in said
    assert "Traceback" not in said
    assert len(list_editions(DataPaths(demo_platform.data))) == 1
