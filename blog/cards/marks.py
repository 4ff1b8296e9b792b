"""The marks in an article's text that stand for something live: each is a paragraph of its own.

`[[product:slug]]` is a card of that product; `[[ranking]]` is the place of the ranking, which else stands at the end.
"""

import re

from blog.articles.clean import clean

CARD = re.compile(r"<p>\s*\[\[product:([-a-z0-9_]+)\]\]\s*</p>")
RANKING = re.compile(r"<p>\s*\[\[ranking\]\]\s*</p>")


def card_slugs(body: str) -> list[str]:
    """The slugs of the product cards in a text, in their order."""
    return CARD.findall(clean(body))


def renamed(body: str, *, names: dict[str, str]) -> str:
    """The clean text `body` with the slugs of its cards replaced as `names` says."""
    return CARD.sub(lambda mark: f"<p>[[product:{names.get(mark[1], mark[1])}]]</p>", body)
