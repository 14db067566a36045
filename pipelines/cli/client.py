"""`talent client`: programs that call the API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from pipelines.cli.exits import WRONG_CALL, CommandFailed
from pipelines.cli.options import data_option, format_option, now, open_platform, print_json
from pipelines.intake.delivery.deliver import DeliveryError, role_of
from pipelines.store.ledger import Role


@click.group()
def client() -> None:
    """Add, approve, rotate or revoke a program that calls the API."""


@client.command()
@click.option("--role", type=click.Choice(["college", "enterprise", "official", "steward"]), required=True)
@click.option("--org", required=True, help="Institution code, credit code, or an official's region code.")
@data_option
@format_option
def add(role: Role, org: str, data_dir: Path, output: str) -> None:
    """Add a client and print its secret this once."""
    _refuse_org_of_another_role(role, org)
    added, secret = open_platform(data_dir).ledger.clients.add(role, org, now())
    _print_secret({"client_id": added.client_id, "secret": secret, "role": role, "org": org}, output)


@client.command()
@click.argument("client_id")
@data_option
@format_option
def approve(client_id: str, data_dir: Path, output: str) -> None:
    """Let an enterprise's client see candidates."""
    clients = open_platform(data_dir).ledger.clients
    with _known(client_id):
        clients.approve(client_id, now())
    _print_state(client_id, "approved", output)


@client.command()
@click.argument("client_id")
@data_option
@format_option
def rotate(client_id: str, data_dir: Path, output: str) -> None:
    """Give a client a new secret and print it this once."""
    clients = open_platform(data_dir).ledger.clients
    with _known(client_id):
        secret = clients.rotate(client_id, now())
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
