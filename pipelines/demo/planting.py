"""Plant faults in parcels: how many, where, never two in one row.

What a fault is belongs in the catalogues (`data/faults.csv`, `row_faults`, `breaches`).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipelines.demo.chance import Chance
from pipelines.demo.rows import Expect, Note, Parcel, RowFault, Value

KEY_ERROR_SHARE = 0.05
"""The share of key errors above which a whole delivery is refused; a city stays at or under it."""
_ROW_SHARE = 0.0009
_FAULTY_FILE_SHARE = 0.3

Change = Callable[[dict[str, Value], Chance], dict[str, Value]]
Fits = Callable[[Mapping[str, Value]], bool]


@dataclass(frozen=True)
class Planter:
    """One kind of fault: what it does to a row and which rows can have it.

    Attributes:
        in_key: Whether the rule looks at the primary key, so that too many spoil the whole delivery.
        adds_row: Whether the faulty row is a new one below a good one.
        spoils_original: Whether the good one becomes a finding too, as with doubles.
        styles: File styles that can have it; empty means all.
    """

    feed: str
    rule_name: str
    column: str
    kind: Expect
    note: Note
    change: Change
    fits: Fits = lambda _: True
    in_key: bool = False
    adds_row: bool = False
    spoils_original: bool = False
    styles: frozenset[int] = frozenset()
    periods: frozenset[str] = frozenset()
    share: float = _ROW_SHARE


def put(**cells: Value) -> Change:
    """Return a change that writes fixed cells."""
    return lambda _values, _chance: dict(cells)


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

    def places(self, planter: Planter) -> int:
        """Count the parcels in which a kind of fault may be planted."""
        return sum(self._accepts(p, planter) for p in self.parcels)

    def _plant_one(self, parcel: Parcel, planter: Planter, chance: Chance) -> int:
        free = [n for n, r in enumerate(parcel.rows) if not (r.faults or r.is_reserved) and planter.fits(r.values)]
        if not free:
            return 0
        number = chance.pick(free)
        row = parcel.rows[number]
        if planter.adds_row:
            original, row = row, row.copy()
            original.is_reserved = True
            if planter.spoils_original:
                original.faults.append(_fault(planter))
            parcel.rows.insert(number + 1, row)
        row.intended = dict(row.values)
        row.values.update(planter.change(row.values, chance))
        row.faults.append(_fault(planter))
        load = self.loads.setdefault(id(parcel), _Load())
        load.key += _key_errors(planter)
        load.total += 1
        return 1

    def _has_room(self, parcel: Parcel, planter: Planter) -> bool:
        load = self.loads.setdefault(id(parcel), _Load())
        rows = len(parcel.rows)
        if planter.in_key and load.key + _key_errors(planter) > rows * KEY_ERROR_SHARE:
            return False
        return load.total < max(1, rows * _FAULTY_FILE_SHARE)

    @staticmethod
    def _accepts(parcel: Parcel, planter: Planter) -> bool:
        in_style = not planter.styles or parcel.style in planter.styles
        return in_style and (not planter.periods or parcel.period in planter.periods)


def _fault(planter: Planter) -> RowFault:
    return RowFault(planter.rule_name, planter.column, planter.kind, planter.note)


def _key_errors(planter: Planter) -> int:
    return planter.in_key * (1 + planter.spoils_original)


def _promise(planter: Planter) -> str:
    """Return what a city promises: a breach in its own feed, any other fault in some feed that has room."""
    return f"{planter.feed}.{planter.rule_name}" if planter.kind == "compliance" else planter.rule_name


def plant_all(seed: int, parcels: Sequence[Parcel], planters: Sequence[Planter]) -> None:
    """Plant every kind of fault, those with the fewest possible places first.

    In a small city not every file has room for an error in a key: then the same fault in another feed must do.

    Raises:
        ValueError: A kind of fault found no place at all, so the city would not hold what it promises.
    """
    fields = {feed: Field([p for p in parcels if p.feed == feed]) for feed in sorted({p.feed for p in parcels})}
    feeds_of = Counter(name for name, _ in {(p.rule_name, p.feed) for p in planters})
    ordered = sorted(planters, key=lambda p: (not p.in_key, fields[p.feed].places(p), feeds_of[p.rule_name]))
    missing = {_promise(p) for p in planters}
    for planter in ordered:
        chance = Chance(seed, "faults", planter.feed, planter.rule_name, planter.note.en)
        if fields[planter.feed].plant(planter, chance):
            missing.discard(_promise(planter))
    if missing:
        raise ValueError(f"no place for the faults {sorted(missing)}")
