"""What somebody asks when they deliver a file, and what is refused before anything is kept.

Taking the file in belongs in `deliver`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from data_contracts.loader import ContractError, load_contract
from data_contracts.model import Text
from pipelines.intake.mapping import Mapping
from pipelines.intake.read.limits import refuse_large_file
from pipelines.intake.report.findings import file_finding
from pipelines.intake.report.refusal import FileRefused
from pipelines.intake.report.said import SaidError

SenderRole = Literal["college", "enterprise", "steward"]

_COLLEGE = re.compile(r"[0-9]{10}|(MOHRSS|LOCAL):.+")
_ENTERPRISE = re.compile(r"[0-9A-Z]{18}")
_OFFICE = re.compile(r"[0-9]{6}")
_PERIOD = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_LONGEST_NAME = 200
_NO_NAME = "upload"
_ROLES = {
    "college": Text("a college", "院校"),
    "enterprise": Text("an enterprise", "企业"),
    "steward": Text("the office", "主管部门"),
}


class DeliveryError(SaidError):
    """A file cannot even be received: an unknown feed, a sender who does not send it, a wrong period."""


@dataclass(frozen=True, slots=True)
class DeliveryRequest:
    """A file and what its sender says about it.

    Attributes:
        confirm: `auto` accepts what passes; `ask` stops at `checked` until the sender confirms.
        received_at: When the platform had the bytes; dates every event recorded for it.
    """

    feed: str
    file: Path
    file_name: str
    sender: str
    sender_role: SenderRole
    period: str
    received_at: datetime
    mode: Literal["replace", "patch"] = "replace"
    confirm: Literal["auto", "ask"] = "auto"
    mapping: Mapping | None = None


def refuse_wrong_call(request: DeliveryRequest) -> None:
    """Refuse what nobody can take in.

    Raises:
        DeliveryError: the request names an unknown feed, a wrong sender or period, no file, or one that is too large.
    """
    try:
        contract = load_contract(request.feed)
    except ContractError as exc:
        raise DeliveryError(Text(str(exc), f"没有数据表“{request.feed}”，或其契约有误。")) from exc
    if request.sender_role not in (*contract.senders, "steward"):
        raise DeliveryError(_not_yours(request.sender_role, request.feed, contract.senders))
    refuse_no_period(request.period)
    if request.period > _month_after(request.received_at):
        day = f"{request.received_at:%Y-%m-%d}"
        raise DeliveryError(
            Text(
                f"period {request.period} has not begun yet; the file came on {day}",
                f"报送月份{request.period}尚未开始，文件于{day}收到",
            )
        )
    if not request.file.is_file():
        raise DeliveryError(Text(f"there is no file {request.file}", f"文件{request.file}不存在"))
    try:
        refuse_large_file(request.file)
    except FileRefused as refusal:
        found = file_finding(refusal.rule_name, value=refusal.seen)
        raise DeliveryError(
            Text(
                f"{found.rule}: {found.message.en} {found.hint.en}", f"{found.rule}：{found.message.zh}{found.hint.zh}"
            )
        ) from refusal


def shown_name(file_name: str) -> str:
    """Return a file's name as it is kept: without folders of any system and signs that are not seen."""
    bare = re.split(r"[/\\]", file_name)[-1]
    return "".join(sign for sign in bare if sign.isprintable())[-_LONGEST_NAME:] or _NO_NAME


def refuse_no_period(period: str) -> None:
    """Refuse what is no period.

    Raises:
        DeliveryError: it is not a month written as YYYY-MM.
    """
    if not _PERIOD.fullmatch(period):
        raise DeliveryError(
            Text(
                f"'{period}' is not a period; write the month as YYYY-MM",
                f"“{period}”不是报送月份，应写作YYYY-MM",
            )
        )


def role_of(sender: str) -> SenderRole:
    """Return the role that a sender's code shows: institution code, credit code or the office's region code.

    Raises:
        DeliveryError: the code is none of them.
    """
    shapes: tuple[tuple[re.Pattern[str], SenderRole], ...] = (
        (_COLLEGE, "college"),
        (_ENTERPRISE, "enterprise"),
        (_OFFICE, "steward"),
    )
    for shape, role in shapes:
        if shape.fullmatch(sender):
            return role
    raise DeliveryError(
        Text(
            f"'{sender}' is no sender's code: a college has 10 digits, an enterprise 18 signs, an office 6 digits",
            f"“{sender}”不是报送单位代码：院校为10位数字，企业为18位统一社会信用代码，主管部门为6位区划代码",
        )
    )


def _not_yours(role: str, feed: str, senders: tuple[str, ...]) -> Text:
    who = [_ROLES[name] for name in senders]
    return Text(
        f"{_ROLES[role].en} does not send {feed}; it comes from {' or '.join(text.en for text in who)}",
        f"{_ROLES[role].zh}不报送数据表{feed}，该表由{'、'.join(text.zh for text in who)}报送",
    )


def _month_after(moment: datetime) -> str:
    """Return the month after a moment's: the next period's file may come a little early."""
    year, month = divmod(moment.year * 12 + moment.month, 12)
    return f"{year}-{month + 1:02d}"
