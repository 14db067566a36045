"""The counts of the plan's certificate: `pipelines.matching.certificate` reads the plan as it stands. DuckDB only."""

import pyarrow as pa

from pipelines.matching.certificate import certify, positions
from pipelines.matching.market import Pairs, Seats

PAIR = ("vacancy_seq", "tie_no", "match_key", "wish_rank")
SEATS = ("vacancy_seq", "seats", "employer_seq", "quota")
COUNTS = (
    "pairs_checked",
    "people",
    "vacancies",
    "seats",
    "recommended",
    "blocking_pairs",
    "people_twice",
    "vacancies_over",
    "enterprises_over",
    "pairs_not_listed",
)


def model(dbt, session):
    dbt.config(materialized="table")
    listed = dbt.ref("int_plan_pair")
    offered = dbt.ref("int_plan_vacancy")
    recommended = dbt.ref("int_plan_recommended")
    pairs = Pairs(*_columns(listed.filter("is_acceptable"), *PAIR))
    seats = Seats(*_columns(offered, *SEATS))
    plan = positions(pairs, *_columns(recommended, "vacancy_seq", "tie_no"))
    certificate = certify(pairs, seats, plan)
    return pa.table({name: pa.array([getattr(certificate, name)], pa.int64()) for name in COUNTS})


def _columns(relation, *names):
    columns = relation.select(*names).fetchnumpy()
    return [columns[name] for name in names]
