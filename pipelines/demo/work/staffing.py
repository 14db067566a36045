"""How many people work where, at which level, age and pay: the workforce of the workplaces."""

from dataclasses import dataclass

from pipelines.demo.chance import Chance
from pipelines.demo.reference import Reference
from pipelines.demo.rows import Choice, Row, Value
from pipelines.demo.work.workplaces import Workplace

_SKILLED_SHARE = 70
_BY_LEVEL = {0: 24, 2: 18, 3: 26, 4: 18, 5: 9, 6: 5}
_BY_TRADE = (50, 32, 18)
_BANDS = {
    0: ("25_and_under", "46_50"),
    2: ("25_and_under",),
    3: ("26_30", "36_40"),
    4: ("31_35", "51_55"),
    5: ("41_45", "56_and_over"),
    6: ("51_55",),
}
_LEVEL_PAY = {0: 88, 2: 94, 3: 100, 4: 113, 5: 130, 6: 150}
_BASE_PAY = {"4": 5000, "5": 4800, "6": 5700}
_DISPATCHED_LEVEL, _FIXED_TERM_LEVEL = 3, 2
_MANAGERS, _ENGINEERS = "1-06-01-01", "2-02-07-01"


@dataclass(frozen=True)
class Cell:
    """People of one trade, post, sequence, level, age band and form at one workplace."""

    occupation: str
    post: str
    sequence: str
    level: int
    band: str
    form: str
    people: int
    median: int


def workforce_rows(seed: int, reference: Reference, workplace: Workplace, *, growth: int, pay_growth: int) -> list[Row]:
    """Return a workplace's staff; `growth` and `pay_growth` are per cent of what they are in the newest period."""
    chance = Chance(seed, "workforce", workplace.uscc)
    rate = chance.number(88, 118)
    return [_row(chance, workplace, c, pay_growth) for c in _cells(reference, workplace, rate, growth)]


def staff_in_trade(workplace: Workplace, trade: str) -> int:
    """Return about how many people of a trade a workplace has in the newest period."""
    share = _BY_TRADE[workplace.trades.index(trade)]
    return workplace.enterprise.headcount * _SKILLED_SHARE * share // 10000


def _cells(reference: Reference, workplace: Workplace, rate: int, growth: int) -> list[Cell]:
    skilled = workplace.enterprise.headcount * _SKILLED_SHARE // 100
    found: list[Cell] = []
    for trade, share in zip(workplace.trades, _BY_TRADE, strict=False):
        post = reference.occupations[trade].name
        base = _BASE_PAY[trade[0]] * rate // 100
        for level, part in _BY_LEVEL.items():
            people = skilled * share * part // 10000
            # Fewer were high-skilled a year ago.
            people = people * (growth if level >= 4 else 100) // 100
            median = base * _LEVEL_PAY[level] // 100
            found += _of_level(trade, post, level, max(2, people), median)
    managers = max(2, workplace.enterprise.headcount * 4 // 100)
    engineers = max(2, workplace.enterprise.headcount * 8 // 100)
    base = 5700 * rate // 100
    return [
        *found,
        *_office_staff(reference, workplace.trades[0], managers, engineers, base),
    ]


def _of_level(trade: str, post: str, level: int, people: int, median: int) -> list[Cell]:
    bands = _BANDS[level]
    each = max(1, people // len(bands))
    cells = [Cell(trade, post, "skilled", level, band, "regular", each, median) for band in bands]
    if level == _DISPATCHED_LEVEL:
        cells.append(Cell(trade, post, "skilled", level, bands[0], "dispatch", max(2, each // 3), median * 96 // 100))
    if level == _FIXED_TERM_LEVEL:
        cells.append(Cell(trade, post, "skilled", level, bands[0], "fixed_term", max(2, each // 2), median * 98 // 100))
    return cells


def _office_staff(reference: Reference, trade: str, managers: int, engineers: int, base: int) -> list[Cell]:
    manager = _MANAGERS if _MANAGERS in reference.occupations else trade
    engineer = _ENGINEERS if _ENGINEERS in reference.occupations else trade
    return [
        Cell(manager, "车间管理", "management", 0, "36_40", "regular", managers, base * 160 // 100),
        Cell(manager, "部门管理", "management", 0, "46_50", "regular", max(2, managers // 2), base * 185 // 100),
        Cell(engineer, "工艺工程师", "professional", 0, "31_35", "regular", engineers, base * 145 // 100),
    ]


def _row(chance: Chance, workplace: Workplace, cell: Cell, pay_growth: int) -> Row:
    men = cell.people * chance.number(40, 85) // 100
    median = cell.median * pay_growth // 100 // 10 * 10
    certified = cell.people - chance.number(0, cell.people // 4) - (cell.people > 1) if cell.level else 0
    values: dict[str, Value] = {
        "uscc": workplace.uscc,
        "occupation_code": cell.occupation,
        "post_name": cell.post,
        "job_sequence": Choice("job_sequence", cell.sequence),
        "staff_level": Choice("staff_level", str(cell.level)),
        "age_band": Choice("age_band", cell.band),
        "employment_form": Choice("employment_form", cell.form),
        "staff_count": cell.people,
        "male_count": men,
        "female_count": cell.people - men,
        "avg_pay": median * 104 // 100,
        "median_pay": median,
        "p25_pay": median * 88 // 100,
        "p75_pay": median * 117 // 100,
        "pay_grade": 3 + cell.level if cell.sequence == "skilled" else 10,
        "appointed_count": max(0, certified - chance.number(0, 2)) if cell.level else 0,
        "certified_count": certified,
        "new_hires": chance.number(0, max(1, cell.people // 10)),
        "leavers": chance.number(0, max(1, cell.people // 14)),
        "coverage": Choice("coverage", "all_staff"),
    }
    return Row(values)
