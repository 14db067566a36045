"""The compiled engine against the definition in plain Python, and its own promises."""

from collections import Counter

import numpy as np
import pytest

from pipelines.matching import tile
from pipelines.matching.best import MarketError, best_keys
from pipelines.matching.pool import Rules
from pipelines.matching.tables import TABLES, TableError, market_of
from tests.matching.slow_engine import slow_keys
from tests.matching.small_market import NOBODY_REACHES, RULES, small_market

SEEDS = range(200)


def test_keys_are_those_of_the_definition_whatever_the_threads() -> None:
    for seed in SEEDS:
        tables = small_market(seed)
        market = market_of(tables, RULES)
        one, two = best_keys(market, threads=1), best_keys(market, threads=2)
        assert list(zip(one.vacancy.tolist(), one.key.tolist(), strict=True)) == slow_keys(tables, RULES), (
            f"seed {seed}"
        )
        assert np.array_equal(one.vacancy, two.vacancy)
        assert np.array_equal(one.key, two.key)


def test_small_markets_meet_every_edge() -> None:
    met: Counter[str] = Counter()
    for seed in SEEDS:
        tables = small_market(seed)
        vacancy, found = tables["vacancy"], best_keys(market_of(tables, RULES), threads=1)
        keys = np.bincount(found.vacancy, minlength=vacancy["vacancy_seq"].size + 1)
        met["no skills asked"] += int((vacancy["skill_weight"] == 0).sum())
        met["eight skills asked"] += int((vacancy["w8"] > 0).sum())
        met["level 8 asked"] += int((vacancy["min_level"] == 8).sum())
        met["level 8 held"] += int((tables["reach"]["ladder_rank"] == 8).sum())
        met["a level is a must"] += int((vacancy["must_level"] > 0).sum())
        met["empty occupation"] += int((vacancy["occupation_seq"] == NOBODY_REACHES).sum())
        met["full list"] += int((keys == 50).sum())
        met["short list"] += int(((keys > 0) & (keys < 50)).sum())
        met["two demands"] += int((np.bincount(tables["demand"]["vacancy_seq"], minlength=1) > 1).sum())
        wishes = np.bincount(
            np.searchsorted(np.sort(tables["person"]["tie_no"]), tables["wish"]["tie_no"]),
            minlength=tables["person"]["tie_no"].size,
        )
        met["no wish"] += int((wishes == 0).sum())
        met["several wishes"] += int((wishes > 1).sum())
        same = (np.diff(found.vacancy) == 0) & (np.diff(found.key >> 32) == 0)
        met["equal scores"] += int(same.sum())
    assert min(met.values()) > 20, met


def test_more_persons_than_a_tile_holds() -> None:
    tables = small_market(8, people=3 * tile.SIZE)
    assert np.bincount(tables["reach"]["occupation_seq"]).max() > tile.SIZE
    found = best_keys(market_of(tables, RULES))
    assert list(zip(found.vacancy.tolist(), found.key.tolist(), strict=True)) == slow_keys(tables, RULES)


def test_an_empty_market_has_no_keys() -> None:
    tables = {name: {column: np.zeros(0, np.int64) for column in columns} for name, columns in TABLES.items()}
    found = best_keys(market_of(tables, RULES))
    assert found.key.size == found.vacancy.size == 0


def test_a_person_without_a_row_is_refused() -> None:
    tables = small_market(1)
    tables["wish"] = {"tie_no": np.array([1]), "wish_region": np.array([990101])}
    with pytest.raises(TableError, match="tie_no"):
        market_of(tables, RULES)


def test_a_skill_outside_the_dictionary_is_refused() -> None:
    tables = small_market(1)
    ones = np.ones_like(tables["vacancy"]["w1"])
    tables["vacancy"] = {**tables["vacancy"], "w1": ones, "k1": 99 * ones}
    with pytest.raises(TableError, match="k1"):
        market_of(tables, RULES)


def test_a_rank_beyond_the_ladder_is_refused() -> None:
    tables = small_market(1)
    tables["reach"] = {**tables["reach"], "ladder_rank": tables["reach"]["ladder_rank"] + 9}
    with pytest.raises(TableError, match="ladder ranks"):
        market_of(tables, RULES)


def test_scores_beyond_the_words_are_refused() -> None:
    with pytest.raises(MarketError, match="highest score"):
        best_keys(market_of(small_market(1), Rules(450_000, 15, 10, 10000, 8000, 4000)))
