"""The forms that values of requests take, and the words in which a broken one is told: never a regular expression.

Which value has which form belongs in the resources' schemas.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from data_contracts.model import Text

VACANCY_ID: Final = r"^v_[A-Za-z0-9]{1,40}$"
CANDIDATE_ID: Final = r"^c_[a-z2-7]{1,80}$"
INTRODUCTION_ID: Final = r"^i_[a-z2-7]{1,18}$"
# Written out: what \s holds, engines do not agree on, and the document's readers have another than ours.
_NO_SPACES: Final = r"\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff"
STUDENT_NO: Final = rf"^[^{_NO_SPACES}/\\]{{1,60}}$"
EVIDENCE: Final = rf"^[^{_NO_SPACES}]([^\x00-\x1f\x7f]{{0,198}}[^{_NO_SPACES}])?$"
EDITION: Final = r"^e[0-9]{6}$"
METRIC_ID: Final = r"^[a-z][a-z0-9_]{0,63}$"
FEED: Final = r"^[a-z][a-z_]{0,40}$"
MONTH: Final = r"^[0-9]{4}-(0[1-9]|1[0-2])$"
CLIENT_ID: Final = r"^tr-[0-9a-f]{12}$"
ORGANISATION: Final = r"^[0-9A-Z]{6,18}$"
SHA256: Final = r"^[0-9a-f]{64}$"
REGION: Final = r"^[0-9]{6}$"
OCCUPATION: Final = r"^[0-9][0-9-]{0,14}$"
SKILL: Final = r"^[A-Za-z0-9_-]{1,80}$"
MAJOR_CLASS: Final = r"^[0-9]{4}$"
MAJOR_CLASS_OR_ALL: Final = r"^([0-9]{4}|unknown|\*)$"
COLLEGE_OR_ALL: Final = r"^([0-9A-Za-z]{1,20}|\*)$"
COHORT_OR_ALL: Final = r"^([0-9A-Za-z-]{1,20}|\*)$"
REGION_OR_ALL: Final = r"^([0-9]{6}|unknown|\*)$"
OCCUPATION_OR_ALL: Final = r"^([0-9][0-9-]{0,14}|unknown|\*)$"
WORD_OR_ALL: Final = r"^([a-z_]{1,20}|\*)$"

FORM_WORDS: Final[Mapping[str, Text]] = {
    VACANCY_ID: Text("v_ and 1 to 40 letters or digits", "v_ 加 1 至 40 位字母或数字"),
    CANDIDATE_ID: Text(
        "c_ and small letters or digits, as in the list of candidates", "c_ 加小写字母或数字，见候选人列表"
    ),
    INTRODUCTION_ID: Text(
        "i_ and small letters or digits, as in the list of introductions", "i_ 加小写字母或数字，见推介列表"
    ),
    STUDENT_NO: Text("1 to 60 signs without spaces or slashes", "1 至 60 个字符，不含空格和斜线"),
    EVIDENCE: Text("1 to 200 signs on one line, no space at either end", "1 至 200 个字符，一行，首尾无空格"),
    EDITION: Text("e and six digits, like e000001", "e 加六位数字，如 e000001"),
    METRIC_ID: Text(
        "small letters, digits and underscores, beginning with a letter, at most 64",
        "小写字母、数字和下划线，以字母开头，最长 64 位",
    ),
    FEED: Text(
        "small letters and underscores, beginning with a letter, like enrolment",
        "小写字母和下划线，以字母开头，如 enrolment",
    ),
    MONTH: Text("a month as YYYY-MM, like 2026-10", "YYYY-MM 形式的月份，如 2026-10"),
    CLIENT_ID: Text("tr- and twelve digits or letters a to f", "tr- 加 12 位数字或字母 a 至 f"),
    ORGANISATION: Text("6 to 18 digits or capital letters", "6 至 18 位数字或大写字母"),
    SHA256: Text("64 digits or small letters a to f", "64 位数字或小写字母 a 至 f"),
    REGION: Text("six digits, like 990100", "六位数字，如 990100"),
    OCCUPATION: Text("digits and hyphens, like 6-18-01-01", "数字和连字符，如 6-18-01-01"),
    SKILL: Text(
        "1 to 80 letters, digits, hyphens or underscores, like skl-welding",
        "1 至 80 位字母、数字、连字符或下划线，如 skl-welding",
    ),
    MAJOR_CLASS: Text("four digits, like 4601", "四位数字，如 4601"),
    MAJOR_CLASS_OR_ALL: Text("four digits, like 4601, unknown or *", "四位数字，如 4601，或 unknown，或 *"),
    REGION_OR_ALL: Text("six digits, like 990100, unknown or *", "六位数字，如 990100，或 unknown，或 *"),
    OCCUPATION_OR_ALL: Text(
        "digits and hyphens, like 6-18-01-01, unknown or *", "数字和连字符，如 6-18-01-01，或 unknown，或 *"
    ),
    WORD_OR_ALL: Text("a word in small letters, like higher, or *", "小写英文词，如 higher，或 *"),
    COLLEGE_OR_ALL: Text("1 to 20 letters or digits, or *", "1 至 20 位字母或数字，或 *"),
    COHORT_OR_ALL: Text(
        "1 to 20 letters, digits or hyphens, like 2026, or *", "1 至 20 位字母、数字或连字符，如 2026，或 *"
    ),
}

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,30}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day_written(value: object) -> object:
    """Refuse what the framework would take for seconds since 1970."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("date_parsing", "no day")
    return value


def _moment_written(value: object) -> object:
    if isinstance(value, str) and not _DAY.match(value):
        raise PydanticCustomError("datetime_parsing", "no moment")
    return value


Day = Annotated[date, BeforeValidator(_day_written)]
"""A day, as YYYY-MM-DD and in no other way."""
Moment = Annotated[datetime, BeforeValidator(_moment_written)]
"""A moment that begins with its day, never a number."""

_DATE: Final = Text("Send a date as YYYY-MM-DD, like 2027-07-01.", "应为 YYYY-MM-DD 形式的日期，如 2027-07-01。")
_MOMENT: Final = Text(
    "Send a moment as YYYY-MM-DDTHH:MM:SSZ, like 2026-10-05T08:00:00Z.",
    "应为 YYYY-MM-DDTHH:MM:SSZ 形式的时间，如 2026-10-05T08:00:00Z。",
)
_INTEGER: Final = Text("Send a whole number.", "应为整数。")
_WORDS: Final[Mapping[str, Text]] = {
    "extra_forbidden": Text("There is no such field here.", "没有该字段。"),
    "missing": Text("This is needed.", "缺少此项。"),
    "int_parsing": _INTEGER,
    "int_type": _INTEGER,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "date_type": _DATE,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_type": _MOMENT,
    "greater_than_equal": Text("Send at least {ge}.", "不得小于 {ge}。"),
    "less_than_equal": Text("Send at most {le}.", "不得大于 {le}。"),
    "string_too_long": Text("Send at most {max_length} characters.", "最长 {max_length} 个字符。"),
    "literal_error": Text("Send one of: {expected}.", "可用取值：{expected}。"),
    "enum": Text("Send one of: {expected}.", "可用取值：{expected}。"),
}
_INVALID: Final = Text("This value is not valid.", "取值无效。")


def broken_value(error: Mapping[str, Any], *, within: tuple[str, ...] = ()) -> dict[str, object]:
    """Describe one broken value: where and why, never the value (it may be personal).

    Args:
        error: As pydantic tells it.
        within: Where the model stands in the request, if its own places do not say so.
    """
    place = [*within, *error["loc"]]
    if error["type"] == "extra_forbidden" and not _NAME.fullmatch(str(place[-1])):
        # What does not look like a name is not repeated back; it may be a value in the wrong place.
        place.pop()
    return {
        "where": ".".join(map(str, place)),
        "reason": error["type"],
        "message": _words(error).as_dict(),
    }


def _words(error: Mapping[str, Any]) -> Text:
    context = error.get("ctx", {})
    if error["type"] == "string_pattern_mismatch":
        form = FORM_WORDS.get(context["pattern"])
        return Text(f"Send {form.en}.", f"应为：{form.zh}。") if form else _INVALID
    words = _WORDS.get(error["type"], _INVALID)
    # The model's own limits and choices; what was sent is in none of them.
    values = {"expected": _plain(context["expected"])} if "expected" in context else context
    return Text(words.en.format_map(values), words.zh.format_map(values))


def _plain(expected: str) -> str:
    return expected.replace("'", "").replace(" or ", ", ")
