"""`talent sign`: a name under a report of an edition."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.store.landing import file_sha256
from pipelines.store.platform import Platform
from tests.cli.conftest import Talent, is_one_error

REPORT = "reports/placement.en.html"


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """One published edition with one report, in the data folder that the command line uses."""
    folder = Platform.open(tmp_path / "data").paths.editions / "e000001"
    (folder / "reports").mkdir(parents=True)
    (folder / REPORT).write_text("<h1>figures</h1>", encoding="utf-8")
    reports = [{"name": REPORT, "sha256": file_sha256(folder / REPORT)}]
    published = {"as_of": "2026-10-15T00:00:00Z", "published_at": "2026-10-15T01:00:00Z", "tables": []}
    (folder / "manifest.json").write_text(json.dumps({**published, "reports": reports}), encoding="utf-8")
    return folder


def test_a_signature_is_kept_with_its_day_and_the_hash(talent: Talent, edition: Path, tmp_path: Path) -> None:
    done = talent("sign", "e000001", "placement", "--by", "李局长", "--at", "2026-10-15T08:00:00Z", "--format", "json")
    sha256 = file_sha256(edition / REPORT)
    assert done.code == 0
    assert json.loads(done.out) == {
        "edition": "e000001",
        "report": "placement",
        "signed_by": "李局长",
        "files": [{"file": REPORT, "sha256": sha256}],
    }
    (kept,) = Platform.open(tmp_path / "data").ledger.signatures.of_edition("e000001")
    assert (kept.role, kept.sha256, kept.signed_at) == ("official", sha256, datetime(2026, 10, 15, 8, tzinfo=UTC))


@pytest.mark.usefixtures("edition")
def test_signing_again_is_answered_no(talent: Talent) -> None:
    assert "李局长已签署e000001的placement" in talent("sign", "e000001", "placement", "--by", "李局长").out
    done = talent("sign", "e000001", "placement", "--by", "李局长")
    assert done.code == 1
    assert is_one_error(done)


@pytest.mark.usefixtures("edition")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("e000001", "nonsense", "--by", "Li"), 1),
        (("e000009", "placement", "--by", "Li"), 1),
        (("latest", "placement", "--by", "Li"), 2),
        (("e000001", "placement", "--by", " "), 2),
        (("e000001", "placement", "--by", "x" * 81), 2),
        (("e000001", "placement"), 2),
    ],
)
def test_what_cannot_be_signed_is_one_error(talent: Talent, arguments: tuple[str, ...], code: int) -> None:
    done = talent("sign", *arguments)
    assert done.code == code
    assert is_one_error(done)
