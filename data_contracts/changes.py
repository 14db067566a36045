"""Class what changed in contracts, lists and limits: `python -m data_contracts.changes [--check | --release]`.

A change is breaking when a file that was taken in may now be refused or read otherwise, or something may be gone;
additive when more is taken in or told; wording when only texts for people differ. The version of a contract
must have moved accordingly: its first, second or third number.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from enum import IntEnum

from data_contracts.shape import Shape, read_released, shapes, write_released
from data_contracts.shape_lists import VOCABULARY

_DECIDES = ("kind", "arguments", "fields", "null_means", "holds")
_KEEPS = ("form", "classification", "in_vault", "computed", "free_text")
_TOLERATES = ("money", "fillable", "sheet_name", "grade_map", "year_from", "code_from", "register_name")
_SHOWN = 3
"""How many words of a list are named."""
_LISTS = {"headers": "header", "derives": "derived field"}


class ChangeClass(IntEnum):
    """How much a change asks of others; the value is the place of the version number that must move."""

    BREAKING = 0
    ADDITIVE = 1
    WORDING = 2


@dataclass(frozen=True, order=True, slots=True)
class Change:
    """One difference between two releases of a contract."""

    change_class: ChangeClass
    place: str
    what: str


def changes_of(old: Shape, new: Shape) -> list[Change]:
    """Return what changed from one shape of a contract to another, worst first."""
    found = [
        Change(ChangeClass.BREAKING, name, f"{old[name]} → {new[name]}")
        for name in ("delivery", "primary_key", "sender_field")
        if old[name] != new[name]
    ]
    found += [Change(ChangeClass.BREAKING, "senders", f"{role} removed") for role in _gone(old, new, "senders")]
    found += [Change(ChangeClass.ADDITIVE, "senders", f"{role} added") for role in _gone(new, old, "senders")]
    if old["words"] != new["words"]:
        found.append(Change(ChangeClass.WORDING, "description", "text"))
    for name in {**old["fields"], **new["fields"]}:
        found += _field_changes(name, old["fields"].get(name), new["fields"].get(name))
    for code in {**old["rules"], **new["rules"]}:
        found += _rule_changes(code, old["rules"].get(code), new["rules"].get(code))
    for name in sorted({*old["lists"]} & {*new["lists"]}):
        found += _list_changes(name, old["lists"][name], new["lists"][name])
    for name in sorted({*old["limits"]} & {*new["limits"]}):
        if old["limits"][name] != new["limits"][name]:
            found.append(Change(ChangeClass.BREAKING, f"threshold {name}", "another value or other dates"))
    return sorted(found)


def version_fits(old: Shape, new: Shape, found: list[Change]) -> bool:
    """Return whether the version moved as the changes ask; none may stay, more may move."""
    if not found:
        return bool(old["version"] == new["version"])
    before, after = (tuple(int(part) for part in shape["version"].split(".")) for shape in (old, new))
    asked = min(change.change_class for change in found)
    return after > before and after[: asked + 1] > before[: asked + 1]


def _gone(before: Shape, after: Shape, name: str) -> list[str]:
    return [one for one in before[name] if one not in after[name]]


def _field_changes(name: str, old: Shape | None, new: Shape | None) -> list[Change]:
    if old is None or new is None:
        needed = new is not None and new["required"] and new["default"] is None
        change_class = ChangeClass.BREAKING if new is None or needed else ChangeClass.ADDITIVE
        return [Change(change_class, name, "field removed" if new is None else "field added")]
    found = [
        Change(ChangeClass.BREAKING, name, f"{part}: {old[part]} → {new[part]}")
        for part in _KEEPS
        if old[part] != new[part]
    ]
    if old["required"] != new["required"] or (old["default"] is None) != (new["default"] is None):
        needed = new["required"] and new["default"] is None
        change_class = ChangeClass.BREAKING if needed else ChangeClass.ADDITIVE
        found.append(Change(change_class, name, f"required: {old['required']} → {new['required']}"))
    elif old["default"] != new["default"] or old["list"] != new["list"]:
        found.append(Change(ChangeClass.BREAKING, name, "default or list of words"))
    for part, noun in _LISTS.items():
        found += [Change(ChangeClass.BREAKING, name, f"{noun} '{one}' removed") for one in _gone(old, new, part)]
        found += [Change(ChangeClass.ADDITIVE, name, f"{noun} '{one}' added") for one in _gone(new, old, part)]
    for part in _TOLERATES:
        if old[part] != new[part]:
            change_class = ChangeClass.BREAKING if old[part] else ChangeClass.ADDITIVE
            found.append(Change(change_class, name, f"{part}: {old[part]} → {new[part]}"))
    if old["words"] != new["words"]:
        found.append(Change(ChangeClass.WORDING, name, "text"))
    return found


def _list_changes(name: str, old: Shape, new: Shape) -> list[Change]:
    """Return what a list of words or codes no longer says, and what it says now."""
    found = []
    before, after = set(old["entries"]), set(new["entries"])
    for change_class, entries, verb in (
        (ChangeClass.BREAKING, before - after, "removed"),
        (ChangeClass.ADDITIVE, after - before, "added"),
    ):
        if entries:
            found.append(Change(change_class, name, f"{len(entries)} {verb}: {', '.join(sorted(entries)[:_SHOWN])}"))
    if not found and old["rest"] != new["rest"]:
        only_texts = name.startswith(VOCABULARY)
        found.append(
            Change(ChangeClass.WORDING if only_texts else ChangeClass.ADDITIVE, name, "what is said of entries")
        )
    return found


def _rule_changes(code: str, old: Shape | None, new: Shape | None) -> list[Change]:
    if old is None or new is None:
        change_class = ChangeClass.BREAKING if new is not None and _refuses(new) else ChangeClass.ADDITIVE
        return [Change(change_class, code, "rule removed" if new is None else f"rule added: {new['name']}")]
    found = []
    if any(old[part] != new[part] for part in _DECIDES) or _refuses(old) != _refuses(new):
        change_class = ChangeClass.BREAKING if _refuses(new) else ChangeClass.ADDITIVE
        found.append(Change(change_class, code, f"what {new['name']} decides"))
    elif (old["finding_kind"], old["severity"]) != (new["finding_kind"], new["severity"]):
        found.append(Change(ChangeClass.ADDITIVE, code, f"{old['severity']} → {new['severity']}"))
    if old["name"] != new["name"] or old["words"] != new["words"]:
        found.append(Change(ChangeClass.WORDING, code, "text"))
    return found


def _refuses(rule: Shape) -> bool:
    return bool(rule["severity"] in ("error", "file") and rule["finding_kind"] == "data")


def _compared() -> list[tuple[str, Shape | None, Shape | None, list[Change]]]:
    old, new = read_released(), shapes()
    return [
        (feed, old.get(feed), new.get(feed), changes_of(old[feed], new[feed]) if feed in old and feed in new else [])
        for feed in sorted({*old, *new})
    ]


def _tell(feed: str, old: Shape | None, new: Shape | None, found: list[Change]) -> bool:
    """Print what happened to a feed and return whether its version says so."""
    if old is None or new is None:
        print(f"{feed}: {'new' if old is None else 'REMOVED (breaking)'}")  # noqa: T201 - the command's output
        return old is None
    fits = version_fits(old, new, found)
    if found or not fits:
        worst = found[0].change_class.name.lower() if found else "nothing"
        cure = "" if fits else f"  <- {worst} changed: the version does not say so"
        print(f"{feed} {old['version']} -> {new['version']}{cure}")  # noqa: T201 - the command's output
    for change in found:
        if change.change_class != ChangeClass.WORDING:
            print(f"  {change.change_class.name.lower():8} {change.place}: {change.what}")  # noqa: T201 - the same
    if texts := [change.place for change in found if change.change_class == ChangeClass.WORDING]:
        print(f"  wording  {len(texts)} texts, the first of {texts[0]}")  # noqa: T201 - the same
    return fits


def main(arguments: list[str] | None = None) -> int:
    """Print every change with its class.

    Returns:
        0, or 1 when a version does not say what changed and `--check` or `--release` asked for it.
    """
    reader = argparse.ArgumentParser(prog="python -m data_contracts.changes", description=(__doc__ or "").split(":")[0])
    reader.add_argument("--check", action="store_true", help="fail when a version hides a change")
    reader.add_argument("--release", action="store_true", help="keep the present state as released")
    asked = reader.parse_args(arguments)
    fit = [_tell(*compared) for compared in _compared()]
    if not all(fit):
        return 1 if asked.check or asked.release else 0
    if asked.release:
        write_released(shapes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
