"""`talent audit`: who asked for what about whom, for the office that answers for it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from pipelines.cli.options import Moment, data_option, format_option, open_platform, print_json
from pipelines.store.ledger import AuditEntry
from pipelines.store.ledger.times import to_text


@click.command()
@click.option("--org", "orgs", multiple=True, help="Only what this organisation did; may be given again.")
@click.option("--person", help="Only what was about this person, named by pseudonym.")
@click.option("--client", "client_id", help="Only what this client did.")
@click.option("--action", help="Only this kind, such as contact_viewed.")
@click.option("--since", type=Moment(), help="Only from this moment on.")
@click.option("--until", type=Moment(), help="Only before this moment.")
@click.option("--after", type=click.IntRange(min=0), default=0, help="Only entries with numbers above this one.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="At most so many.")
@data_option
@format_option
def audit(
    *,
    orgs: tuple[str, ...],
    person: str | None,
    client_id: str | None,
    action: str | None,
    since: datetime | None,
    until: datetime | None,
    after: int,
    limit: int,
    data_dir: Path,
    output: str,
) -> None:
    """List what clients have asked for, oldest first."""
    ledger = open_platform(data_dir, new="refuse").ledger
    # Whoever was merged with another stands in the audit under each of their pseudonyms.
    keys = None if person is None else ledger.decisions.keys_of(person)
    entries = ledger.audit.page(
        orgs=orgs or None,
        person_keys=keys,
        client_id=client_id,
        action=action,
        since=since,
        until=until,
        after=after,
        limit=limit,
    )
    if output == "json":
        print_json([_as_json(entry) for entry in entries])
        return
    for e in entries:
        whom = f" person {e.person_key}" if e.person_key else f" {e.row_count} rows"
        print(f"{e.event_no}  {to_text(e.recorded_at)}  {e.role} {e.org}  {e.action} {e.subject}{whom}  {e.request_id}")
    if not entries:
        print("nothing is on record 无记录")


def _as_json(entry: AuditEntry) -> dict[str, object]:
    return {
        "event_no": entry.event_no,
        "recorded_at": to_text(entry.recorded_at),
        "client_id": entry.client_id,
        "role": entry.role,
        "org": entry.org,
        "action": entry.action,
        "subject": entry.subject,
        "person_key": entry.person_key,
        "rows": entry.row_count,
        "request_id": entry.request_id,
    }
