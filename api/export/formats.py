"""The formats of an export and how a caller asks for one. Writing them belongs in `writers`."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from api.limit_problems import NotAcceptable


class ExportFormat(StrEnum):
    """In what form the set is streamed."""

    NDJSON = "ndjson"
    PARQUET = "parquet"
    CSV = "csv"


MEDIA_TYPES: Final = {
    ExportFormat.NDJSON: "application/x-ndjson",
    ExportFormat.PARQUET: "application/vnd.apache.parquet",
    ExportFormat.CSV: "text/csv",
}
_ANYTHING: Final = frozenset({"*/*", "application/*"})


def accepted_format(accept: str) -> ExportFormat:
    """Return the format that an `Accept` header likes best, NDJSON where it does not say.

    Raises:
        NotAcceptable: it takes none of ours.
    """
    if not accept.strip():
        return ExportFormat.NDJSON
    liked = sorted(_liked(accept), key=lambda kind: -kind[0])
    for weight, media_type in liked:
        if weight <= 0:
            break
        for name, ours in MEDIA_TYPES.items():
            if media_type == ours or media_type in _ANYTHING or (media_type == "text/*" and ours.startswith("text/")):
                return name
    raise NotAcceptable(accepted=sorted(MEDIA_TYPES.values()))


def _liked(accept: str) -> Iterator[tuple[float, str]]:
    for part in accept.split(","):
        media_type, *parameters = (word.strip().lower() for word in part.split(";"))
        weights = [p.removeprefix("q=") for p in parameters if p.startswith("q=")]
        try:
            yield float(weights[0]) if weights else 1.0, media_type
        except ValueError:
            yield 0.0, media_type
