"""Nobody's name or number is in anything that can be had before a consent: answers, edition, ledger, logs, measures."""

from __future__ import annotations

from pipelines.store.editions import current_edition
from tests.privacy.answers import callers, everything_answered
from tests.privacy.conftest import City
from tests.privacy.places import in_the_folder, in_the_server
from tests.privacy.search import Search, ordinary
from tests.privacy.words import Words, in_a_file

WORKBOOKS = 3


def test_nobody_is_named_before_a_consent(city: City, words: Words) -> None:
    assert min(sum(kind == wanted for kind in words.values()) for wanted in ("number", "name")) > 400
    search = Search(words, in_text=ordinary(words))
    answers = everything_answered(city.http, callers(city.http, city.platform), workbooks=WORKBOOKS)
    # In one piece it is quick; where it is is asked only when there is something.
    assert not search.found_in(b"\n".join(answers.said.values())) or search.places(answers.said) == {}
    assert in_the_server(city, search) == {}
    assert city.log.getvalue().count("\n") > len(answers.said)
    assert in_the_folder(city.platform, search) == {}
    assert current_edition(city.platform.paths) is not None
    assert search.bytes_searched > 50_000_000
    # An annotated workbook gives a sender its own file back: it names those in that file, and nobody else.
    assert len(answers.workbooks) == WORKBOOKS
    for number, body in answers.workbooks.items():
        delivery = city.platform.ledger.deliveries.get(number)
        assert delivery is not None
        assert search.found_in(body) <= {word for _, word in in_a_file(city.platform, delivery.file_sha256)}
