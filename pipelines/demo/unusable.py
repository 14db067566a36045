"""Files that cannot be taken in at all. Faults of rows belong in the catalogues of faults."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from pipelines.demo.expected import Expected, PlantedFault, delivery_of
from pipelines.demo.plan import TERMS
from pipelines.demo.rows import Note, Parcel

_PAGE = """<html><head><meta charset="utf-8"><title>学籍管理系统</title></head>
<body><h1>登录已超时</h1><p>您的登录已超时，请重新登录后再导出。</p></body></html>
"""


def saved_web_page(parcels: Sequence[Parcel], out: Path, expected: Expected) -> None:
    """Let a college save a web page as its autumn enrolment, two hours before it sends the right file."""
    right = [p for p in parcels if p.feed == "enrolment" and p.period == TERMS[-1].period and p.mode == "replace"][-1]
    name = f"{right.period}/{right.sender}_{right.feed}_export.xls"
    path = out / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_PAGE, encoding="utf-8", newline="\n")
    wrong = replace(right, rows=[], received_at=right.received_at - timedelta(hours=2))
    expected.deliveries.append(delivery_of(wrong, name))
    note = Note("A web page saved under the name of a workbook.", "网页另存为Excel文件名。")
    expected.faults.append(PlantedFault(right.feed, name, "file_format", None, None, None, "file", note))
