"""A set hash is made in bounded memory, once for however many ask, and again for another set."""

import asyncio
import random
import threading

import pytest

from api import set_hashes
from api.set_hashes import SetDigest, SetHashes, SetSummary
from tests.api.edition_changes import set_hash


def test_the_hash_does_not_depend_on_the_order_nor_on_how_much_waits_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(7)  # noqa: S311 made-up ids
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    lines = [
        ("c_" + "".join(draw.choices(letters, k=6)), f"v_{draw.randrange(9)}", draw.choice(("available", "withdrawn")))
        for _ in range(3_000)
    ]
    made = set()
    for kept in (1 << 20, 64):
        monkeypatch.setattr(set_hashes, "_KEPT_IN_MEMORY", kept)
        draw.shuffle(lines)
        with SetDigest() as digest:
            for line in lines:
                digest.add(*line)
            made.add(digest.summary())
    assert made == {SetSummary(3_000, set_hash(lines))}


def test_an_empty_set_has_the_hash_of_no_bytes() -> None:
    with SetDigest() as digest:
        assert digest.summary() == SetSummary(0, set_hash([]))


def test_one_makes_it_and_the_others_wait_for_it() -> None:
    made: list[str] = []
    go_on = threading.Event()

    def make() -> SetSummary:
        go_on.wait(20)
        made.append(threading.current_thread().name)
        return SetSummary(1, "hash")

    async def ask() -> list[SetSummary]:
        hashes = SetHashes()
        asking = [asyncio.create_task(hashes.of(("org", "stamp"), make)) for _ in range(50)]
        await asyncio.sleep(0)
        go_on.set()
        return await asyncio.gather(*asking)

    assert asyncio.run(ask()) == [SetSummary(1, "hash")] * 50
    assert len(made) == 1


def test_what_fails_is_tried_again_by_the_next_who_asks() -> None:
    answers: list[OSError | SetSummary] = [OSError("no space"), SetSummary(1, "hash")]

    def make() -> SetSummary:
        answer = answers.pop(0)
        if isinstance(answer, OSError):
            raise answer
        return answer

    async def ask() -> SetSummary:
        hashes = SetHashes()
        with pytest.raises(OSError, match="no space"):
            await hashes.of(("org", "stamp"), make)
        return await hashes.of(("org", "stamp"), make)

    assert asyncio.run(ask()) == SetSummary(1, "hash")


def test_so_many_are_remembered_and_the_longest_unused_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_hashes, "_REMEMBERED", 2)
    hashes = SetHashes()
    for org in ("a", "b"):
        hashes.remember((org, ""), SetSummary(1, org))
    assert hashes.known(("a", "")) == SetSummary(1, "a")
    hashes.remember(("c", ""), SetSummary(1, "c"))
    assert [hashes.known((org, "")) is not None for org in "abc"] == [True, False, True]
