"""The pairs of the recommended plan: `pipelines.matching.plan` over the lists, seats and wishes. DuckDB only."""

import pyarrow as pa

from pipelines.matching.market import Pairs, Seats
from pipelines.matching.plan import recommend


def model(dbt, session):
    dbt.config(materialized="table")
    listed = dbt.ref("int_plan_pair")
    offered = dbt.ref("int_plan_vacancy")
    pairs = Pairs(*_columns(listed.filter("is_acceptable"), "vacancy_seq", "tie_no", "match_key", "wish_rank"))
    seats = Seats(*_columns(offered, "vacancy_seq", "seats", "employer_seq", "quota"))
    plan = recommend(pairs, seats)
    return pa.table(
        {
            "vacancy_seq": pairs.vacancy[plan.pair],
            "tie_no": pairs.person[plan.pair],
            "preference_place": plan.place,
        }
    )


def _columns(relation, *names):
    columns = relation.select(*names).fetchnumpy()
    return [columns[name] for name in names]
