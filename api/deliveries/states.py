"""The states of a delivery in words for people, and what its sender does next. Deciding belongs in intake."""

from typing import Final

from data_contracts.model import Text
from pipelines.store.ledger import State

STATE_TEXTS: Final[dict[State, Text]] = {
    "received": Text("received", "已接收"),
    "checked": Text("checked, waiting to be confirmed", "已核验，待确认"),
    "accepted": Text("accepted", "已采纳"),
    "in_force": Text("in force", "生效"),
    "superseded": Text("superseded by a newer delivery", "已被新报送取代"),
    "rejected": Text("rejected", "已退回"),
    "held": Text("held", "暂缓"),
    "erased": Text("erased", "已清除"),
}

_DONE: Final = Text("Nothing is left to do.", "无需进一步操作。")
NEXT_STEPS: Final[dict[State, Text]] = {
    "received": Text("Wait for the check, then read this delivery again.", "请等待核验完成后再次查看。"),
    "checked": Text(
        "Nothing counts yet: read the findings (links.findings) and what it changes (links.difference), then confirm "
        "with POST to links.confirm; or send a corrected file.",
        "尚未生效：请先查看核验问题（links.findings）及与生效数据的差异（links.difference），"
        "再以 POST 请求 links.confirm 确认；也可重新报送更正后的文件。",
    ),
    "accepted": Text("Nothing is left to do; it counts from the next run on.", "无需进一步操作，下次运行起生效。"),
    "in_force": _DONE,
    "superseded": _DONE,
    "rejected": Text(
        "Nothing of it counts: read the findings (links.findings), correct the file and send it again.",
        "本次报送不生效：请查看核验问题（links.findings），更正文件后重新报送。",
    ),
    "held": Text(
        "The office decides on it: read the findings (links.findings) and what it changes (links.difference) and ask "
        "the office, or send a corrected file.",
        "须由主管部门决定：请查看核验问题（links.findings）及差异（links.difference），"
        "并联系主管部门，或重新报送更正后的文件。",
    ),
    "erased": _DONE,
}
