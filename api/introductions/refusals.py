"""Why an introduction does not go on as asked, told in both languages. What may follow what is the ledger's affair."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from api.introduced_scope import NO_SUCH_INTRODUCTION
from api.problems import InvalidInput, NotFound, Problem
from data_contracts.model import Text
from pipelines.store.ledger import IntroductionRefusedError
from pipelines.store.ledger.introduction_states import Refusal, State


class IntroductionRefused(Problem):
    """The introduction does not go on; `refusal` says why and `state` how far it has come."""

    status = 409
    code = "introduction_refused"
    title = Text("The introduction does not go on like this; see refusal.", "推介无法如此进行，原因见 refusal。")


NO_LONGER_KNOWN: Final = Text(
    "The person's data are not in service any more: consent to the pool has ended, or the data were erased.",
    "该人员的资料已不再提供：入库同意已终止，或资料已被删除。",
)
_WORDS: Final[dict[Refusal, Text]] = {
    "not_in_this_state": Text(
        "This does not follow the present state of the introduction.", "推介的当前状态不允许此操作。"
    ),
    "asked_before": Text("You asked for this person for this vacancy before.", "已就该岗位请求过该人员的推介。"),
    "candidate_budget_spent": Text(
        "This person has been asked for as often as may be for now; ask for another, or later.",
        "该人员近期被请求推介的次数已达上限，请选择他人或稍后再试。",
    ),
    "vacancy_budget_spent": Text(
        "As many introductions of this vacancy as may be are waiting for an answer; wait for some of them.",
        "该岗位等待答复的推介已达上限，请等待部分答复后再试。",
    ),
    "withdrawn_from_pool": Text("This person has left the pool.", "该人员已撤出后备人才库。"),
}
_MISSING: Final[dict[Refusal, tuple[str, Text]]] = {
    "evidence_missing": (
        "body.evidence",
        Text("Consent needs the number of the document that proves it.", "登记同意须填写证明文件编号。"),
    ),
    "reason_missing": ("body.reason", Text("Declining needs a reason.", "未录用须填写原因。")),
}


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turn the ledger's refusals into problems.

    Raises:
        NotFound: the caller has no such introduction.
        InvalidInput: something needed is missing.
        IntroductionRefused: any other refusal.
    """
    try:
        yield
    except KeyError as exc:
        raise NotFound(NO_SUCH_INTRODUCTION) from exc
    except IntroductionRefusedError as exc:
        if exc.refusal in _MISSING:
            raise broken(*_MISSING[exc.refusal], reason="missing") from exc
        raise refused(exc.refusal, exc.state) from exc


def refused(refusal: Refusal, state: State | None = None) -> IntroductionRefused:
    """Return the problem of one refusal."""
    return IntroductionRefused(_WORDS[refusal], refusal=refusal, state=state)


def no_longer_known(state: State) -> IntroductionRefused:
    """Return the problem of a person of whom the edition in service has nothing to open."""
    return IntroductionRefused(NO_LONGER_KNOWN, refusal="no_longer_known", state=state)


def broken(where: str, message: Text, *, reason: str) -> InvalidInput:
    """Return the problem of one value of a body."""
    return InvalidInput(errors=[{"where": where, "reason": reason, "message": message.as_dict()}])
