"""The colleges and enterprises of the city. What they send belongs in the room of each feed."""

from dataclasses import dataclass
from datetime import date

from pipelines.demo import identity, names
from pipelines.demo.chance import Chance
from pipelines.demo.places import county
from pipelines.demo.plan import CityPlan
from pipelines.demo.reference import Major, Reference

COLLEGE_SHARES = (0.22, 0.14, 0.17, 0.12, 0.11, 0.09, 0.08, 0.07)
_SMALL_COLLEGE_SHARES = (0.5, 0.12, 0.12, 0.12, 0.14)


@dataclass(frozen=True)
class College:
    """A college: its code, tier, place, majors by falling popularity, share of the students, and file style."""

    code: str
    name: str
    tier: str
    region: str
    uscc: str
    majors: tuple[Major, ...]
    share: float
    style: int


@dataclass(frozen=True)
class Enterprise:
    """An employer of the city and the broad category of majors it mostly hires from."""

    uscc: str
    name: str
    region: str
    industry: str
    category: int
    headcount: int
    ownership: str
    status: str
    registered: date
    hr_agency: bool = False
    blacklisted: bool = False

    @property
    def size_class(self) -> str:
        """Large, medium, small or micro by headcount."""
        bounds = ((1000, "large"), (300, "medium"), (20, "small"))
        return next((name for least, name in bounds if self.headcount >= least), "micro")


_SECTORS = (
    (6, "精密机械", "C34", 5.0),
    (6, "汽车零部件", "C36", 3.0),
    (6, "电气设备", "C38", 3.0),
    (11, "电子科技", "C39", 4.0),
    (11, "软件", "I65", 2.5),
    (13, "电子商务", "F52", 2.0),
    (13, "商贸", "F51", 1.0),
    (10, "汽车服务", "O81", 1.5),
    (10, "物流", "G54", 1.5),
    (14, "酒店管理", "H61", 1.5),
    (4, "建筑工程", "E47", 1.5),
    (12, "健康服务", "Q84", 1.0),
    (9, "食品", "C14", 1.0),
)


def make_colleges(plan: CityPlan, reference: Reference) -> tuple[College, ...]:
    """Make the colleges, higher and secondary in turn, each with its own few majors."""
    shares = COLLEGE_SHARES if plan.colleges == len(COLLEGE_SHARES) else _SMALL_COLLEGE_SHARES
    found = []
    for index in range(plan.colleges):
        chance = Chance(plan.seed, "college", str(index))
        tier = "higher" if index % 2 == 0 else "secondary"
        region = ("990101", "990102", "990201", "990103", "990104", "990202", "990301", "990302")[index]
        found.append(
            College(
                code=identity.institution_code(tier, index + 1),
                name=names.COLLEGE_NAMES[tier][index // 2],
                tier=tier,
                region=region,
                uscc=identity.credit_code("12", region, identity.organisation_code(chance)),
                majors=tuple(chance.sample(reference.majors[tier], 7)),
                share=shares[index],
                style=index,
            )
        )
    return tuple(found)


def make_enterprises(plan: CityPlan, reference: Reference) -> tuple[Enterprise, ...]:
    """Make the enterprises, the largest first; a few are agencies, revoked or blacklisted."""
    chance = Chance(plan.seed, "enterprises")
    sectors = {s: s[3] for s in _SECTORS if reference.occupations_of_category(s[0])}
    taken: set[str] = set()
    found = [_enterprise(chance, reference, chance.weighted(sectors), taken) for _ in range(plan.enterprises)]
    return tuple(sorted(found, key=lambda e: (-e.headcount, e.uscc)))


def _enterprise(
    chance: Chance, reference: Reference, sector: tuple[int, str, str, float], taken: set[str]
) -> Enterprise:
    category, word, industry, _ = sector
    region = county(chance, reference)
    agency = chance.flip(0.04)
    if agency:
        word, industry = "人力资源", "L72"
    return Enterprise(
        uscc=identity.credit_code("91", region, identity.organisation_code(chance)),
        name=_free_name(chance, region, word, taken),
        region=region,
        industry=industry,
        category=category,
        headcount=chance.amount(160, spread=1.2, step=1),
        ownership=chance.weighted({"private": 7, "state": 1.5, "foreign": 1, "joint": 0.8, "other": 0.3}),
        status=chance.weighted({"active": 96, "revoked": 2, "deregistered": 2}),
        registered=chance.day(date(1996, 1, 1), date(2024, 10, 31)),
        hr_agency=agency,
        blacklisted=chance.flip(0.02),
    )


def _free_name(chance: Chance, region: str, word: str, taken: set[str]) -> str:
    place = {"9901": "云州", "9902": "海州", "9903": "山州"}[region[:4]]
    while True:
        tail = chance.weighted({"有限公司": 6, "股份有限公司": 1, "有限责任公司": 2})
        name = f"{place}{chance.pick(names.BRANDS)}{chance.pick(['', '新', '华', '中'])}{word}{tail}"
        if name not in taken:
            taken.add(name)
            return name
