"""The answer sheet of a city: deliveries, planted faults, true numbers. Making the city belongs in `city`."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.demo.plan import AS_OF, COHORTS, OFFICE_ORG, OFFICIAL_ORG, CityPlan
from pipelines.demo.population import Population
from pipelines.demo.rows import Expect, Note, Parcel

FILE_NAME = "expected.json"


@dataclass(frozen=True)
class PlantedFault:
    """One fault and where it lies; `row` is the sheet's own number from 1, None for a whole file."""

    feed: str
    file: str
    rule_name: str
    sheet: str | None
    row: int | None
    column: str | None
    kind: Expect
    note: Note

    def as_dict(self, number: int) -> dict[str, Any]:
        """Return the fault as it stands in the answer sheet."""
        return {
            "id": f"F{number:05d}",
            "feed": self.feed,
            "file": self.file,
            "rule_name": self.rule_name,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "kind": self.kind,
            "note": {"en": self.note.en, "zh": self.note.zh},
        }


@dataclass
class Expected:
    """Everything a run of the platform on the city should find."""

    plan: CityPlan
    clients: list[dict[str, str]]
    counts: dict[str, Any]
    truth: dict[str, Any]
    cross_feed: list[dict[str, Any]]
    deliveries: list[dict[str, Any]] = field(default_factory=list)
    faults: list[PlantedFault] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the answer sheet, deliveries in the order they arrive."""
        ordered = sorted(self.faults, key=lambda f: (f.file, f.sheet or "", f.row or 0, f.rule_name))
        return {
            "seed": self.plan.seed,
            "students": self.plan.students,
            "as_of": utc(AS_OF.isoformat()),
            "deliveries": sorted(self.deliveries, key=lambda d: (d["received_at"], d["file"])),
            "clients": self.clients,
            "faults": [fault.as_dict(number) for number, fault in enumerate(ordered, start=1)],
            "counts": self.counts,
            "truth": self.truth,
            "cross_feed": self.cross_feed,
        }

    def write(self, folder: Path) -> None:
        """Write the answer sheet beside the files."""
        text = json.dumps(self.as_dict(), ensure_ascii=False, indent=1)
        (folder / FILE_NAME).write_text(text + "\n", encoding="utf-8")


def delivery_of(parcel: Parcel, file: str) -> dict[str, Any]:
    """Return how a parcel is delivered, and how many of its rows the door should refuse."""
    refused = sum(1 for row in parcel.rows if any(f.kind == "error" for f in row.faults))
    return {
        "file": file,
        "feed": parcel.feed,
        "sender": parcel.sender,
        "sender_role": parcel.sender_role,
        "period": parcel.period,
        "mode": parcel.mode,
        "received_at": utc(parcel.received_at.isoformat()),
        "rows": len(parcel.rows),
        "rows_refused": refused,
    }


def clients_of(city: Population, parcels: Sequence[Parcel]) -> list[dict[str, str]]:
    """Name one client per role: the largest college, the sender with most open vacancies, the province, the office."""
    own = {p.sender for p in parcels if p.sender_role == "enterprise"}
    open_now = Counter(v.employer.uscc for v in city.vacancies if v.is_open_on(AS_OF.date()))
    busiest = min(own, key=lambda uscc: (-open_now[uscc], uscc))
    return [
        {"role": "college", "org": city.colleges[0].code},
        {"role": "enterprise", "org": busiest},
        {"role": "official", "org": OFFICIAL_ORG},
        {"role": "steward", "org": OFFICE_ORG},
    ]


def counts_of(city: Population) -> dict[str, Any]:
    """Count what is really there."""
    today = AS_OF.date()
    return {
        "students": len({s.person.number for s in city.spells}),
        "spells": len(city.spells),
        "colleges": len(city.colleges),
        "enterprises": len(city.enterprises),
        "vacancies": len(city.vacancies),
        "vacancies_open": sum(v.is_open_on(today) for v in city.vacancies),
        "internships": len(city.internships),
        "certificate_applications": len(city.applications),
        "job_intentions": len(city.intentions),
        "pool_consents": sum(i.in_force for i in city.intentions),
        "graduates": {str(c): sum(s.is_graduate and s.cohort == c for s in city.spells) for c in COHORTS},
    }


def utc(text: str) -> str:
    """Write a moment in UTC with a Z."""
    return text.replace("+00:00", "Z")
