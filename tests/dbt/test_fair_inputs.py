"""Matching reads what it may and no more: the compiled project against its list.

What a swapped trait moves, and a planted bias, takes builds of their own: `tests_deep/test_fair_swaps.py`.
"""

from __future__ import annotations

from data_contracts.loader import load_contracts
from pipelines.publication.matching_inputs import input_list, project_of, wrong_inputs
from tests.dbt.conftest import Warehouse
from tests.dbt.raw_files import source_columns


def test_the_compiled_project_reads_only_listed_inputs(warehouse: Warehouse) -> None:
    inputs = input_list()
    project = project_of(warehouse.manifest, warehouse.file)
    assert wrong_inputs(project, inputs) == []
    for model, columns in inputs.allowed.items():
        assert columns <= set(project.columns[model]), f"{model}: the list names a column that is not there"
    sql = dict(project.sql)
    sql["int_match_person"] = sql["int_match_person"].replace(
        "coalesce(awards.awards_points, 0)",
        '(select count(*) from "warehouse"."staging"."stg_enrolment" as e where e.gender = \'male\')',
    )
    assert sql["int_match_person"] != project.sql["int_match_person"]
    (line, *_) = wrong_inputs(type(project)(project.columns, sql, project.reads), inputs)
    assert line.startswith("stg_enrolment.gender is never an input of matching")


def test_no_identity_is_there_to_be_read() -> None:
    sealed = {"id_number", "national_student_no", "person_name", "phone", "email", "address"}
    fields = {name for contract in load_contracts().values() for name in contract.fields}
    assert sealed & fields
    assert not {column for columns in source_columns("raw").values() for column in columns} & sealed
