"""What attackers send: lists of values that would do harm where a value is taken for more than a value."""

from typing import Final

MARK: Final = "zq7mark"
"""Stands in every value, so that it is found wherever it should not be."""

SQL: Final = (
    f"' OR '1'='1' -- {MARK}",
    f"{MARK}'); DROP TABLE vacancy; --",
    f"{MARK}' UNION SELECT person_key, body FROM disclosed --",  # noqa: S608 it is one
    f'{MARK}" OR ""="',
    f"1; ATTACH DATABASE '/tmp/{MARK}' AS x",
    f"{MARK}%' ESCAPE '%_",
    f"{MARK}\\'; SELECT pg_sleep(9) --",
)
PATHS: Final = (
    f"../../../../etc/passwd?{MARK}",
    f"..%2f..%2f{MARK}",
    f"%2e%2e/{MARK}",
    f"..\\..\\{MARK}",
    f"/etc/{MARK}",
    f"file:///{MARK}",
    f"{MARK}\x00.xlsx",
    f"....//....//{MARK}",
)
HEADERS: Final = (
    f"{MARK}\r\nX-Injected: {MARK}",
    f"{MARK}\nSet-Cookie: x={MARK}",
    f"{MARK}%0d%0aX-Injected:%20{MARK}",
    f"{MARK}\u560a\u560dX-Injected: {MARK}",
    f"{MARK}\u2028X-Injected: {MARK}",
)
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
FORMULAS: Final = tuple(f"{sign}HYPERLINK(1)&cmd|'/C {MARK}'!A0" for sign in FORMULA_SIGNS)
TEMPLATES: Final = (
    f"{{{{7*7}}}}{MARK}",
    f"${{jndi:ldap://127.0.0.1/{MARK}}}",
    f"{{0.__class__}}{MARK}",
    f"%(client_id)s%s%n{MARK}",
    f"<script>{MARK}</script>",
)
LOGS: Final = (
    f'{MARK}\n{{"level": "INFO", "message": "{MARK}"}}',
    f'{MARK}", "role": "steward',
    f"{MARK}\x1b[2J\x1b[31m",
)
ALL: Final = (*SQL, *PATHS, *HEADERS, *FORMULAS, *TEMPLATES, *LOGS)
