import base64
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from pipelines.store.ledger import ALL_ENTERPRISES
from pipelines.store.platform import Platform
from tests.api.conftest import CLIENTS, START, Bearer, Clock

Secrets = dict[str, tuple[str, str]]
FORM = {"grant_type": "client_credentials"}


def test_credentials_in_the_form_give_a_token_of_fifteen_minutes(bare: TestClient, secrets: Secrets) -> None:
    client_id, secret = secrets["enterprise"]
    answer = bare.post("/oauth/token", data=FORM | {"client_id": client_id, "client_secret": secret})
    assert answer.status_code == 200
    assert answer.json()["expires_in"] == 900
    assert answer.headers["cache-control"] == "no-store"


def test_scopes_follow_the_role(bare: TestClient, secrets: Secrets) -> None:
    scopes = {n: set(bare.post("/oauth/token", data=FORM, auth=secrets[n]).json()["scope"].split()) for n in secrets}
    assert scopes["official"] == {"metrics:read", "audit:read", "reports:read"}
    assert "candidates:read" in scopes["enterprise"]
    assert "candidates:read" not in scopes["college"]


def test_a_narrowed_token_cannot_do_the_rest(http: TestClient, secrets: Secrets) -> None:
    asked = FORM | {"scope": "vacancies:read"}
    token = http.post("/oauth/token", data=asked, auth=secrets["enterprise"]).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert http.get("/v1/vacancies", headers=headers).status_code == 200
    assert http.get("/v1/pool", headers=headers).json()["code"] == "not_allowed"


def test_a_scope_the_role_lacks_is_refused(bare: TestClient, secrets: Secrets) -> None:
    answer = bare.post("/oauth/token", data=FORM | {"scope": "pool:read"}, auth=secrets["college"])
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_scope")


def test_wrong_secret_and_unknown_client_answer_alike(bare: TestClient, secrets: Secrets) -> None:
    wrong = bare.post("/oauth/token", data=FORM, auth=(secrets["college"][0], "guess"))
    unknown = bare.post("/oauth/token", data=FORM, auth=("tr-000000000000", "guess"))
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.json()["error"] == "invalid_client"


def test_broken_basic_credentials_are_a_problem(bare: TestClient) -> None:
    for text in ("!!!", base64.b64encode(b"no colon").decode(), base64.b64encode(b"\xff\xfe").decode()):
        answer = bare.post("/oauth/token", data=FORM, headers={"Authorization": f"Basic {text}"})
        assert answer.status_code == 401


@pytest.mark.parametrize("name", ["client_secret", "CLIENT_SECRET", "access_token", "api_key", "password"])
def test_a_secret_in_the_query_is_refused_in_clear_words_and_not_repeated(
    http: TestClient, secrets: Secrets, bearer: Bearer, name: str
) -> None:
    client_id, secret = secrets["college"]
    good = {"client_id": client_id, "client_secret": secret}
    for method, path in (("post", "/oauth/token"), ("get", "/v1/deliveries"), ("get", "/v1/audit")):
        for headers in ({}, bearer("college")):
            answer = http.request(method, path, params={name: secret}, data=FORM | good, headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (400, "credentials_in_query"), (path, headers)
            assert secret not in answer.text
            assert "Authorization" in answer.json()["messages"]["zh"]


def test_the_token_route_takes_no_query_at_all(bare: TestClient, secrets: Secrets) -> None:
    client_id, secret = secrets["college"]
    form = FORM | {"client_secret": secret}
    answer = bare.post("/oauth/token", data=form, params={"client_id": client_id})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")


def test_credentials_sent_in_two_ways_are_refused(bare: TestClient, secrets: Secrets) -> None:
    client_id, secret = secrets["college"]
    other = secrets["steward"][0]
    for twice in ({"client_id": client_id, "client_secret": secret}, {"client_id": other}, {"client_secret": "x"}):
        answer = bare.post("/oauth/token", data=FORM | twice, auth=(client_id, secret))
        assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request"), twice
    assert bare.post("/oauth/token", data=FORM | {"client_id": client_id}, auth=(client_id, secret)).status_code == 200


def test_ids_and_secrets_that_no_ledger_can_hold_are_wrong_ones(bare: TestClient, secrets: Secrets) -> None:
    client_id, secret = secrets["college"]
    # Half a surrogate pair, and a NUL, in a part whose sender chose its own character set.
    for name, value in (("client_id", "+2AA-"), ("client_secret", "+2AA-"), ("client_id", "+AAA-"), ("scope", "+2AA-")):
        fields = FORM | {"client_id": client_id, "client_secret": secret, name: value}
        parts = "".join(f'--x\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items())
        kind = "multipart/form-data; boundary=x; charset=utf-7"
        answer = bare.post("/oauth/token", content=f"{parts}--x--\r\n", headers={"Content-Type": kind})
        assert answer.status_code in (400, 401), (name, value, answer.text)


def test_every_way_to_be_shut_out_answers_alike(
    bare: TestClient, platform: Platform, secrets: Secrets, clock: Clock
) -> None:
    def ask(auth: tuple[str, str]) -> tuple[int, dict[str, object], str]:
        answer = bare.post("/oauth/token", data=FORM, auth=auth)
        return answer.status_code, answer.json(), answer.headers["www-authenticate"]

    wrong = ask((secrets["college"][0], "guess"))
    platform.ledger.clients.revoke(secrets["other_college"][0], START)
    platform.ledger.stops.stop(CLIENTS["college"][1], START, reason="test")
    client, secret = platform.ledger.clients.add("steward", "990000", START, life=timedelta(hours=1))
    clock.move(hours=1)
    answers = [ask(auth) for auth in (secrets["other_college"], secrets["college"], (client.client_id, secret))]
    assert answers == [wrong] * 3


def test_another_grant_type_is_refused(bare: TestClient, secrets: Secrets) -> None:
    answer = bare.post("/oauth/token", data={"grant_type": "password"}, auth=secrets["college"])
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")
    assert bare.post("/oauth/token").json()["error"] == "invalid_request"


def test_an_oversized_form_is_refused(bare: TestClient) -> None:
    assert bare.post("/oauth/token", data=FORM | {"client_secret": "x" * 10_000}).status_code == 400
    answer = bare.post("/oauth/token", data=FORM | {"client_secret": "x" * 100_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_token_ends_after_fifteen_minutes(http: TestClient, bearer: Bearer, clock: Clock) -> None:
    headers = bearer("enterprise")
    clock.move(minutes=14, seconds=59)
    assert http.get("/v1/vacancies", headers=headers).status_code == 200
    clock.move(seconds=1)
    assert http.get("/v1/vacancies", headers=headers).json()["code"] == "not_authenticated"


def test_a_changed_or_unsigned_token_is_refused(http: TestClient, bearer: Bearer) -> None:
    token = bearer("enterprise")["Authorization"].removeprefix("Bearer ")
    header, claims, signature = token.split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"at+jwt"}').decode().rstrip("=")
    flipped = ("B" if signature[0] != "B" else "C") + signature[1:]
    for forged in (f"{header}.{claims}.{flipped}", f"{none}.{claims}.", f"{header}.{claims}", "x", ""):
        answer = http.get("/v1/vacancies", headers={"Authorization": f"Bearer {forged}"})
        assert answer.status_code == 401, forged


def test_revoking_counts_from_the_next_request(
    http: TestClient, platform: Platform, secrets: Secrets, bearer: Bearer
) -> None:
    headers = bearer("enterprise")
    assert http.get("/v1/vacancies", headers=headers).status_code == 200
    platform.ledger.clients.revoke(secrets["enterprise"][0], START)
    assert http.get("/v1/vacancies", headers=headers).status_code == 401
    assert http.post("/oauth/token", data=FORM, auth=secrets["enterprise"]).status_code == 401


def test_an_enterprise_sees_nothing_before_its_approval(http: TestClient, platform: Platform) -> None:
    client, secret = platform.ledger.clients.add("enterprise", "91990000MA0000003C", START)
    token = http.post("/oauth/token", data=FORM, auth=(client.client_id, secret)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    for path in ("/v1/vacancies", "/v1/pool", f"/v1/vacancies/v_{'a' * 20}/candidates", "/v1/deliveries"):
        answer = http.get(path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_approved"), path
    assert http.get("/v1/contracts", headers=headers).status_code == 200
    platform.ledger.clients.approve(client.client_id, START)
    assert http.get("/v1/pool", headers=headers).status_code == 200


def test_an_approval_ends_at_its_moment_without_a_new_token(http: TestClient, platform: Platform, clock: Clock) -> None:
    client, secret = platform.ledger.clients.add("enterprise", "91990000MA0000003C", START)
    platform.ledger.clients.approve(client.client_id, START, valid_until=START + timedelta(minutes=5))
    token = http.post("/oauth/token", data=FORM, auth=(client.client_id, secret)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert http.get("/v1/vacancies", headers=headers).status_code == 200
    clock.move(minutes=5)
    answer = http.get("/v1/vacancies", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_approved")


def test_a_stop_counts_from_the_next_request_and_so_does_its_end(
    http: TestClient, platform: Platform, bearer: Bearer
) -> None:
    headers, theirs = bearer("enterprise"), bearer("college")
    platform.ledger.stops.stop(ALL_ENTERPRISES, START, reason="leak")
    assert http.get("/v1/vacancies", headers=headers).status_code == 401
    assert http.get("/v1/deliveries", headers=theirs).status_code == 200
    platform.ledger.stops.resume(ALL_ENTERPRISES, START, reason="mended")
    assert http.get("/v1/vacancies", headers=headers).status_code == 200
