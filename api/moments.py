"""Moments as every answer writes them: UTC to the second, `2026-11-22T09:47:44Z`."""

from datetime import UTC, datetime


def shown(moment: datetime) -> str:
    """Return a moment; one without a zone is UTC already."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
