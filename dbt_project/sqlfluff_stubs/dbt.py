"""What sqlfluff shows for dbt's own cross-database macros: SQL of the right shape, never run."""


def type_string() -> str:
    """Text type."""
    return "varchar"


def hash(text: str) -> str:  # noqa: A001 - the name is dbt's
    """Digest of a text."""
    return f"md5({text})"


def concat(fields: list[str]) -> str:
    """Texts joined."""
    return " || ".join(fields)


def dateadd(_part: str, interval: object, day: str) -> str:
    """A later day."""
    return f"dateadd_stub({day}, {interval})"


def datediff(first: str, second: str, _part: str) -> str:
    """Steps between two days."""
    return f"datediff_stub({first}, {second})"
