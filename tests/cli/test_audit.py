"""`talent audit`: what is on record, by whom, about whom, when."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.store.ledger import AuditEntry
from pipelines.store.platform import Platform
from tests.cli.conftest import Talent

START = datetime(2026, 10, 5, 8, tzinfo=UTC)
PERSON = "0" * 31 + "1"


@pytest.fixture
def platform(tmp_path: Path) -> Platform:
    opened = Platform.open(tmp_path / "data")
    hour = timedelta(hours=1)
    opened.ledger.audit.append(
        AuditEntry(
            client_id=f"tr-{number:012x}",
            role="enterprise",
            org=f"91990000MA000000{number}A",
            action="contact_viewed" if number == 2 else "pool_listed",
            subject="i_abc" if number == 2 else "pool",
            request_id=f"request-{number}",
            recorded_at=START + number * hour,
            person_key=PERSON if number == 2 else None,
            row_count=number,
        )
        for number in (1, 2, 3)
    )
    return opened


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ([], [1, 2, 3]),
        (["--client", "tr-000000000003"], [3]),
        (["--action", "contact_viewed"], [2]),
        (["--org", "91990000MA0000001A", "--org", "91990000MA0000002A"], [1, 2]),
        (["--person", PERSON], [2]),
        (["--since", "2026-10-05T10:00:00Z"], [2, 3]),
        (["--until", "2026-10-05T10:00:00Z"], [1]),
        (["--since", "2026-10-05T10:00:00Z", "--until", "2026-10-05T11:00:00Z"], [2]),
        (["--after", "1", "--limit", "1"], [2]),
    ],
    ids=lambda value: "-".join(map(str, value)) or "all",
)
@pytest.mark.usefixtures("platform")
def test_the_audit_is_listed_oldest_first_and_filtered(talent: Talent, options: list[str], numbers: list[int]) -> None:
    done = talent("audit", *options, "--format", "json")
    assert (done.code, [entry["event_no"] for entry in json.loads(done.out)]) == (0, numbers)
    assert talent("audit", *options).out.count("\n") == len(numbers)


@pytest.mark.usefixtures("platform")
def test_an_audit_without_such_entries_says_so(talent: Talent) -> None:
    done = talent("audit", "--action", "nothing")
    assert (done.code, done.out) == (0, "nothing is on record 无记录\n")
