"""After an erasure nothing of the person is left in any answer; the files are searched in `tests/publication`."""

from __future__ import annotations

from tests.privacy.answers import callers, everything_answered
from tests.privacy.conftest import served
from tests.privacy.places import in_the_server
from tests.privacy.search import Search
from tests.publication.everything import places_of
from tests.publication.test_erase_city import ErasedCity, erased

__all__ = ["erased"]


def test_a_person_whose_contact_was_seen_is_gone_from_every_answer_and_file(erased: ErasedCity) -> None:
    assert len(erased.said["opened"]) >= len(("name", "phone"))
    assert set(erased.said["opened"]) <= {*erased.subject.names, *erased.subject.contacts}
    search = Search(dict.fromkeys(erased.words, "number"))
    for status, text in erased.said["hidden"]:
        assert status in (404, 409)
        assert search.found_in(text.encode()) == set()
    with served(erased.after.paths.root) as city:
        asking = callers(city.http, city.platform)
        # With an erasure the people of every earlier edition are gone.
        answers = everything_answered(city.http, asking, workbooks=0, has_earlier_edition=False)
        assert not search.found_in(b"\n".join(answers.said.values())) or search.places(answers.said) == {}
        assert in_the_server(city, search) == {}
    # With the ledger after all that was asked: its events, its audit and its WAL.
    assert places_of(erased.after, erased.words) == {}
