"""Descriptions as HTML: paragraphs, and `code` between backticks. Anything else in them is text."""

import re
from typing import Final

from markupsafe import Markup, escape

_CODE: Final = re.compile(r"`([^`]+)`")


def spans(text: str) -> Markup:
    """Return one line of a description."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped first


def paragraphs(text: str) -> Markup:
    """Return a description of several paragraphs."""
    return Markup("").join(Markup("<p>{}</p>").format(spans(part)) for part in text.split("\n\n"))
