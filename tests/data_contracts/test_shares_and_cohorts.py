"""One employer's share of a college's graduates, pay that is copied, one graduate in two cohorts."""

from __future__ import annotations

from collections.abc import Sequence

from data_contracts.loader import load_contract
from tests.data_contracts.test_spells import flags

DESTINATION = load_contract("destination")
Cells = Sequence[str | None]
Columns = dict[str, Cells]


def share(employers: Cells, **changes: Cells) -> list[bool]:
    height = len(employers)
    columns: Columns = {
        "institution_code": ["4199013845"] * height,
        "student_no": [f"s{n}" for n in range(height)],
        "graduation_year": ["2025"] * height,
        "status_date": ["2025-08-31"] * height,
        "employer_uscc": employers,
    }
    return flags(DESTINATION, "employer_share_too_large", columns | changes)


def test_more_than_the_share_is_too_much_and_exactly_the_share_is_not() -> None:
    assert share(["A"] * 3 + [None] * 17) == [False] * 20
    assert share(["A"] * 4 + [None] * 16) == [True] * 4 + [False] * 16


def test_few_graduates_show_no_share() -> None:
    assert share(["A"] * 19) == [False] * 19
    assert share(["A"] * 20) == [True] * 20


def test_a_graduate_counts_once_and_by_the_newest_row() -> None:
    employers: list[str | None] = [*(["A"] * 4), *([None] * 16), "B"]
    moved = [f"s{n}" for n in range(20)] + ["s0"]
    days: Cells = ["2025-08-31"] * 20 + ["2025-09-30"]
    assert share(employers, student_no=[*moved], status_date=days) == [False] * 21
    assert share(employers, student_no=[*moved], status_date=[*days[:20], "2025-07-31"]) == [True] * 4 + [False] * 17


def test_each_college_and_year_is_counted_for_itself() -> None:
    years: Cells = ["2025"] * 20 + ["2024"] * 20
    assert share(["A"] * 3 + [None] * 17 + ["A"] * 3 + [None] * 17, graduation_year=years) == [False] * 40
    assert share(["A"] * 4 + [None] * 36, graduation_year=years) == [True] * 4 + [False] * 36


def test_ten_at_the_same_pay_in_one_occupation_are_many() -> None:
    def same_pay(pays: Cells) -> list[bool]:
        columns: Columns = {
            name: [value] * len(pays)
            for name, value in {
                "institution_code": "4199013845",
                "employer_uscc": "91990000MA9T10005A",
                "occupation_code": "6-31-01-03",
                "status_date": "2025-08-31",
                "destination_code": "11",
            }.items()
        }
        students: Columns = {"student_no": [f"s{n}" for n in range(len(pays))], "pay_monthly": pays}
        return flags(DESTINATION, "many_at_same_pay", columns | students)

    assert same_pay(["5200"] * 10) == [True] * 10
    assert same_pay(["5200"] * 9 + ["5300"]) == [False] * 10
    assert same_pay([None] * 10) == [False] * 10


def test_one_graduate_is_settled_in_one_cohort_only() -> None:
    def cohorts(years: Cells, codes: Cells, **changes: Cells) -> list[bool]:
        columns: Columns = {
            "institution_code": ["4199013845"] * len(years),
            "student_no": ["s1"] * len(years),
            "graduation_year": years,
            "destination_code": codes,
        }
        return flags(DESTINATION, "settled_in_two_cohorts", columns | changes)

    assert cohorts(["2024", "2025"], ["11", "80"]) == [True, True]
    assert cohorts(["2025", "2025"], ["11", "80"]) == [False, False]
    assert cohorts(["2024", "2025"], ["65", "11"]) == [False, False]
    assert cohorts(["2024", "2025"], ["70", "11"]) == [False, False]
    assert cohorts(["2024", "2025"], ["11", "11"], student_no=["s1", "s2"]) == [False, False]
    assert cohorts(["2024", "2025"], ["11", "11"], row_action=["delete", None]) == [False, False]
