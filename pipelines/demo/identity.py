"""Made-up numbers with right check digits, all in region 99, where no real number lies."""

import string
from datetime import date

from stdnum.cn import ric, uscc

from pipelines.demo.chance import Chance

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PROVINCE = "99"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def resident_id(region: str, birth_date: date, order: int) -> str:
    """Make a resident identity number; an odd `order` means male."""
    body = f"{region}{birth_date:%Y%m%d}{order:03d}"
    return body + str(ric.calc_check_digit(body + "0"))


def credit_code(kind: str, region: str, organisation: str) -> str:
    """Make a unified social credit code; kind 91 is an enterprise, 12 a public institution."""
    body = f"{kind}{region}{organisation}{_organisation_check(organisation)}"
    return body + str(uscc.calc_check_digit(body + "0"))


def organisation_code(chance: Chance) -> str:
    """Draw the eight characters of an organisation, as the register gives them (MA and six more)."""
    return "MA" + "".join(chance.pick(USCC_ALPHABET) for _ in range(6))


def institution_code(tier: str, serial: int) -> str:
    """Make a ten-digit institution code: 41 for higher, 36 for secondary vocational colleges."""
    return f"41{PROVINCE}0{13800 + serial}" if tier == "higher" else f"36{PROVINCE}{100 + serial:06d}"


def fits_its_check(number: str) -> bool:
    """Return whether a resident identity number's last sign is its check sign."""
    return str(ric.calc_check_digit(number)) == number[-1]


def damaged_check_digit(number: str) -> str:
    """Change the last character, so that the check digit is surely wrong."""
    wheel = "0123456789"
    return number[:-1] + wheel[(wheel.find(number[-1]) + 3) % 10]


def phone_number(chance: Chance) -> str:
    """Draw a mobile number of a made-up range."""
    return "199" + chance.digits(8)


def level_certificate_number(chance: Chance, *, year: int, national_level: int) -> str:
    """Draw the 22 characters of a skill level certificate."""
    body = chance.number(1, 12)
    return f"S0000{PROVINCE}{body:06d}{year % 100:02d}{national_level}{chance.digits(6)}"


def passport_number(chance: Chance) -> str:
    """Draw a passport number of a shape that no resident number has."""
    return chance.pick(string.ascii_uppercase[4:8]) + chance.digits(8)


def _organisation_check(organisation: str) -> str:
    values = string.digits + string.ascii_uppercase
    total = sum(values.index(c) * w for c, w in zip(organisation, _ORGANISATION_WEIGHTS, strict=True))
    check = 11 - total % 11
    return {10: "X", 11: "0"}.get(check, str(check))
