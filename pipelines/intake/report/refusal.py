"""A file that cannot be used as it is: one named rule of `file_rules.yaml` and what was seen."""

from __future__ import annotations


class FileRefused(Exception):  # noqa: N818 - named as the platform speaks of it
    """A file-level rule failed.

    Attributes:
        rule_name: The rule's name in `file_rules.yaml`.
        seen: What stands in the message's `{value}`; never a cell of a personal field.
    """

    def __init__(self, rule_name: str, seen: str = "") -> None:
        super().__init__(rule_name)
        self.rule_name = rule_name
        self.seen = seen
