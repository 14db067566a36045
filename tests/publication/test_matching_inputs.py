"""The list of inputs of matching: a column that is smuggled in is named with its way, however it gets in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.publication.column_lineage import ROWS, ColumnLineage, Project
from pipelines.publication.matching_inputs import InputList, input_list, wrong_inputs

COLUMNS = {
    "stg_person": ("person_key", "skills", "gender", "birth_date"),
    "stg_college": ("code", "tier"),
    "int_person": ("person_key", "skills", "age_16_on"),
    "int_top": ("person_key", "points"),
    "mart": ("person_key", "points"),
}
PERSON = """
    with people as (select * from "w"."staging"."stg_person")
    select person_key, skills, birth_date as age_16_on from people
"""
TOP = """
    with people as (select * from "w"."intermediate"."int_person"),
    pointed as (select people.person_key, people.skills as points from people where age_16_on is not null)
    select person_key, points from pointed
"""
INPUTS = InputList(
    targets=("mart",),
    never={"gender": ("Gender is no input.", ()), "birth_date": ("Age is none.", ()), "tier": ("Prestige.", ())},
    gates={"birth_date": frozenset({("int_person", "age_16_on")})},
    allowed={"stg_person": frozenset({"person_key", "skills"})},
)


def project(*, person: str = PERSON, top: str = TOP, mart: str = "select * from w.intermediate.int_top") -> Project:
    return Project(columns=COLUMNS, sql={"int_person": person, "int_top": top, "mart": mart}, reads={})


def test_listed_inputs_and_a_birth_date_through_its_gate_are_right() -> None:
    assert wrong_inputs(project(), INPUTS) == []


SMUGGLED = {
    "in an expression": """select person_key, case when gender = 'male' then skills end as skills, null as age_16_on
        from stg_person""",
    "in a condition": "select person_key, skills, null as age_16_on from stg_person where gender = 'male'",
    "in an order": "select person_key, skills, null as age_16_on from stg_person order by gender limit 5",
    "in a window": """select person_key, max(skills) over (partition by gender) as skills, null as age_16_on
        from stg_person""",
    "in a group": """select person_key, max(skills) as skills, null as age_16_on from stg_person
        group by person_key, gender""",
    "in a join": """select a.person_key, a.skills, null as age_16_on from stg_person as a
        inner join stg_person as b on a.person_key = b.person_key and b.gender = 'male'""",
    "in a union": """select person_key, skills, birth_date as age_16_on from stg_person
        union all select person_key, gender, null from stg_person""",
    "in a subquery": """select person_key, skills, null as age_16_on from stg_person as a where exists
        (select 1 from stg_person as b where b.person_key = a.person_key and b.gender = 'male')""",
    "under another name": """with x as (select * from stg_person),
        y as (select person_key, gender as trait, skills from x)
        select person_key, coalesce(skills, trait) as skills, null as age_16_on from y""",
}


@pytest.mark.parametrize("person", SMUGGLED.values(), ids=list(SMUGGLED))
def test_a_smuggled_column_is_named(person: str) -> None:
    wrong = wrong_inputs(project(person=person), INPUTS)
    assert [line.partition(" ")[0] for line in wrong] == ["stg_person.gender"]
    assert "never an input of matching (Gender is no input)" in wrong[0]
    assert "stg_person.gender > int_person" in wrong[0]


def test_a_birth_date_beside_its_gate_is_named_with_its_way() -> None:
    person = "select person_key, skills || birth_date as skills, birth_date as age_16_on from stg_person"
    (line,) = wrong_inputs(project(person=person), INPUTS)
    assert line.startswith("stg_person.birth_date is never an input")
    assert "stg_person.birth_date > int_person.skills > int_top.points > mart.points" in line


def test_a_gate_lets_nothing_else_through() -> None:
    person = "select person_key, skills, case when gender = 'male' then birth_date end as age_16_on from stg_person"
    (line,) = wrong_inputs(project(person=person), INPUTS)
    assert line.startswith("stg_person.gender")


def test_a_column_that_is_not_listed_is_named_though_nobody_forbade_it() -> None:
    inputs = replace(INPUTS, allowed={"stg_person": frozenset({"person_key"})})
    (line,) = wrong_inputs(project(), inputs)
    assert line.startswith("stg_person.skills is not in matching_inputs.yml")


def test_a_model_in_python_depends_on_all_it_reads() -> None:
    columns = {**COLUMNS, "int_person": (*COLUMNS["int_person"], "tier")}
    person = """select p.person_key, p.skills, p.birth_date as age_16_on, c.tier
        from stg_person as p left join stg_college as c on p.skills = c.code"""
    kernel = Project(columns, {"int_person": person, "mart": "select * from int_top"}, {"int_top": ("int_person",)})
    inputs = replace(INPUTS, allowed={**INPUTS.allowed, "stg_college": frozenset({"code"})})
    (line,) = wrong_inputs(kernel, inputs)
    assert line.startswith("stg_college.tier")
    in_sql = replace(kernel, sql={**kernel.sql, "int_top": TOP}, reads={})
    assert wrong_inputs(in_sql, inputs) == [], "SQL that does not read the column must not be blamed for it"


def test_only_what_is_read_is_behind_a_column() -> None:
    lineage = ColumnLineage(project())
    assert lineage.behind(("int_person", "skills")) == {("stg_person", "skills")}
    assert lineage.behind(("int_person", ROWS)) == {("stg_person", ROWS)}
    assert lineage.behind(("int_top", ROWS)) == {("int_person", ROWS), ("int_person", "age_16_on")}


def test_a_list_that_allows_what_it_forbids_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "inputs.yml"
    path.write_text(
        "targets: [mart]\nnever: [{column: gender, because: Never.}]\ngates: {}\nallowed: {stg_person: [gender]}\n",
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match=r"allows what it forbids: stg_person\.gender"):
        input_list(path)


def test_the_projects_list_forbids_every_trait_of_the_design() -> None:
    never = input_list().never
    assert {
        "gender",
        "birth_date",
        "home_region",
        "difficulty_class",
        "tier",
        "tiers",
        "institution_name",
    } <= never.keys()


def test_a_model_whose_text_is_not_there_is_not_passed_over() -> None:
    known = project()
    wrong = wrong_inputs(replace(known, sql={"mart": known.sql["mart"]}), INPUTS)
    assert {line.partition(" ")[0] for line in wrong} == {
        "int_top.person_key",
        "int_top.points",
        "int_person.age_16_on",
    }
    assert all("was not compiled" in line for line in wrong)
