"""The crosswalks of the project: what they cover, how each row was made, what ties the skill vocabulary together."""

import polars as pl
import pytest

from data_contracts.code_tables import code_table

# Highest affinity that a way of making a row may claim: what nobody looked at never outdoes what somebody proposed.
AFFINITY_OF_METHOD = {"expert_proposal": 10_000, "name_match": 8_500, "class_default": 5_500}

MADE = ["certificate_skill", "major_occupation", "major_skill", "occupation_skill", "skills"]

# Majors for which the classification holds no occupation that fits.
MAJORS_WITHOUT_OCCUPATION = {"460611", "550305", "590102", "590306"}


def _codes(table: str, column: str) -> set[str]:
    return set(code_table(table).get_column(column))


def test_every_major_of_the_catalogue_reaches_occupations_or_is_a_known_gap() -> None:
    assert _codes("majors", "code") - _codes("major_occupation", "major_code") == MAJORS_WITHOUT_OCCUPATION


def test_a_weaker_method_claims_a_lower_affinity() -> None:
    crosswalk = code_table("major_occupation")
    assert set(crosswalk["method"]) == set(AFFINITY_OF_METHOD)
    for method, highest in AFFINITY_OF_METHOD.items():
        assert crosswalk.filter(pl.col("method") == method)["affinity"].max() == highest


def test_a_major_is_either_looked_at_or_made_by_rule() -> None:
    methods = code_table("major_occupation").group_by("major_code").agg(pl.col("method").unique())
    mixed = methods.filter(pl.col("method").list.contains("expert_proposal") & (pl.col("method").list.len() > 1))
    assert mixed.is_empty()


def test_nothing_made_by_rule_claims_to_be_verified() -> None:
    for table in ("major_occupation", "major_skill", "certificate_skill"):
        made = code_table(table).filter(pl.col("source") == "project_rule")
        assert not made.is_empty()
        assert made["verified_by"].null_count() == made.height


def test_the_vocabulary_holds_at_least_three_hundred_skills_each_tied_to_an_occupation() -> None:
    skills = _codes("skills", "code")
    assert len(skills) >= 300
    assert skills == _codes("occupation_skill", "skill_code")
    assert len(skills & _codes("major_skill", "skill_code")) >= 300
    assert len(skills & _codes("certificate_skill", "skill_code")) >= 300


@pytest.mark.parametrize("table", MADE)
def test_rows_stand_in_the_order_of_their_key(table: str) -> None:
    keys = code_table(table).select(pl.all().exclude("source", "verified_by")).rows()
    assert keys == sorted(keys)


def test_a_level_implies_only_skills_of_its_occupation_unless_somebody_proposed_it() -> None:
    made = code_table("certificate_skill").filter(pl.col("source") == "project_rule")
    own = code_table("occupation_skill").select("occupation_code", "skill_code")
    assert made.join(own, on=["occupation_code", "skill_code"], how="anti").is_empty()


def test_every_two_digit_industry_of_the_graduates_system_has_a_section_or_none_by_design() -> None:
    table = code_table("graduate_industries")
    sections = set(code_table("industries").filter(pl.col("code").str.len_chars() == 1)["code"])
    mapped = table.filter(pl.col("section").is_not_null())
    assert set(mapped["section"]) == sections
    assert table.filter(pl.col("section").is_null())["code"].to_list() == ["80"]
