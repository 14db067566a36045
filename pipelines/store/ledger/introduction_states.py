"""What may follow what in an introduction, as a table. Recording it belongs in `introductions`."""

from __future__ import annotations

from typing import Final, Literal

State = Literal[
    "asked", "put_to_student", "consented", "refused", "expired", "interview", "offer", "hired", "declined", "withdrawn"
]
Event = Literal[State, "contact_viewed"]
Outcome = Literal["interview", "offer", "hired", "declined"]
Answer = Literal["consented", "refused"]
Refusal = Literal[
    "not_in_this_state",
    "asked_before",
    "candidate_budget_spent",
    "vacancy_budget_spent",
    "withdrawn_from_pool",
    "evidence_missing",
    "reason_missing",
]

FOLLOWS: Final[dict[State, frozenset[State]]] = {
    "asked": frozenset({"put_to_student", "expired", "withdrawn"}),
    "put_to_student": frozenset({"consented", "refused", "expired", "withdrawn"}),
    "consented": frozenset({"interview", "offer", "hired", "declined", "withdrawn"}),
    "interview": frozenset({"offer", "hired", "declined", "withdrawn"}),
    "offer": frozenset({"hired", "declined", "withdrawn"}),
    "hired": frozenset({"withdrawn"}),
    "declined": frozenset({"withdrawn"}),
    "refused": frozenset({"withdrawn"}),
    "expired": frozenset({"withdrawn"}),
    "withdrawn": frozenset(),
}
"""Which states may come after each."""

WAITING: Final[tuple[State, ...]] = ("asked", "put_to_student")
"""The states in which the person has not answered yet."""

OPENED: Final[tuple[State, ...]] = ("consented", "interview", "offer", "hired", "declined")
"""The states in which the asking enterprise sees who it is."""


class IntroductionRefusedError(Exception):
    """An introduction does not go on as asked; `refusal` says why."""

    def __init__(self, refusal: Refusal, state: State | None = None) -> None:
        super().__init__(refusal if state is None else f"{refusal}: {state}")
        self.refusal: Refusal = refusal
        self.state = state


def require_may_follow(state: State, following: State) -> None:
    """Refuse what may not follow a state.

    Raises:
        IntroductionRefusedError: naming the state.
    """
    if following not in FOLLOWS[state]:
        raise IntroductionRefusedError("not_in_this_state", state)
