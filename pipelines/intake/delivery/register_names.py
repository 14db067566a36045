"""Enterprises that a row may mean by a name alone: those of the register with similar names, for the sender to choose.

Nothing is ever filled in: enterprises of similar names are often different ones.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby, islice

from rapidfuzz import fuzz, process

from data_contracts.loader import load_contract
from data_contracts.thresholds import limit
from pipelines.intake.delivery.in_force import rows_in_force
from pipelines.intake.report.findings import file_finding
from pipelines.intake.report.report import CheckReport
from pipelines.store.ledger import Delivery
from pipelines.store.platform import Platform

_REGISTER = "enterprise"
_RULE = "register_candidates"
_LONGEST = 100
_SHORT_NAME = 3
"""Fewer signs stand in the names of too many enterprises to mean one of them."""
_LOOKED_AT = 50
"""How many similar names are ranked: an enterprise may be found under several."""
_BRANCH = re.compile(r"(公司|集团|厂|中心).{0,20}?(分公司|分店|分厂|分部|办事处|营业部|门店)$")
_KIND = re.compile(r"(股份有限责任公司|股份有限公司|有限责任公司|有限公司|总公司|公司)$")
_SIGNS = re.compile(r"[\s()\[\]【】《》·.,，。、-]")


def suggest_enterprises(platform: Platform, delivery: Delivery, report: CheckReport) -> None:
    """Add to a report which enterprises of the register the rows without a code may mean.

    Args:
        platform: The data folder.
        delivery: The delivery, just received.
        report: What its file says by itself.
    """
    if not report.named:
        return
    register = _register(platform, delivery)
    if not register:
        return
    most = int(limit("register_names_per_file"))
    names = list(dict.fromkeys(found.name for found in report.named))
    rule = file_finding(_RULE).rule
    if len(names) > most:
        why = f"only the first {most} of {len(names)} names / 只比对了{len(names)}个名称中的前{most}个"
        report.skipped_rules.append((rule, why))
    candidates = {name: _candidates(name, register) for name in names[:most]}
    report.findings.extend(
        file_finding(_RULE, value=alike, sheet=found.sheet, row=found.row, column=found.column)
        for found in report.named
        if (alike := candidates.get(found.name))
    )


def plain_name(name: str) -> str:
    """Return what of an enterprise's name is compared: without signs, its legal form and the part of a branch."""
    bare = _SIGNS.sub("", unicodedata.normalize("NFKC", name[:_LONGEST]).casefold())
    whole = _BRANCH.sub(r"\1", bare)
    return _KIND.sub("", whole) or bare


def _register(platform: Platform, delivery: Delivery) -> list[tuple[str, str, str]]:
    """Return (name to compare, name, code) of every enterprise in force, under each name that it bears or bore."""
    contract = load_contract(_REGISTER)
    counting = platform.ledger.deliveries.counting(delivery.received_at, feed=_REGISTER)
    found: dict[tuple[str, str], str] = {}
    for _, own in groupby(sorted(counting, key=lambda d: (d.sender, d.delivery_no)), key=lambda d: d.sender):
        rows = rows_in_force(platform.paths, contract, own).select("uscc", "enterprise_name", "former_names")
        for code, name, former in rows.iter_rows():
            found |= {(plain_name(text), code): name for text in (name, *(former or ())) if text}
    return sorted((plain, name, code) for (plain, code), name in found.items())


def _candidates(name: str, register: list[tuple[str, str, str]]) -> str:
    most = int(limit("register_candidates"))
    plains = [plain for plain, _, _ in register]
    best = dict.fromkeys(f"{register[place][1]} {register[place][2]}" for place in _alike(plain_name(name), plains))
    return "、".join(list(best)[:most])


def _alike(plain: str, plains: list[str]) -> list[int]:
    """Return the places of the names that resemble one or hold it whole, likest first."""
    cutoff = float(limit("register_name_similarity") * 100)
    near = process.extract(plain, plains, scorer=fuzz.ratio, score_cutoff=cutoff, limit=_LOOKED_AT)
    scores = {place: score for _, score, place in near}
    if len(plain) >= _SHORT_NAME:
        holding = (place for place, other in enumerate(plains) if plain in other)
        scores |= {place: fuzz.ratio(plain, plains[place]) for place in islice(holding, _LOOKED_AT)}
    return sorted(scores, key=lambda place: (-scores[place], place))
