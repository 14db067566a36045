import json
import os
import subprocess
import sys
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

from pipelines.demo.city import write_city
from pipelines.demo.expected import FILE_NAME, Expected
from pipelines.demo.plan import SMALLEST_CITY
from tests.demo.conftest import SEED, STUDENTS
from tests.demo.reading import SentFiles, hashes, text_of

CONTRACTS = Path(str(resources.files("data_contracts")))
SNAPSHOT_FEEDS = ("college", "enterprise", "enrolment", "job_intention", "vacancy", "training_base", "partnership")
FEEDS = tuple(sorted(path.name.split(".")[0] for path in (CONTRACTS / "feeds").glob("*.odcs.yaml")))


def test_same_seed_gives_same_bytes_in_another_process(city: Expected, city_folder: Path, tmp_path: Path) -> None:
    assert city.faults
    code = (
        "import sys; from pathlib import Path; from pipelines.demo.city import write_city; "
        f"write_city(Path(sys.argv[1]), students={STUDENTS}, seed={SEED})"
    )
    env = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Shanghai"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=env)
    assert hashes(tmp_path) == hashes(city_folder)


def test_another_seed_gives_another_city(city_folder: Path, city: Expected, tmp_path: Path) -> None:
    other = write_city(tmp_path, students=STUDENTS, seed=SEED + 1)
    assert other.counts != city.counts
    same = set(hashes(tmp_path).items()) & set(hashes(city_folder).items())
    assert not [file for file, _ in same if not file.endswith(".xls")]


@pytest.mark.parametrize("seed", [2, 3, 4])
def test_small_cities_of_other_seeds_hold_every_kind_of_fault(seed: int, city: Expected, tmp_path: Path) -> None:
    other = write_city(tmp_path, students=STUDENTS, seed=seed)
    assert {f.rule_name for f in other.faults} >= {f.rule_name for f in city.faults} - {"refusal_ground_barred"}


def test_too_small_a_city_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=str(SMALLEST_CITY)):
        write_city(tmp_path, students=SMALLEST_CITY - 1)


def test_every_delivery_is_a_file_and_every_file_a_delivery(city: Expected, city_folder: Path) -> None:
    named = {d["file"] for d in city.as_dict()["deliveries"]}
    assert named == set(hashes(city_folder)) - {FILE_NAME}


def test_answer_sheet_on_disk_is_the_one_returned(city: Expected, city_folder: Path) -> None:
    assert json.loads((city_folder / FILE_NAME).read_text(encoding="utf-8")) == city.as_dict()


def test_each_snapshot_feed_has_two_periods(city: Expected) -> None:
    periods = {(d["feed"], d["period"]) for d in city.as_dict()["deliveries"]}
    assert {feed for feed, _ in periods} == set(FEEDS)
    for feed in SNAPSHOT_FEEDS:
        assert {(feed, "2026-03"), (feed, "2026-10")} <= periods
    assert {("workforce", "2025-10"), ("workforce", "2026-10")} <= periods


def test_everything_arrives_before_as_of_and_in_order(city: Expected) -> None:
    sheet = city.as_dict()
    arrivals = [d["received_at"] for d in sheet["deliveries"]]
    assert arrivals == sorted(arrivals)
    assert arrivals[-1] < sheet["as_of"]


def test_every_kind_of_file_occurs(sent: SentFiles) -> None:
    kinds: Counter[str] = Counter()
    for delivery in sent.deliveries:
        path = sent.folder / delivery["file"]
        if path.suffix == ".csv":
            kinds["utf-8-bom" if path.read_bytes().startswith(b"\xef\xbb\xbf") else "gb18030"] += 1
            kinds["leading apostrophe"] += "'99" in text_of(path)
            kinds["leading tab"] += "\t99" in text_of(path)
        if path.suffix == ".xls":
            kinds["web page"] += "<html" in path.read_text(encoding="utf-8")
    for (file, _), grid in sent.grids.items():
        if file.endswith(".xlsx"):
            cells = {cell for row in grid for cell in row}
            kinds["title row"] += "（20" in grid[0][0]
            kinds["grouped header"] += "基本信息" in grid[1]
            kinds["totals row"] += "合计" in cells and any(c.startswith("制表人") for c in cells)
            kinds["starred header"] += any(c.startswith("*") for c in cells) and "身份证号码(必填)" in cells
            kinds["month only"] += any(c.endswith("年9月") for c in cells)
            kinds["tick"] += "√" in cells
            kinds["full width"] += any("２０２" in c for c in cells)
    wanted = {"utf-8-bom", "gb18030", "leading apostrophe", "leading tab", "web page", "title row", "grouped header"}
    wanted |= {"totals row", "starred header", "month only", "tick", "full width"}
    assert wanted - {k for k, n in kinds.items() if n} == set()


def test_gb18030_files_are_not_utf8(sent: SentFiles) -> None:
    chinese = [d for d in sent.deliveries if d["file"].endswith(".csv")]
    raw = [(sent.folder / d["file"]).read_bytes() for d in chinese]
    without_mark = [r for r in raw if not r.startswith(b"\xef\xbb\xbf")]
    assert without_mark
    for content in without_mark:
        with pytest.raises(UnicodeDecodeError):
            content.decode("utf-8")


def test_files_name_no_place_outside_the_project() -> None:
    room = Path(write_city.__code__.co_filename).parent
    texts = [p.read_text(encoding="utf-8") for p in sorted(room.rglob("*")) if p.suffix in (".py", ".csv", ".md")]
    assert texts
    assert not any("/work" in t or "shared" + "/" in t for t in texts)
