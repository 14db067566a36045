"""What each role may do. Which rows it sees belongs in `api.scope`."""

from typing import Final

from data_contracts.model import Text
from pipelines.store.ledger import Role

ROLE_TEXTS: Final[dict[Role, Text]] = {
    "enterprise": Text("enterprise", "企业"),
    "college": Text("college", "院校"),
    "official": Text("official", "主管部门"),
    "steward": Text("steward", "数据管理员"),
}

SCOPE_TEXTS: Final = {
    "vacancies:read": "List and read own vacancies. 查看本企业岗位。",
    "candidates:read": "Read the ranked candidates of own vacancies. 查看本企业岗位的候选人。",
    "pool:read": "Search the reserve-talent pool. 检索后备人才库。",
    "introductions:read": "List introductions: an enterprise its own, a college those of its students. 查看推介。",
    "introductions:ask": "Ask for candidates and tell what became of them. 请求推介并反馈结果。",
    "introductions:decide": "Put the question to students and record their answers. 征询学生意见并登记答复。",
    "contacts:read": "Read the contact of a person who consented to it. 查看已同意人员的联系方式。",
    "students:withdraw": "Take own students out of the pool at their wish. 按学生意愿将其撤出后备人才库。",
    "contracts:read": "Read the data contracts. 查看数据契约。",
    "deliveries:read": "Read own deliveries and their findings. 查看本单位报送及核验问题。",
    "deliveries:write": "Send and confirm deliveries. 报送并确认数据。",
    "metrics:read": "Read metrics of the own region. 查看本区域指标。",
    "audit:read": "Read who was shown what in the own region. 查看本区域的访问记录。",
    "reports:read": "List editions and read their reports. 查看数据版本及报告。",
}

_SENDING: Final = ("contracts:read", "deliveries:read", "deliveries:write")

SCOPES_BY_ROLE: Final[dict[Role, tuple[str, ...]]] = {
    "enterprise": (
        "vacancies:read",
        "candidates:read",
        "pool:read",
        "introductions:read",
        "introductions:ask",
        "contacts:read",
        *_SENDING,
    ),
    "college": ("introductions:read", "introductions:decide", "students:withdraw", *_SENDING),
    "official": ("metrics:read", "audit:read", "reports:read"),
    "steward": _SENDING,
}

OPEN_BEFORE_APPROVAL: Final = frozenset({"contracts:read"})
"""What an enterprise may do before it is approved: read how to deliver."""
