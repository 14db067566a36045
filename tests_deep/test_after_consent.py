"""After one consent that one person's fields are in one answer, and nobody's anywhere else."""

from __future__ import annotations

from tests.privacy.answers import CONTACT, callers, everything_answered
from tests.privacy.conftest import City
from tests.privacy.introduced import demo_enterprise, first_candidate, introduce, opened
from tests.privacy.places import in_the_folder, in_the_server
from tests.privacy.search import Search, ordinary
from tests.privacy.words import Words

OTHERS = 3


def test_a_consent_opens_one_person_in_one_answer_of_one_enterprise(city: City, words: Words) -> None:
    enterprise = demo_enterprise(city.http, city.platform)
    vacancy_id, candidate_id = first_candidate(city.http, enterprise)
    introduced = introduce(city.http, city.platform, enterprise, vacancy_id=vacancy_id, candidate_id=candidate_id)
    cells = city.platform.vault.of_person(city.platform.keys, introduced.person_key)
    own = {cell[name] for cell in cells for name in ("name", "phone", "email") if name in cell}
    assert len(opened(introduced.contact)) >= len(("name", "phone"))
    assert opened(introduced.contact) <= own

    search = Search(words, in_text=ordinary(words))
    # The enterprise, some others, and everybody of every other role.
    all_of_them = callers(city.http, city.platform)
    some = {c.org for c in [c for c in all_of_them if c.role == "enterprise"][:OTHERS]} | {enterprise.org}
    asking = [c for c in all_of_them if c.role != "enterprise" or c.org in some]
    answers = everything_answered(city.http, asking, workbooks=0, contact_is_open=True)
    assert answers.shown[CONTACT] == 1
    found = search.places(answers.said) if search.found_in(b"\n".join(answers.said.values())) else {}
    (place,) = found
    assert place.startswith(f"enterprise {enterprise.org} {introduced.path}/contact ")
    assert found[place] == opened(introduced.contact)
    assert search.found_in(introduced.said) == set()
    for one in asking:
        if one.role == "enterprise" and one.org != enterprise.org:
            assert city.http.get(f"{introduced.path}/contact", headers=one.headers).status_code == 404
    assert in_the_server(city, search) == {}
    # Nothing else has changed since the search before the consent.
    assert in_the_folder(city.platform, search, files="ledger*") == {}
