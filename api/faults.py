"""Problems of the service itself: its ledger, its audit, its edition's file. What callers do wrong is in `problems`."""

from api.problems import Problem
from data_contracts.model import Text


class LedgerDown(Problem):
    """The ledger does not answer: nobody's rights can be known, so nothing is answered."""

    status = 503
    code = "ledger_down"
    title = Text(
        "The ledger of clients and deliveries does not answer; nothing was changed, try again in a moment.",
        "平台台账数据库暂时无法访问，未作任何更改，请稍后重试。",
    )


class AuditBehind(Problem):
    """More is waiting to be put on record than may be: what cannot be recorded is not shown."""

    status = 503
    code = "audit_behind"
    title = Text(
        "What is shown must be put on record, and too much is waiting for that; try again in a moment.",
        "查看记录须先行登记，当前待登记过多，请稍后重试。",
    )


class EditionDamaged(Problem):
    """The file of the edition in service cannot be read any more."""

    status = 503
    code = "edition_damaged"
    title = Text(
        "The file of the edition in service is damaged; the office must publish it anew.",
        "当前数据版本的文件已损坏，须由主管部门重新发布。",
    )
