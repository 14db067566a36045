"""The rule catalogue as web pages, under the very paths that findings link to."""

from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from data_contracts.rule_catalogue import pages


@cache
def rule_page(name: str) -> Markup | None:
    """Return one page of the catalogue as HTML; None when there is no such page."""
    text = _texts().get(name)
    if text is None:
        return None
    # The catalogue is written from our own contracts, and its anchors are HTML.
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")
    return Markup(reader.render(text))  # noqa: S704 - no text of a sender is in it


@cache
def _texts() -> dict[str, str]:
    return pages()
