"""`talent client`: programs that call the API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import click

from data_contracts.model import Text
from data_contracts.thresholds import limit
from pipelines.cli.exits import ANSWER_IS_NO, DONE, WRONG_CALL, CommandFailed
from pipelines.cli.options import Moment, data_option, format_option, now, open_platform, print_json
from pipelines.intake.delivery.deliver import DeliveryError, role_of
from pipelines.intake.register_check import RegisterWord, register_word
from pipelines.store.ledger import ALL_ENTERPRISES, Role
from pipelines.store.ledger.times import to_text

_LIFE = timedelta(days=365)
"""How long a secret holds; long before that it is rotated."""


@click.group()
def client() -> None:
    """Add, approve, rotate, revoke or stop programs that call the API."""


@client.command()
@click.option("--role", type=click.Choice(["college", "enterprise", "official", "steward"]), required=True)
@click.option("--org", required=True, help="Institution code, credit code, or an official's region code.")
@data_option
@format_option
def add(role: Role, org: str, data_dir: Path, output: str) -> None:
    """Add a client and print its secret this once."""
    _refuse_org_of_another_role(role, org)
    added, secret = open_platform(data_dir).ledger.clients.add(role, org, now(), life=_LIFE)
    _print_secret({"client_id": added.client_id, "secret": secret, "role": role, "org": org}, output)


@client.command()
@click.argument("client_id")
@click.option("--until", type=Moment(), help="When the approval ends. Default: after enterprise_approval_days.")
@data_option
@format_option
def approve(client_id: str, until: datetime | None, data_dir: Path, output: str) -> int:
    """Let an enterprise's client see candidates, if the register of enterprises speaks for it.

    The register is the feed `enterprise` in force: in business, on no list of breaches, and no old word.
    """
    platform, at = open_platform(data_dir), now()
    if until is not None and until <= at:
        raise CommandFailed(f"--until {to_text(until)} is over already / --until 已过期", WRONG_CALL)
    with _known(client_id):
        found = platform.ledger.clients.get(client_id, at)
        if found is not None and found.role == "enterprise":
            word = register_word(platform, found.org, on=at.date())
            if word.objection is not None:
                return _refused(client_id, found.org, word, output)
            end = until or at + timedelta(days=int(limit("enterprise_approval_days")))
            platform.ledger.clients.approve(client_id, at, register=word.check, valid_until=end)
        else:
            platform.ledger.clients.approve(client_id, at)
    _print_state(client_id, "approved", output)
    return DONE


@client.command()
@click.argument("client_id")
@click.option(
    "--overlap", type=click.IntRange(0, 720), default=24, show_default=True, help="Hours that the old secret holds on."
)
@data_option
@format_option
def rotate(client_id: str, overlap: int, data_dir: Path, output: str) -> None:
    """Give a client a new secret and print it this once; the old one holds on until the program has changed over."""
    clients = open_platform(data_dir).ledger.clients
    with _known(client_id):
        secret = clients.rotate(client_id, now(), overlap=timedelta(hours=overlap), life=_LIFE)
    _print_secret({"client_id": client_id, "secret": secret}, output)


@client.command()
@click.argument("client_id")
@data_option
@format_option
def revoke(client_id: str, data_dir: Path, output: str) -> None:
    """Shut a client out from its next request on."""
    clients = open_platform(data_dir).ledger.clients
    with _known(client_id):
        clients.revoke(client_id, now())
    _print_state(client_id, "revoked", output)


@client.command()
@click.argument("org")
@click.option("--reason", required=True, help="Why, for the record.")
@data_option
@format_option
def stop(org: str, reason: str, data_dir: Path, output: str) -> None:
    """Shut an organisation out from its next request on; '*' shuts out every enterprise at once."""
    _refuse_unknown_org(org)
    open_platform(data_dir).ledger.stops.stop(org, now(), reason=reason)
    _print_switch(org, "stopped", output)


@client.command()
@click.argument("org")
@click.option("--reason", required=True, help="Why, for the record.")
@data_option
@format_option
def resume(org: str, reason: str, data_dir: Path, output: str) -> None:
    """Let a stopped organisation in again; '*' undoes what '*' did."""
    _refuse_unknown_org(org)
    open_platform(data_dir).ledger.stops.resume(org, now(), reason=reason)
    _print_switch(org, "resumed", output)


def _refused(client_id: str, org: str, word: RegisterWord, output: str) -> int:
    """Say why the register speaks against an approval."""
    why = word.objection or Text("", "")
    if output == "json":
        check = {"status": word.check.status, "date": word.check.status_date, "blacklisted": word.check.blacklisted}
        print_json({"client_id": client_id, "state": "refused", "reason": why.as_dict(), "register": check})
        return ANSWER_IS_NO
    raise CommandFailed(f"{client_id} of {org} is not approved: {why.en} / 未予批准{client_id}：{why.zh}", ANSWER_IS_NO)


def _print_switch(org: str, state: str, output: str) -> None:
    if output == "json":
        print_json({"org": org, "state": state})
    else:
        print(f"{'every enterprise' if org == ALL_ENTERPRISES else org} is {state}")


def _refuse_unknown_org(org: str) -> None:
    if org == ALL_ENTERPRISES:
        return
    try:
        role_of(org)
    except DeliveryError as exc:
        raise CommandFailed(str(exc), WRONG_CALL) from exc


def _print_state(client_id: str, state: str, output: str) -> None:
    if output == "json":
        print_json({"client_id": client_id, "state": state})
    else:
        print(f"{client_id} is {state}")


def _print_secret(shown: dict[str, str], output: str) -> None:
    if output == "json":
        print_json(shown)
        return
    print(f"client_id {shown['client_id']}\nsecret    {shown['secret']}")
    print("The secret is shown this once; keep it safe. 密钥仅显示这一次，请妥善保存。")


def _refuse_org_of_another_role(role: Role, org: str) -> None:
    wanted = "steward" if role == "official" else role
    try:
        shown = role_of(org)
    except DeliveryError as exc:
        raise CommandFailed(str(exc), WRONG_CALL) from exc
    if shown != wanted:
        raise CommandFailed(
            f"'{org}' is the code of a {shown}, not of a client with role {role} / 代码“{org}”与角色{role}不符",
            WRONG_CALL,
        )


@contextmanager
def _known(client_id: str) -> Iterator[None]:
    try:
        yield
    except KeyError as exc:
        raise CommandFailed(f"there is no client '{client_id}' / 没有客户端“{client_id}”", WRONG_CALL) from exc
