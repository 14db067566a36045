"""How well job titles are coded, on titles kept aside, against plain text similarity.

`python -m benchmarks.occupation_coding` prints the tables; `--write` measures the confidence anew on the other titles
and writes `data_contracts/codes/title_confidence.csv`.
"""

from __future__ import annotations

import csv
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from rapidfuzz import fuzz, process

from data_contracts.code_tables import CODES_DIR
from pipelines.intake.occupation.coder import SMALL_GROUP, TitleCoder
from pipelines.intake.occupation.confidence import (
    CERTAIN,
    Step,
    confidence_of,
    lead_of,
    measured_steps,
    rising_steps,
)
from pipelines.intake.occupation.reference import (
    Known,
    all_titles,
    coded_titles,
    coder_version,
    is_kept_aside,
    official_names,
    part_of,
)

TURNS = 4
PER_STEP = 120
THRESHOLDS = (0, 5000, 6000, 7000, 8000, 9000)
RUNS = 5

Guess = Callable[[str], str]


def main(runs: int = RUNS) -> None:
    """Print the tables."""
    aside = [title for title in all_titles() if is_kept_aside(title[0])]
    others = [title for title in coded_titles() if not is_kept_aside(title[0])]
    print(f"{len(others)} titles to learn from, {len(aside)} kept aside; coder {coder_version()}\n")
    coder = TitleCoder([*others, *official_names()])
    _print_accuracy(aside, others, coder)
    _print_coverage(aside, coder)
    _print_time(others, aside, runs)


def _print_accuracy(aside: Known, others: Known, coder: TitleCoder) -> None:
    ways: dict[str, Guess] = {
        "official names, rapidfuzz ratio": _most_alike(official_names(), fuzz.ratio),
        "titles, rapidfuzz ratio": _most_alike(others, fuzz.ratio),
        "titles, rapidfuzz WRatio": _most_alike(others, fuzz.WRatio),
        "titles and names, rapidfuzz ratio": _most_alike([*others, *official_names()], fuzz.ratio),
        "this coder": lambda title: next((code for code, _ in coder.votes(title, most=1)), ""),
    }
    print(f"{'way':36} {'exact':>7} {'small group':>12}")
    for name, guess in ways.items():
        guesses = [(guess(title), code) for title, code in aside]
        print(f"{name:36} {_share(guesses):7.1%} {_share(guesses, signs=SMALL_GROUP):12.1%}")
    among = sum(code in dict(coder.votes(title, most=3)) for title, code in aside)
    print(f"{'this coder, among the three likeliest':36} {among / len(aside):6.1%}\n")


def _print_coverage(aside: Known, coder: TitleCoder) -> None:
    steps = measured_steps(coder_version())
    coded = []
    for title, code in aside:
        votes = coder.votes(title, most=3)
        coded.append((confidence_of(lead_of(votes), steps), votes[0][0] if votes else "", code))
    print(f"{'confidence at least':20} {'coverage':>9} {'exact':>7} {'small group':>12} {'confidence said':>16}")
    for least in THRESHOLDS:
        sure = [(guess, code) for confidence, guess, code in coded if confidence >= least]
        said = sum(confidence for confidence, _, _ in coded if confidence >= least) / len(sure) / CERTAIN
        cells = (
            f"{len(sure) / len(coded):9.1%} {_share(sure):7.1%} {_share(sure, signs=SMALL_GROUP):12.1%} {said:16.1%}"
        )
        print(f"{least / CERTAIN:20.2f} {cells}")
    print()


def _print_time(others: Known, aside: Known, runs: int) -> None:
    built, coded = [], []
    for _ in range(runs):
        start = time.perf_counter()
        coder = TitleCoder([*others, *official_names()])
        middle = time.perf_counter()
        for title, _code in aside:
            coder.votes(title, most=3)
        built.append(middle - start)
        coded.append((time.perf_counter() - middle) / len(aside))
    print(
        f"median of {runs}: ready in {statistics.median(built):.3f} s, {statistics.median(coded) * 1e6:.0f} µs a title"
    )


def _most_alike(known: Known, scorer: Callable[..., float]) -> Guess:
    texts = [text for text, _ in known]

    def guess(title: str) -> str:
        found = process.extractOne(title, texts, scorer=scorer)
        return known[found[2]][1] if found else ""

    return guess


def _share(guesses: Sequence[tuple[str, str]], *, signs: int | None = None) -> float:
    return sum(guess[:signs] == code[:signs] for guess, code in guesses) / len(guesses)


def _measure_steps() -> list[Step]:
    learnt = [title for title in coded_titles() if not is_kept_aside(title[0])]
    return rising_steps(list(_outcomes(learnt)), per_step=PER_STEP)


def _outcomes(titles: Known) -> Iterator[tuple[int, bool]]:
    # A multiple of the parts that set titles aside, so that the turns cut across the others evenly.
    turn_of = {title: part_of(title, 5 * TURNS) // 5 for title, _ in titles}
    for turn in range(TURNS):
        coder = TitleCoder([*(t for t in titles if turn_of[t[0]] != turn), *official_names()])
        for title, code in titles:
            if turn_of[title] == turn:
                votes = coder.votes(title, most=2)
                yield lead_of(votes), bool(votes) and votes[0][0] == code


def _write_steps(steps: Sequence[Step]) -> None:
    with (CODES_DIR / "title_confidence.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["coder", "lead_from", "titles", "agreed", "source", "verified_by"])
        out.writerows([coder_version(), s.lead_from, s.titles, s.agreed, "measured", ""] for s in steps)
    print(f"{len(steps)} steps of {coder_version()} written")


if __name__ == "__main__":
    if "--write" in sys.argv[1:]:
        _write_steps(_measure_steps())
    else:
        main()
