"""File names that name an erased person: the only words of a sender that the ledger holds."""

from __future__ import annotations

from pipelines.intake.erasure.subject import Subject
from pipelines.intake.erasure.tokens import Tokens
from pipelines.store.ledger import Delivery
from pipelines.store.platform import Platform

_ERASED_NAME = "erased"
_LONG = 8
"""Shorter numbers stand in file names for classes, years and days."""


def forget_file_name(platform: Platform, delivery: Delivery, subject: Subject) -> None:
    """Give the file of a delivery that holds a person another name if its own names them."""
    numbers = [number for _, number in (*subject.documents, *subject.numbers)]
    tokens = Tokens(word for word in (*numbers, *subject.traces, *subject.contacts) if len(word) >= _LONG)
    if any(name in delivery.file_name for name in subject.names) or tokens.stand_in(delivery.file_name):
        platform.ledger.deliveries.rename_file(delivery.delivery_no, _ERASED_NAME)
