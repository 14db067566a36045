"""The fifty keys of every vacancy from the compiled engine, when `match_engine` is `kernel`. DuckDB only."""

import os

import numpy as np
import pyarrow as pa

from pipelines.matching.best import best_keys
from pipelines.matching.pool import Rules
from pipelines.matching.tables import TABLES, market_of


NEVER_MEET = "is_present_employer = 1 or is_disputed_employer = 1 or is_blocked_employer = 1"


def model(dbt, session):
    dbt.config(materialized="table")
    parameters = dbt.ref("int_match_parameter")
    blocks = dbt.ref("int_match_employer_block")
    relations = {
        "person": dbt.ref("int_match_person"),
        "reach": dbt.ref("int_match_reach"),
        "person_skill": dbt.ref("int_match_person_skill"),
        "wish": dbt.ref("int_match_wish"),
        "employer_block": blocks.filter(NEVER_MEET),
        "permit": dbt.ref("int_match_permit"),
        "skill": dbt.ref("int_match_skill"),
        "demand": dbt.ref("int_match_demand"),
        "vacancy": dbt.ref("int_match_vacancy"),
    }
    tables = {name: _columns(relation, TABLES[name]) for name, relation in relations.items()}
    rules = Rules(*parameters.select(*Rules._fields).fetchone())
    top = best_keys(market_of(tables, rules), threads=os.cpu_count() or 1)
    return pa.table({"vacancy_seq": top.vacancy, "match_key": top.key})


def _columns(relation, names):
    """Return columns as arrays; a null would be no integer."""
    columns = relation.select(*names).fetchnumpy()
    unknown = [name for name, values in columns.items() if np.ma.is_masked(values)]
    if unknown:
        raise ValueError(f"nulls in {unknown} of an input of matching")
    return {name: np.ma.getdata(values) for name, values in columns.items()}
