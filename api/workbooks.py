"""What answers that are Excel workbooks have in common: their media type and the name they are saved under."""

from typing import Final
from urllib.parse import quote

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(plain: str, name: str) -> str:
    """Return a `Content-Disposition`: the name as people read it, and one in ASCII for programs that know no other."""
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
