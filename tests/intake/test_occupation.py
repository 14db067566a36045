"""Titles become occupations with a confidence, and what is not sure is asked for."""

from __future__ import annotations

import pytest
from rapidfuzz import fuzz, process

from data_contracts.code_tables import code_table
from data_contracts.thresholds import limit
from pipelines.intake.occupation import code_title
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
    all_titles,
    coded_titles,
    coder_version,
    is_kept_aside,
    official_names,
)

ELECTRICIAN = "6-31-01-03"
LEAST = int(limit("occupation_min_confidence") * CERTAIN)


def test_a_title_of_the_table_has_its_code_and_the_share_of_the_table_that_is_right() -> None:
    coded = code_title("维修电工")
    assert coded is not None
    assert (coded.code, coded.confidence) == (ELECTRICIAN, int(limit("occupation_table_share") * CERTAIN))
    assert code_title("　维修 电工 ") == coded


def test_a_clear_title_has_a_code_and_an_unclear_one_three_to_choose_from() -> None:
    clear, unclear = code_title("汽车维修学徒"), code_title("钳工")
    assert clear is not None
    assert unclear is not None
    assert clear.code == clear.likeliest[0][0] == "4-12-01-01"
    assert clear.confidence >= LEAST
    assert unclear.code is None
    assert unclear.confidence < LEAST
    assert len(unclear.likeliest) == 3
    names = dict(code_table("occupations").select("code", "name_zh").iter_rows())
    assert all(names[code] == name for code, name in unclear.likeliest)


def test_a_title_like_nothing_known_has_no_answer() -> None:
    assert code_title("Ω") is None
    assert code_title("") is None


@pytest.mark.parametrize("title", ["xyz", "牛马", "Welder", "普工", "示范操作工"])
def test_occupations_that_are_mostly_wrong_are_not_offered(title: str) -> None:
    assert code_title(title) is None


@pytest.mark.parametrize("title", ["电工/焊工", "电工、焊工", "焊工或电工", "电工／焊工（包住）"])
def test_a_title_of_two_jobs_is_asked_for_with_both(title: str) -> None:
    coded = code_title(title)
    assert coded is not None
    assert coded.code is None
    assert coded.confidence < LEAST
    assert {code for code, _ in coded.likeliest} >= {ELECTRICIAN, "6-18-02-04"}


def test_jobs_of_one_occupation_and_remarks_in_brackets_are_one_job() -> None:
    for title, code in (("维修电工/电工", ELECTRICIAN), ("电气技工（五险一金、年终奖、电工）", "2-02-11-00")):
        coded = code_title(title)
        assert coded is not None
        assert coded.code == code


def test_an_official_name_of_two_parts_is_one_job() -> None:
    for name, code in official_names():
        if "、" in name:
            coded = code_title(name)
            assert coded is not None
            assert coded.code == code


def test_a_title_that_an_advertisement_names_under_another_code_is_asked_for_with_it() -> None:
    coded = code_title("叉车司机")
    assert coded is not None
    assert coded.code is None
    assert "6-30-05-01" in [code for code, _ in coded.likeliest]


def test_the_coder_names_the_tables_it_was_made_of_and_was_measured_in_that_version() -> None:
    coded = code_title("维修电工")
    assert coded is not None
    assert coded.coder == coder_version() == "titles-2022.1"
    steps = measured_steps(coder_version())
    measured = [title for title, _ in coded_titles() if not is_kept_aside(title)]
    assert sum(step.titles for step in steps) == len(measured), "run benchmarks/occupation_coding.py --write"
    confidences = [step.confidence for step in steps]
    assert confidences == sorted(confidences)


def test_a_version_that_was_never_measured_is_refused() -> None:
    with pytest.raises(LookupError, match=r"titles-1999\.1"):
        measured_steps("titles-1999.1")


def test_a_lone_wrong_label_is_outvoted() -> None:
    known = [*((f"{word}电工", "right") for word in ("维修", "低压", "高压", "厂区")), ("电工学徒", "wrong")]
    assert TitleCoder(known).votes("电工", most=1)[0][0] == "right"


def test_votes_for_a_small_group_carry_its_occupations() -> None:
    known = [("焊工甲", "6-18-02-01"), ("焊工乙", "6-18-02-02"), ("焊工丙", "4-01-01-01"), ("焊工丁", "5-01-01-01")]
    assert {code[:SMALL_GROUP] for code, _ in TitleCoder(known).votes("焊工", most=2)} == {"6-18-02"}


def test_equal_votes_are_told_in_the_order_of_codes() -> None:
    known = [("车工", "b"), ("车工", "a")]
    assert [code for code, _ in TitleCoder(known).votes("车工", most=2)] == ["a", "b"]


def test_the_lead_is_the_first_less_half_the_second() -> None:
    assert lead_of([("a", 900), ("b", 300)]) == 750
    assert lead_of([("a", 900)]) == 900
    assert lead_of([]) == 0


def test_steps_never_fall_and_lose_no_title() -> None:
    outcomes = [(lead, right) for lead in range(0, 100, 10) for right in (lead > 40, lead not in (50, 60))]
    steps = rising_steps(outcomes, per_step=4)
    assert sum(step.titles for step in steps) == len(outcomes)
    assert sum(step.agreed for step in steps) == sum(right for _, right in outcomes)
    assert [s.confidence for s in steps] == sorted({s.confidence for s in steps})


@pytest.mark.parametrize(("lead", "confidence"), [(-5, 1000), (0, 1000), (99, 1000), (100, 9000), (5000, 9000)])
def test_a_lead_has_the_confidence_of_its_step(lead: int, confidence: int) -> None:
    assert confidence_of(lead, [Step(0, 10, 1), Step(100, 10, 9)]) == confidence


def test_on_titles_kept_aside_the_coder_beats_text_similarity_and_its_confidence_holds() -> None:
    aside = [known for known in all_titles() if is_kept_aside(known[0])]
    others = [known for known in coded_titles() if not is_kept_aside(known[0])]
    assert len(aside) > 500
    coder, steps = TitleCoder([*others, *official_names()]), measured_steps(coder_version())
    texts = [title for title, _ in others]
    right = sure = sure_right = alike = 0
    for title, code in aside:
        votes = coder.votes(title, most=2)
        is_right = bool(votes) and votes[0][0] == code
        right += is_right
        alike += others[process.extractOne(title, texts, scorer=fuzz.ratio)[2]][1] == code
        if confidence_of(lead_of(votes), steps) >= LEAST:
            sure += 1
            sure_right += is_right
    assert right > alike * 1.2
    assert sure > len(aside) * 0.4
    assert sure_right >= sure * 0.8
