"""Which rows are in force: replacements, patches, newest states and the decisions on who is one person.

The rule is the design's "In force"; who graduated and what is counted belong in `people` and the families.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pandas as pd

from data_contracts.loader import load_contract
from tests.recomputation.source import Row, Source, rows_of


@dataclass(frozen=True)
class InForce:
    """The rows in force of every feed, with pseudonyms after the decisions on aliases."""

    source: Source

    def __hash__(self) -> int:
        return id(self)

    @cache  # noqa: B019 - one object lives as long as the session of tests
    def rows(self, feed: str) -> list[Row]:
        """Return the rows in force of a feed; of a snapshot feed, `newest` tells those of the sender's newest state."""
        states = self.states(feed)
        last = self._deliveries(feed).groupby("sender")["period"].max()
        states["newest"] = states["period"] == states["sender"].map(last)
        order = ["period", "delivery_no", "row_no"]
        kept = states.sort_values(order).drop_duplicates(_key(feed), keep="last")
        return [self._merged(row) for row in rows_of(kept)]

    def states(self, feed: str) -> pd.DataFrame:
        """Return the state of each sender and period: the last replacement with the later patches laid over it."""
        sent = self._deliveries(feed)
        whole = sent[sent["mode"] == "replace"]
        base = whole.groupby(["sender", "period"])["delivery_no"].max().rename("base").reset_index()
        rows = self.source.rows(feed).merge(base, on=["sender", "period"], how="left")
        rows = rows[rows["base"].isna() | (rows["delivery_no"] >= rows["base"])]
        rows = rows.sort_values(["delivery_no", "row_no"])
        laid = rows.drop_duplicates(["sender", "period", *_key(feed)], keep="last")
        return laid[laid["row_action"] != "delete"].drop(columns="base")

    def delivered(self, feed: str) -> bool:
        """Whether the feed has a row in force at all."""
        return bool(self.rows(feed))

    def _deliveries(self, feed: str) -> pd.DataFrame:
        return self.source.deliveries[self.source.deliveries["feed"] == feed]

    def _merged(self, row: Row) -> Row:
        kept = {name: self.kept(row[name]) for name in ("person_key", "mentor_key", "apprentice_key") if row.get(name)}
        return row | kept

    def kept(self, key: str) -> str:
        """Return the pseudonym that stays of a person, by the decisions."""
        aliases = _aliases(self.source)
        seen = {key}
        while (following := aliases.get(key)) is not None and following not in seen:
            seen.add(following)
            key = following
        return key


@cache
def _key(feed: str) -> list[str]:
    contract = load_contract(feed)
    identity = {"id_type", "id_number"}
    named = [name for name in contract.primary_key if name not in identity]
    return named + (["person_key"] if identity & set(contract.primary_key) else [])


def _aliases(source: Source) -> dict[str, str]:
    aliases: dict[str, str] = {}
    for made in source.decisions:
        if made["kind"] == "person_alias":
            aliases[made["old_person_key"]] = made["new_person_key"]
        else:
            aliases.pop(made["old_person_key"], None)
    return aliases
