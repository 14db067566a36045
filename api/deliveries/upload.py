"""Receive a multipart upload: one file straight to disk, counted and hashed on the way, and a few text fields.

The framework's own form parsing would take the whole body before it knows who calls, and copy it twice. What the
file holds is intake's business.
"""

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool

from api.problems import BadRequest, TooLarge
from data_contracts.model import Text
from pipelines.intake.delivery.request import shown_name
from pipelines.intake.read.limits import max_file_bytes
from pipelines.store.incoming import work_folder
from pipelines.store.paths import DataPaths

MAX_BYTES: Final = max_file_bytes()
_MAX_FIELD_BYTES: Final = 1024
_MAX_PARTS: Final = 12
_OVERHEAD_BYTES: Final = 64 * 1024
_FILE_FIELD: Final = "file"
# What arrives is plain until intake has sealed it.
_FOR_US_ONLY: Final = partial(os.open, mode=0o600)
_NO_FORM: Final = Text(
    "Send multipart/form-data with one part named file.", "请以 multipart/form-data 发送一个名为 file 的文件。"
)
_TOO_LARGE: Final = Text(
    f"The file is over {MAX_BYTES >> 20} MiB; split it or send it compressed as xlsx.",
    f"文件超过 {MAX_BYTES >> 20} MiB，请拆分后报送，或另存为xlsx格式（自带压缩）后报送。",
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that has arrived on disk."""

    path: Path
    file_name: str
    sha256: str
    size: int
    fields: dict[str, str]


@asynccontextmanager
async def received_upload(request: Request, paths: DataPaths) -> AsyncIterator[Upload]:
    """Receive the request's file into a work folder, which is gone afterwards, whatever happens.

    Raises:
        BadRequest: the body is not a form with one file.
        TooLarge: over the limit; nothing of it is kept.
    """
    boundary = _boundary_of(request)
    sink = _FormSink()
    with work_folder(paths) as folder:
        path = folder / "upload"
        try:
            parser = MultipartParser(boundary, sink.callbacks())  # type: ignore[arg-type]  # a TypedDict of all callbacks
            await _receive(request, parser, sink, path)
            upload = sink.upload(path)
        except FormParserError as exc:
            raise BadRequest(_NO_FORM) from exc
        yield upload


def _boundary_of(request: Request) -> bytes:
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise BadRequest(_NO_FORM)
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > MAX_BYTES + _OVERHEAD_BYTES:
        raise TooLarge(_TOO_LARGE)
    return boundary


async def _receive(request: Request, parser: MultipartParser, sink: "_FormSink", path: Path) -> None:
    total = 0
    with open(path, "xb", opener=_FOR_US_ONLY) as file:
        async for chunk in request.stream():
            total += len(chunk)
            if total > MAX_BYTES + _OVERHEAD_BYTES:
                raise TooLarge(_TOO_LARGE)
            parser.write(chunk)
            if data := sink.take():
                await run_in_threadpool(file.write, data)
        parser.finalize()


@dataclass(slots=True)
class _FormSink:
    """Takes the parser's events: bytes of the file are handed on, fields are kept, both within limits."""

    fields: dict[str, str] = field(default_factory=dict)
    file_name: str | None = None
    size: int = 0
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    _waiting: bytearray = field(default_factory=bytearray)
    _ended: bool = False
    _parts: int = 0
    _header: tuple[bytes, bytes] = (b"", b"")
    _disposition: bytes = b""
    _name: str = ""
    _is_file: bool = False
    _text: bytearray = field(default_factory=bytearray)

    def callbacks(self) -> dict[str, object]:
        """Return the parser's callbacks."""
        return {
            "on_part_begin": self._on_part_begin,
            "on_header_field": self._on_header_field,
            "on_header_value": self._on_header_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": self._on_headers_finished,
            "on_part_data": self._on_part_data,
            "on_part_end": self._on_part_end,
            "on_end": self._on_end,
        }

    def take(self) -> bytes:
        """Return the bytes of the file that came since the last call."""
        data = bytes(self._waiting)
        self._waiting.clear()
        return data

    def upload(self, path: Path) -> Upload:
        """Return what has arrived."""
        # The parser lets a body that breaks off pass: only the closing boundary says that the file is whole.
        if self.file_name is None or not self._ended:
            raise BadRequest(_NO_FORM)
        return Upload(path, self.file_name, self._digest.hexdigest(), self.size, self.fields)

    def _on_part_begin(self) -> None:
        self._parts += 1
        if self._parts > _MAX_PARTS:
            raise BadRequest(_NO_FORM)
        self._header, self._disposition, self._text = (b"", b""), b"", bytearray()

    def _on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header = (self._header[0] + data[start:end], self._header[1])

    def _on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._header = (self._header[0], self._header[1] + data[start:end])

    def _on_header_end(self) -> None:
        if self._header[0].lower() == b"content-disposition":
            self._disposition = self._header[1]
        self._header = (b"", b"")

    def _on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode(errors="replace")
        self._is_file = b"filename" in options
        if self._is_file:
            if self._name != _FILE_FIELD or self.file_name is not None:
                raise BadRequest(_NO_FORM)
            self.file_name = shown_name(options[b"filename"].decode(errors="replace"))

    def _on_part_data(self, data: bytes, start: int, end: int) -> None:
        if not self._is_file:
            self._text += data[start:end]
            if len(self._text) > _MAX_FIELD_BYTES:
                raise BadRequest(Text("A form field is too long.", "表单字段过长。"))
            return
        self.size += end - start
        if self.size > MAX_BYTES:
            raise TooLarge(_TOO_LARGE)
        part = data[start:end]
        self._digest.update(part)
        self._waiting += part

    def _on_part_end(self) -> None:
        if not self._is_file:
            self.fields[self._name] = self._text.decode(errors="replace")

    def _on_end(self) -> None:
        self._ended = True
