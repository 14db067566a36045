"""The vacancy doctor over the engines' input tables in plain Python: every question asked of every person."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]
BY_LAW = ("special_operation", "special_equipment")
FILTERS = (
    "below_legal_age", "certificate_missing", "level_too_low", "not_available_yet", "present_employer",
    "disputed_employer", "blocked_employer", "order_class",
)  # fmt: skip


def slow_answers(tables: Mapping[str, Iterable[Row]]) -> list[tuple[int, str, int]]:
    """(vacancy_seq, question, people who pass), sorted; the questions are those of int_doctor_question."""
    pool = _Pool(tables)
    answers = []
    for vacancy in tables["vacancy"]:
        kinds = pool.demands[vacancy["vacancy_seq"]]
        counts = dict.fromkeys(_questions(vacancy, [pool.kinds[kind] for kind in kinds]), 0)
        for person in pool.people:
            for code in pool.passed(vacancy, person) & counts.keys():
                counts[code] += 1
        answers += [(vacancy["vacancy_seq"], code, count) for code, count in counts.items()]
    return sorted(answers)


class _Pool:
    """Who there is, and what each has."""

    def __init__(self, tables: Mapping[str, Iterable[Row]]) -> None:
        self.people = list(tables["person"])
        self.codes = {row["occupation_seq"]: row["occupation_code"] for row in tables["occupation"]}
        self.kinds = {row["kind_seq"]: row["cert_type"] for row in tables["certificate_kind"]}
        self.levels: dict[str, dict[str, int]] = defaultdict(dict)
        for row in tables["person_occupation"]:
            self.levels[row["person_key"]][row["occupation_code"]] = row["ladder_rank"]
        self.permits: dict[int, list[Row]] = defaultdict(list)
        for row in tables["permit"]:
            self.permits[row["tie_no"]].append(row)
        self.blocks = {(row["tie_no"], row["employer_seq"]): row for row in tables["employer_block"]}
        self.demands: dict[int, list[int]] = defaultdict(list)
        for row in tables["demand"]:
            self.demands[row["vacancy_seq"]].append(row["kind_seq"])

    def passed(self, vacancy: Row, person: Row) -> set[str]:
        """The questions that the person answers with yes."""
        occupation = self.codes[vacancy["occupation_seq"]]
        held = self.levels[person["person_key"]]
        in_group = [rank for code, rank in held.items() if code[:7] == occupation[:7]]
        passes = self._filters(vacancy, person, held.get(occupation, 0))
        found = {f"alone_{code}" for code in FILTERS if passes[code]}
        if in_group and all(self._filters(vacancy, person, max(in_group)).values()):
            found.add("neighbouring_occupation")
        if occupation not in held:
            return found - ({"alone_level_too_low"} if vacancy["must_level"] else set())
        found.add("reached")
        for number, code in enumerate(FILTERS, start=1):
            if all(passes[earlier] for earlier in FILTERS[:number]):
                found.add(f"after_{code}")
        level = held[occupation]
        lower, none = dict(vacancy, must_level=vacancy["must_level"] - 1), dict(vacancy, must_level=0)
        relaxed = {
            "level_one_lower": self._filters(lower, person, level),
            "level_not_demanded": self._filters(none, person, level),
            "certificate_not_demanded": self._filters(vacancy, person, level, types=BY_LAW),
            "start_30_days_later": self._filters(_later(vacancy, 30), person, level),
            "start_90_days_later": self._filters(_later(vacancy, 90), person, level),
        }
        return found | {code for code, results in relaxed.items() if all(results.values())}

    def _filters(self, vacancy: Row, person: Row, level: int, types: tuple[str, ...] = ()) -> dict[str, bool]:
        day, employer = vacancy["start_day"], vacancy["employer_seq"]
        valid = {row["kind_seq"] for row in self.permits[person["tie_no"]] if row["from_day"] <= day <= row["to_day"]}
        asked = [k for k in self.demands[vacancy["vacancy_seq"]] if not types or self.kinds[k] in types]
        block = self.blocks.get((person["tie_no"], employer), {})
        legal = person["age_18_day"] if vacancy["minimum_age"] == 18 else person["age_16_day"]
        reserved = person["reserved_employer_seq"]
        return {
            "below_legal_age": legal <= day,
            "certificate_missing": all(kind in valid for kind in asked),
            "level_too_low": level >= vacancy["must_level"],
            "not_available_yet": person["available_day"] <= day,
            **{f"{kind}_employer": not block.get(f"is_{kind}_employer") for kind in ("present", "disputed", "blocked")},
            "order_class": reserved == 0 or reserved == employer,
        }


def _later(vacancy: Row, days: int) -> Row:
    return {**vacancy, "start_day": vacancy["start_day"] + days}


def _questions(vacancy: Row, demanded: list[str]) -> list[str]:
    asked = ["reached", *(f"{when}_{code}" for code in FILTERS for when in ("alone", "after"))]
    asked += ["start_30_days_later", "start_90_days_later", "neighbouring_occupation"]
    if vacancy["must_level"]:
        asked += ["level_one_lower", "level_not_demanded"]
    if any(kind not in BY_LAW for kind in demanded):
        asked.append("certificate_not_demanded")
    without = {
        "alone_certificate_missing": not demanded,
        "alone_level_too_low": not vacancy["must_level"],
    }
    return [code for code in asked if not without.get(code)]
