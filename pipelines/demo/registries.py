"""What the office writes about colleges and enterprises."""

from collections.abc import Mapping, Sequence
from datetime import date

from pipelines.demo import identity, names
from pipelines.demo.chance import Chance
from pipelines.demo.organisations import College, Enterprise
from pipelines.demo.rows import Choice, Row, Value


def college_rows(colleges: Sequence[College], enrolled: Mapping[str, int]) -> list[Row]:
    """Return the register of colleges with the number of students `enrolled` in each."""
    return [_college(c, enrolled.get(c.code, 0)) for c in colleges]


def enterprise_rows(enterprises: Sequence[Enterprise], chance: Chance) -> list[Row]:
    """Return the register of enterprises."""
    return [_enterprise(e, chance) for e in sorted(enterprises, key=lambda e: e.uscc)]


def _college(college: College, enrolled: int) -> Row:
    return Row(
        {
            "institution_code": college.code,
            "institution_name": college.name,
            "uscc": college.uscc,
            "tiers": (Choice("tier", college.tier),),
            "authority": Choice("authority", "education"),
            "ownership": Choice("ownership", "private" if college.style == 6 else "public"),
            "region": college.region,
            "enrolled_total": enrolled,
            "valid_from": date(2020, 9, 1),
        }
    )


def _enterprise(enterprise: Enterprise, chance: Chance) -> Row:
    insured = max(1, enterprise.headcount * chance.number(82, 99) // 100)
    values: dict[str, Value] = {
        "uscc": enterprise.uscc,
        "enterprise_name": enterprise.name,
        "former_names": (enterprise.name.replace("有限", "实业有限"),) if chance.flip(0.06) else None,
        "industry": enterprise.industry,
        "enterprise_ownership": Choice("enterprise_ownership", enterprise.ownership),
        "size_class": Choice("size_class", enterprise.size_class),
        "region": enterprise.region,
        "status": Choice("enterprise_status", enterprise.status),
        "registered_date": enterprise.registered,
        "headcount": enterprise.headcount,
        "insured_count": insured,
        "hr_agency": enterprise.hr_agency,
        "dispatch_licence": enterprise.hr_agency and chance.flip(0.5),
        "blacklisted": enterprise.blacklisted,
        "contact_ref": f"{chance.pick(names.SURNAMES)}经理 {identity.phone_number(chance)}",
    }
    return Row(values)
