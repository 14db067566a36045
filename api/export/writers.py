"""Write the set as NDJSON, CSV or Parquet, part by part: what is in memory is one part, never the whole.

Every form tells which edition it is and its set hash: NDJSON in its last line, Parquet in the metadata of its footer,
CSV, which has no place for either, in the headers of the answer.
"""

import csv
import io
import json
from collections.abc import Generator, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from typing_extensions import Buffer

from api.export.repository import Exported
from api.set_hashes import SetDigest, SetSummary

if TYPE_CHECKING:
    import pyarrow as pa

Parts = Iterable[list[Exported]]
Written = Generator[bytes, None, SetSummary]
"""Yields the parts of a file and returns what was in it."""

_PART_BYTES: Final = 1024 * 1024
_ROWS_IN_GROUP: Final = 8_192
_COMPONENTS: Final = ("skills", "affinity", "level", "internship", "distance", "awards")
_PROFILE: Final = ("major_class", "major_category", "tier", "grad_year", "level_band", "region_province", "region_city")
# Spreadsheets in East Asia take the wide ones for the others.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
_COLUMNS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("candidate_id", "vacancy_id", "status"), pl.String),
    **dict.fromkeys(("rank", "score"), pl.Int64),
    **{f"{component}_{part}": pl.Int64 for component in _COMPONENTS for part in ("points", "weight")},
    **dict.fromkeys(("skills_covered", "skills_assumed", "skills_missing"), pl.List(pl.String)),
    **dict.fromkeys(_PROFILE, pl.String),
    **dict.fromkeys(("explanation_en", "explanation_zh"), pl.String),
}


def ndjson(parts: Parts, edition: str, digest: SetDigest) -> Written:
    """Yield one JSON object per line, and a last one with edition, rows and set hash."""
    lines: list[bytes] = []
    size = 0
    for part in parts:
        for one in part:
            digest.add(one.candidate_id, one.vacancy_id, one.status)
            names = f'{{"candidate_id":"{one.candidate_id}","vacancy_id":"{one.vacancy_id}","status":"{one.status}",'
            line = b"%b%b\n" % (names.encode(), one.members[1:])
            lines.append(line)
            size += len(line)
        if size > _PART_BYTES:
            yield b"".join(lines)
            lines, size = [], 0
    summary = digest.summary()
    end = {"edition": edition, "rows": summary.rows, "set_hash": summary.set_hash}
    lines.append(json.dumps(end).encode() + b"\n")
    yield b"".join(lines)
    return summary


def csv_text(parts: Parts, digest: SetDigest) -> Written:
    """Yield UTF-8 with a mark of it, as Excel wants it, and nothing that a spreadsheet would take for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    yield b"\xef\xbb\xbf"
    for part in parts:
        for one in part:
            digest.add(one.candidate_id, one.vacancy_id, one.status)
            writer.writerow([_cell(value) for value in _record(one)])
        if text.tell() > _PART_BYTES:
            yield _taken(text)
    yield _taken(text)
    return digest.summary()


def parquet(parts: Parts, edition: str, digest: SetDigest) -> Written:
    """Yield one Parquet file, a group of rows at a time."""
    import pyarrow.parquet as pq

    sink = _Sink()
    schema = pl.DataFrame(schema=dict(_COLUMNS)).to_arrow().schema
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        waiting: list[Exported] = []
        for part in parts:
            waiting += part
            if len(waiting) >= _ROWS_IN_GROUP:
                writer.write_table(_table(waiting, digest).cast(schema))
                waiting = []
                yield sink.take()
        if waiting:
            writer.write_table(_table(waiting, digest).cast(schema))
        summary = digest.summary()
        writer.add_key_value_metadata(_metadata(edition, summary))
    yield sink.take()
    return summary


def _table(rows: list[Exported], digest: SetDigest) -> "pa.Table":
    for one in rows:
        digest.add(one.candidate_id, one.vacancy_id, one.status)
    return pl.DataFrame([_record(one) for one in rows], schema=dict(_COLUMNS), orient="row").to_arrow()


def _metadata(edition: str, summary: SetSummary) -> dict[str, str]:
    return {"edition": edition, "rows": str(summary.rows), "set_hash": summary.set_hash}


def _record(one: Exported) -> tuple[Any, ...]:
    made = json.loads(one.members)
    components = [made["components"][name][part] for name in _COMPONENTS for part in ("points", "weight")]
    skills = [made["skills"].get(name, []) for name in ("covered", "assumed", "missing")]
    profile = [made["profile"].get(name) for name in _PROFILE]
    words = made["explanation"] or {}
    return (*one[:3], made["rank"], made["score"], *components, *skills, *profile, words.get("en"), words.get("zh"))


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = "; ".join(value)
    # What a spreadsheet would run is made text by an apostrophe before it.
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_SIGNS) else value


def _taken(text: io.StringIO) -> bytes:
    found = text.getvalue().encode()
    text.seek(0)
    text.truncate()
    return found


class _Sink(io.RawIOBase):
    """A file that hands on what was written to it and keeps count."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting = bytearray()
        self._written = 0

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, data: Buffer) -> int:
        """Take the next bytes."""
        view = memoryview(data)
        self._waiting += view
        self._written += view.nbytes
        return view.nbytes

    def tell(self) -> int:
        """Return how much was written in all."""
        return self._written

    def take(self) -> bytes:
        """Return what was written since the last call."""
        found = bytes(self._waiting)
        self._waiting.clear()
        return found
