"""Take phone numbers, identity numbers and e-mail addresses out of free text, however they are written.

The text is folded sign by sign (width, circled and Chinese numerals, invisible signs) and searched; what is found is
cut out of the text as it was sent, of which nothing else changes.
"""

from __future__ import annotations

import re
import unicodedata

REMOVED = "***"

_NUMERALS = dict(zip("零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺", "0001234567891234567891", strict=True))
_FEWEST_DIGITS = 7

_GAP = r"[\s.\-·_/,()]{0,2}"
"""What people put between the digits of one number."""
_AT = r"\s?(?:@|\(at\)|\[at\])\s?"
_DOT = r"(?:\.|。| \. |\s?\(dot\)\s?|\s?\[dot\]\s?)"
_EMAIL = rf"(?:(?<![a-z0-9._%+-])[a-z0-9._%+-]+|[\u4e00-\u9fff]{{1,4}}){_AT}[a-z0-9-]+(?:{_DOT}[a-z0-9-]+)+"
_END = rf"(?!{_GAP}\d)"
_BORN = _GAP.join((rf"(?:1{_GAP}9|2{_GAP}0)", r"\d", r"\d", rf"(?:0{_GAP}[1-9]|1{_GAP}[0-2])", "[0-3]", r"\d"))
# Numbers grouped as everybody groups them are known whatever follows; other gaps may join several numbers.
_IDENTITY = (
    r"(?<!\d)\d{6}[ -]?\d{8}[ -]?\d{3}[\dx](?![\da-z])|(?<!\d)\d{15}(?!\d)"
    rf"|(?<!\d)(?:\d{_GAP}){{6}}{_BORN}{_GAP}(?:\d{_GAP}){{3}}[\dx](?![\da-z]){_END}"
)
_MOBILE = (
    rf"(?<!\d)(?:\+?(?:00)?86{_GAP})?1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}(?!\d)"
    rf"|(?<!\d)(?:\+?(?:00)?86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}{_END}"
)
_LANDLINE = rf"(?<!\d)0\d{{2,3}}{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)"
_PERSONAL = re.compile("|".join((_EMAIL, _IDENTITY, _MOBILE, _LANDLINE)), re.IGNORECASE | re.ASCII)


def scrub(text: str) -> tuple[str, str | None]:
    """Return the text without what points at a person, and the repair when something was taken out."""
    folded, places = _folded(text)
    if not _may_hold_any(folded):
        return text, None
    clean, end = "", 0
    for match in _PERSONAL.finditer(folded):
        clean += text[end : places[match.start()]] + REMOVED
        end = places[match.end() - 1] + 1
    return (clean + text[end:], "free_text_scrubbed") if end else (text, None)


def _may_hold_any(folded: str) -> bool:
    return "@" in folded or "at" in folded.lower() or sum(sign.isdigit() for sign in folded) >= _FEWEST_DIGITS


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text in plain signs, and for each of them the place of the sign it comes from."""
    if text.isascii():
        return text, list(range(len(text)))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = _plain(sign)
        signs.append(plain)
        places += [place] * len(plain)
    return "".join(signs), places


def _plain(sign: str) -> str:
    if sign in _NUMERALS:
        return _NUMERALS[sign]
    if unicodedata.category(sign) in ("Cf", "Mn"):
        return ""
    if unicodedata.category(sign) in ("Pd", "Zs"):
        return "-" if unicodedata.category(sign) == "Pd" else " "
    digit = unicodedata.digit(sign, None)
    return unicodedata.normalize("NFKC", sign) if digit is None else str(digit)
