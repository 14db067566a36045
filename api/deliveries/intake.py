"""Hand an arrived file to intake, and a sender's confirmation to it. Receiving the file belongs in `upload`."""

from api.auth.roles import ROLE_TEXTS
from api.deliveries.form import read_form
from api.deliveries.states import STATE_TEXTS
from api.deliveries.upload import Upload
from api.problems import Conflict, InvalidInput, NotAllowed
from api.sender_scope import SenderScope
from api.services import Services
from data_contracts.loader import feed_names, load_contract
from data_contracts.model import Text
from pipelines.intake.delivery.decide import DecisionError
from pipelines.intake.delivery.decide import confirm as decide_confirm
from pipelines.intake.delivery.deliver import DeliveryError, DeliveryOutcome, DeliveryRequest, SenderRole, deliver
from pipelines.store.ledger import Delivery


def take_in(services: Services, scope: SenderScope, upload: Upload) -> DeliveryOutcome:
    """Have a file checked and kept as a delivery of the caller's organisation.

    Raises:
        InvalidInput: a field of the form is wrong, the file is not the one whose hash was sent along, or intake cannot
            receive it: its month has not begun.
        NotAllowed: the caller's role does not send this feed.
    """
    form = read_form(upload.fields)
    if form.feed not in feed_names():
        raise _invalid("feed", Text(f"There is no feed '{form.feed}'.", f"没有数据表“{form.feed}”。"))
    role = _sender_role(scope, form.feed)
    if form.sha256 not in (None, upload.sha256):
        raise _invalid("sha256", Text("The file arrived changed; send it again.", "文件在传输中发生变化，请重新发送。"))
    request = DeliveryRequest(
        feed=form.feed,
        file=upload.path,
        file_name=upload.file_name,
        sender=scope.caller.org,
        sender_role=role,
        period=form.period,
        mode=form.mode,
        confirm=form.confirm,
        received_at=services.clock(),
    )
    try:
        return deliver(services.platform, request)
    except DeliveryError as exc:
        raise _invalid("", exc.text) from exc


def confirm(services: Services, scope: SenderScope, delivery_no: int) -> Delivery:
    """Confirm a checked delivery of the caller's organisation.

    Raises:
        NotFound: it is not the caller's.
        Conflict: it does not wait for its sender.
    """
    found = scope.delivery(delivery_no)
    if found.state != "checked":
        # What was held (volume, referee) is for the office to decide, not for who sent it.
        raise Conflict(
            Text(
                f"Only a checked delivery can be confirmed; this one is {STATE_TEXTS[found.state].en}.",
                f"只有“{STATE_TEXTS['checked'].zh}”的报送可以确认，当前状态为“{STATE_TEXTS[found.state].zh}”。",
            ),
            state=found.state,
        )
    try:
        decide_confirm(services.platform, delivery_no, actor=scope.caller.client_id, at=services.clock())
    except DecisionError as exc:
        raise Conflict(exc.text) from exc
    return scope.delivery(delivery_no)


def _sender_role(scope: SenderScope, feed: str) -> SenderRole:
    role = scope.caller.role
    if role == "official" or (role != "steward" and role not in load_contract(feed).senders):
        raise NotAllowed(Text(f"The role {role} does not send {feed}.", f"{ROLE_TEXTS[role].zh}不报送数据表“{feed}”。"))
    return role


def _invalid(name: str, message: Text) -> InvalidInput:
    where = f"body.{name}" if name else "body"
    return InvalidInput(message, errors=[{"where": where, "reason": "value", "message": message.as_dict()}])
