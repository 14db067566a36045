"""How much of the pay that real postings name is read, by notation: `python -m benchmarks.salary`.

The notations and how often they occur are counted from real postings; the amounts are made up. What each must
become is checked by hand in `tests/intake/pay_cases.csv`.
"""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

import pipelines.demo
from pipelines.intake.normalise.pay import read_pay

EMPTY = "(empty)"
FREQUENCIES = Path(pipelines.demo.__file__).parent / "data" / "vacancy_distributions.csv"
SAMPLES = 200
SEED = 1
_SIZES = {"千": (2, 9), "万": (1, 5), "元": (15, 400)}


def main(_runs: int = 1) -> None:
    """Print for each notation how often it occurs and how much of it is read, and the whole; it needs one run."""
    chance = random.Random(SEED)  # noqa: S311 - made-up amounts, not a secret
    with FREQUENCIES.open(encoding="utf-8", newline="") as file:
        counts = {r["value"]: int(r["count"]) for r in csv.DictReader(file) if r["kind"] == "salary_format"}
    named = {form: count for form, count in counts.items() if form != EMPTY}
    read = 0.0
    print(f"{'notation':16}\t{'postings':>8}\t{'read':>6}")
    for form, count in named.items():
        share = sum(read_pay(_filled(form, chance)) is not None for _ in range(SAMPLES)) / SAMPLES
        read += share * count
        print(f"{form:16}\t{count:8}\t{share:6.1%}")
    whole = sum(named.values())
    print(f"\n{read / whole:.2%} of {whole} postings that name a pay; {counts[EMPTY]} name none")


def _filled(form: str, chance: random.Random) -> str:
    """Put amounts that rise and twelve to sixteen months into the places of a notation."""
    units = re.findall("[千万元]", form)
    least = 0.0

    def amount(match: re.Match[str]) -> str:
        nonlocal least
        if form[match.end() :].startswith("薪"):
            return str(chance.randint(12, 16))
        unit = next((sign for sign in form[match.end() :] if sign in units), units[-1])
        low, high = _SIZES[unit]
        least = max(chance.randint(low * 10, high * 10) / 10, least if len(set(units)) == 1 else 0)
        return f"{least:g}"

    return re.sub("N", amount, form)


if __name__ == "__main__":
    main()
