"""Plant faults in parcels: how many, where, never two in one row. What a fault is belongs in the catalogues
(`data/faults.csv`, `row_faults`, `breaches`)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.demo.chance import Chance
from pipelines.demo.rows import Expect, Note, Parcel, Row, RowFault, Value

KEY_ERROR_SHARE = 0.045
"""Below the share of key errors (5 %) at which a whole delivery is refused."""
_ROW_SHARE = 0.0009
_FAULTY_FILE_SHARE = 0.3

Change = Callable[[dict[str, Value], Chance], dict[str, Value]]
Fits = Callable[[Mapping[str, Value]], bool]


@dataclass(frozen=True)
class Planter:
    """One kind of fault: what it does to a row and which rows can have it."""

    feed: str
    rule_name: str
    column: str
    kind: Expect
    note: Note
    change: Change
    fits: Fits = lambda _: True
    in_key: bool = False
    adds_row: bool = False
    styles: frozenset[int] = frozenset()
    periods: frozenset[str] = frozenset()
    share: float = _ROW_SHARE


@dataclass
class _Load:
    """How many faults a parcel already carries."""

    key: int = 0
    total: int = 0


@dataclass
class Field:
    """The parcels of one feed and how far each is already spoilt."""

    parcels: Sequence[Parcel]
    loads: dict[int, _Load] = field(default_factory=dict)

    def plant(self, planter: Planter, chance: Chance) -> int:
        """Plant one kind of fault where there is room, at least once; return how often."""
        rows = sum(len(p.rows) for p in self.parcels)
        wanted = max(1, round(rows * planter.share))
        planted = 0
        for parcel in chance.shuffled([p for p in self.parcels if self._accepts(p, planter)]):
            for _ in range(-(-wanted // 4)):
                if planted < wanted and self._has_room(parcel, planter):
                    planted += self._plant_one(parcel, planter, chance)
        return planted

    def _plant_one(self, parcel: Parcel, planter: Planter, chance: Chance) -> int:
        free = [n for n, r in enumerate(parcel.rows) if not (r.faults or r.is_reserved) and planter.fits(r.values)]
        if not free:
            return 0
        number = chance.pick(free)
        row = parcel.rows[number]
        if planter.adds_row:
            original, row = row, row.copy()
            original.is_reserved = True
            parcel.rows.insert(number + 1, row)
        row.values.update(planter.change(row.values, chance))
        row.faults.append(RowFault(planter.rule_name, planter.column, planter.kind, planter.note))
        load = self.loads.setdefault(id(parcel), _Load())
        load.key += planter.in_key
        load.total += 1
        return 1

    def _has_room(self, parcel: Parcel, planter: Planter) -> bool:
        load = self.loads.setdefault(id(parcel), _Load())
        rows = len(parcel.rows)
        if planter.in_key and load.key >= int(rows * KEY_ERROR_SHARE):
            return False
        return load.total < max(1, rows * _FAULTY_FILE_SHARE)

    @staticmethod
    def _accepts(parcel: Parcel, planter: Planter) -> bool:
        in_style = not planter.styles or parcel.style in planter.styles
        return in_style and (not planter.periods or parcel.period in planter.periods)


def plant_all(seed: int, parcels: Sequence[Parcel], planters: Sequence[Planter]) -> None:
    """Plant every kind of fault, those with the fewest possible places first.

    Raises:
        ValueError: A kind of fault found no place, so the city would not hold what it promises.
    """
    fields = {feed: Field([p for p in parcels if p.feed == feed]) for feed in sorted({p.feed for p in parcels})}
    ordered = sorted(planters, key=lambda p: (not p.styles, not p.periods, not p.in_key))
    for planter in ordered:
        chance = Chance(seed, "faults", planter.feed, planter.rule_name, planter.note.en)
        if not fields[planter.feed].plant(planter, chance):
            raise ValueError(f"no place for the fault {planter.feed}/{planter.rule_name}: {planter.note.en}")
