"""Who belongs to the reserve-talent pool: the design's "Pool", from the rows in force.

Which occupations a member reaches belongs in `pool`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from tests.recomputation.days import add_months
from tests.recomputation.in_force import InForce
from tests.recomputation.people import CODES, DIPLOMA, Status, destinations, person_keys
from tests.recomputation.source import CHINA, Row, threshold

LEARNING = ("active", "leave")
SEEKING = "70"


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the pool with the spell and the wishes that count."""

    person_key: str
    spell: Row
    intention: Row


def members(force: InForce, today: dt.date) -> list[Member]:
    """Return the members of the pool today."""
    keys, found = person_keys(force), destinations(force)
    intentions = {(r["institution_code"], r["student_no"]): r for r in force.rows("job_intention") if r["newest"]}
    spells: dict[str, list[Row]] = defaultdict(list)
    for row in force.rows("enrolment"):
        key = row["person_key"] or keys.get((row["institution_code"], row["student_no"]))
        if key is not None:
            spells[key].append(row)
    chosen, left = [], _left(force)
    for key, rows in spells.items():
        spell = max(sorted(rows, key=lambda row: (row["institution_code"], row["student_no"])), key=_current)
        born = max(row["birth_date"] for row in rows)
        intention = intentions.get((spell["institution_code"], spell["student_no"]))
        statuses = found[spell["institution_code"], spell["student_no"]]
        if intention is None or _is_out(intention, left.get(key), force):
            continue
        if _consents(intention, born, today) and _enters(intention, spell, statuses, today):
            chosen.append(Member(key, spell, intention))
    return chosen


def _current(row: Row) -> tuple[bool, dt.date, bool]:
    return row["newest"], row["programme_start"], row["status"] in LEARNING


def _left(force: InForce) -> dict[str, dt.datetime]:
    """Return when each person who ever left the pool last did so."""
    gone = [row for row in force.source.withdrawals if row["event"] == "withdrawn"]
    return {force.kept(row["person_key"]): row["recorded_at"] for row in gone}


def _is_out(intention: Row, left: dt.datetime | None, force: InForce) -> bool:
    """Whether a person left and the intention carries no consent given on a later day and delivered after that."""
    if left is None:
        return False
    numbered = force.source.deliveries.set_index("delivery_no")["received_at"]
    came, given = numbered[intention["delivery_no"]], intention["consent_date"]
    return not (intention["pool_consent"] and given > (left + CHINA).date() and came > left)


def _limit(name: str, today: dt.date) -> int:
    return int(threshold(name, today))


def _consents(intention: Row, born: dt.date, today: dt.date) -> bool:
    """Whether the consent, and the guardian's of a minor, is valid today."""
    withdrawn = intention["withdrawn_date"]
    given = intention["pool_consent"] is True and (withdrawn is None or withdrawn > today)
    minor = today < add_months(born, 12 * _limit("ADULT_AGE", today))
    signed = intention["guardian_consent_date"]
    agreed = signed is not None and signed <= today and intention["guardian_informed"] is not False
    return given and intention["consent_date"] <= today and (agreed or not minor)


def _enters(intention: Row, spell: Row, statuses: list[Status], today: dt.date) -> bool:
    """Whether one of the three ways in is open."""
    if spell["major_code"] is None or spell["expected_end"] is None:
        return False
    ways: tuple[Callable[[], bool], ...] = (
        lambda: _seeks(intention, today),
        lambda: _free(intention, spell) and _finishes(spell, today),
        lambda: _free(intention, spell) and _unsettled(spell, statuses, today),
    )
    return any(way() for way in ways)


def _free(intention: Row, spell: Row) -> bool:
    """Whether the person is neither in service, unless they say they seek, nor says they do not."""
    if spell["learner_kind"] == "in_service":
        return bool(intention["seeking"] == "seeking")
    return bool(intention["seeking"] != "not_seeking")


def _seeks(intention: Row, today: dt.date) -> bool:
    confirmed, days = intention["seeking_confirmed_on"], dt.timedelta(days=_limit("SEEKING_CONFIRMED_DAYS", today))
    return intention["seeking"] == "seeking" and confirmed is not None and today - days <= confirmed <= today


def _finishes(spell: Row, today: dt.date) -> bool:
    last = add_months(today, _limit("POOL_MONTHS_BEFORE_END", today))
    return spell["newest"] and spell["status"] in LEARNING and today <= spell["expected_end"] <= last


def _unsettled(spell: Row, statuses: list[Status], today: dt.date) -> bool:
    ended = spell["actual_end"] or spell["expected_end"]
    last = add_months(ended, _limit("POOL_MONTHS_AFTER_END", today))
    if spell["status"] != DIPLOMA or not ended <= today <= last:
        return False
    now = max((s for s in statuses if s.day <= today), key=lambda status: status.day, default=None)
    return now is None or now.disputed or now.code == SEEKING or now.code not in CODES
