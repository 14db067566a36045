"""What the OpenAPI document says about an export."""

from typing import Any, Final

from pydantic import ConfigDict, Field

from api.export.formats import MEDIA_TYPES, ExportFormat
from api.vacancies.schemas import Candidate

SET_HASH_WORDS: Final = (
    "The set hash: sha256 over one line `candidate_id,vacancy_id,status` for each candidate of each own vacancy, the "
    "lines sorted by their bytes, each ended by a line feed; 64 hexadecimal digits. "
    "集合校验值：对本企业每个岗位的每位候选人各取一行 candidate_id,vacancy_id,status，按字节排序，"
    "每行以换行符结束，计算 sha256，以 64 位十六进制表示。"
)
EXPORTED_EXAMPLE: Final[dict[str, Any]] = {
    "vacancy_id": "v_k4m2x7qz5tn3c6d7f2ga",
    **Candidate.model_json_schema()["example"],
}
_HEADERS: Final[dict[str, Any]] = {
    "Talent-Edition": {
        "description": "The edition of the whole stream. 整个导出所属的数据版本。",
        "schema": {"type": "string"},
    },
    "Talent-Set-Hash": {
        "description": f"Always with CSV and HEAD, with the others where it is known beforehand. {SET_HASH_WORDS}",
        "schema": {"type": "string"},
    },
}
EXPORT_ANSWER: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "One candidate per line or row, by vacancy and rank. 按岗位和名次逐条列出候选人。",
        "headers": _HEADERS,
        "content": {
            MEDIA_TYPES[ExportFormat.CSV]: {"schema": {"type": "string"}},
            MEDIA_TYPES[ExportFormat.PARQUET]: {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


class ExportedCandidate(Candidate):
    """A candidate with the vacancy; the last line has `edition`, `rows` and `set_hash` instead."""

    model_config = ConfigDict(json_schema_extra={"example": EXPORTED_EXAMPLE})

    vacancy_id: str = Field(
        description="One of the own vacancies. 本企业岗位编号。", examples=["v_k4m2x7qz5tn3c6d7f2ga"]
    )
