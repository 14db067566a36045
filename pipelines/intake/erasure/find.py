"""Find a person by an identity document or by a student number; recording the request belongs in `request`."""

from __future__ import annotations

import hashlib

import polars as pl

from data_contracts.loader import load_contracts
from data_contracts.model import Text
from pipelines.intake.erasure.holders import delivered_files, enrolments
from pipelines.intake.erasure.landed_files import lies_in_landing
from pipelines.intake.erasure.subject import RESIDENT_ID, Spell, Subject
from pipelines.intake.normalise.signs import narrow
from pipelines.intake.report.said import SaidError
from pipelines.store.platform import Platform

_TRACES = ("national_student_no", "certificate_no", "prior_certificate_no")
_CONTACTS = ("phone", "email")
_SHORTEST_TRACE = 8


class ErasureRefusedError(SaidError):
    """Nobody, or more than one person, is meant; the text tells nothing about anybody."""


def find_by_document(platform: Platform, id_type: str, id_number: str) -> Subject:
    """Return the person of an identity document.

    Raises:
        ErasureRefusedError: nothing of the person is kept.
    """
    number = narrow(id_number).replace("-", "").upper()
    key = platform.keys.pseudonym(id_type, number)
    found = _known(platform, key, (id_type, number))
    if not any(_is_kept(platform, key) for key in found.keys) and not lies_in_landing(platform, found):
        raise ErasureRefusedError(
            Text("nothing is kept under this identity document", "平台未保存该证件对应的任何数据")
        )
    return found


def find_by_student_no(platform: Platform, institution: str, student_no: str) -> Subject:
    """Return the person of a student number.

    Raises:
        ErasureRefusedError: nothing is kept under it, or it was given to several people.
    """
    number = (pl.col("institution_code") == institution) & (pl.col("student_no") == student_no)
    enrolled = enrolments(platform.paths).filter(number)
    keys = {platform.ledger.decisions.kept_key(key) for key in enrolled["person_key"].drop_nulls().unique()}
    if len(keys) > 1:
        raise ErasureRefusedError(
            Text(
                "this student number was given to more than one person; name the person by document with --stdin",
                "该学号曾分配给多人，请用 --stdin 提供证件号码以确定其人",
            )
        )
    if len(keys) == 1:
        return _known(platform, keys.pop())
    starts = enrolled["programme_start"].to_list() or [None]
    # The hash by which the warehouse knows a student without a document (macro surrogate_key).
    stand_in = hashlib.md5(f"{institution}|{student_no}".encode(), usedforsecurity=False).hexdigest()
    found = Subject(keys=(stand_in,), spells=tuple(Spell(institution, student_no, start) for start in starts))
    is_kept = not enrolled.is_empty() or _number_is_kept(platform, number)
    if not is_kept and not lies_in_landing(platform, found):
        raise ErasureRefusedError(
            Text(
                "nothing is kept under this student number of this institution; see whether both are right",
                "该院校的该学号没有任何数据，请核对院校代码和学号",
            )
        )
    return found


def _known(platform: Platform, key: str, *documents: tuple[str, str]) -> Subject:
    # What a steward said is one person goes as one, under whatever pseudonym it was sent.
    keys = platform.ledger.decisions.keys_of(key)
    enrolled = enrolments(platform.paths).filter(pl.col("person_key").is_in(keys))
    spells = sorted({Spell(i, n, start) for i, n, start, _ in enrolled.iter_rows()}, key=str)
    found: dict[str, set[str]] = {"traces": set(), "names": set(), "contacts": set()}
    papers = set(documents)
    for cells in (cells for key in keys for cells in platform.vault.of_person(platform.keys, key)):
        for name, cell in cells.items():
            if name.endswith("id_number"):
                papers.add((cells.get(name.removesuffix("number") + "type", RESIDENT_ID), cell))
            elif name.endswith(_TRACES) and len(cell) >= _SHORTEST_TRACE:
                found["traces"].add(cell)
            elif name.endswith(_CONTACTS):
                found["contacts"].add(cell)
            elif name == "name" or name.endswith("_name"):
                found["names"].add(cell)
    sets = {name: tuple(sorted(values)) for name, values in found.items()}
    return Subject(keys=keys, documents=tuple(sorted(papers)), spells=tuple(spells), **sets)


def _is_kept(platform: Platform, key: str) -> bool:
    if platform.vault.of_person(platform.keys, key):
        return True
    for feed, contract in load_contracts().items():
        for person in contract.persons:
            files = delivered_files(platform.paths, feed)
            if any(key in pl.read_parquet(file, columns=[person.key])[person.key] for file in files):
                return True
    return False


def _number_is_kept(platform: Platform, number: pl.Expr) -> bool:
    feeds = [f for f, c in load_contracts().items() if {"institution_code", "student_no"} <= {*c.fields}]
    columns = ["institution_code", "student_no"]
    files = [file for feed in feeds for file in delivered_files(platform.paths, feed)]
    return any(not pl.read_parquet(file, columns=columns).filter(number).is_empty() for file in files)
