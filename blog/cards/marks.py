"""The marks in an article's text that stand for something live: each is a paragraph of its own.

`[[product:slug]]` is a card of that product, `[[picture:2]]` the picture with that number; `[[ranking]]` is the place of the ranking,
which else stands at the end.
"""

import re

from blog.articles.clean import clean

CARD = re.compile(r"<p>\s*\[\[product:([-a-z0-9_]+)\]\]\s*</p>")
MARK = re.compile(r"<p>\s*\[\[(product|picture|ranking)(?::([-a-z0-9_]+))?\]\]\s*</p>")


def card_slugs(body: str) -> list[str]:
    """The slugs of the product cards in a text, in their order."""
    return CARD.findall(clean(body))


def picture_numbers(body: str) -> list[int]:
    """The numbers of the pictures in a text, in their order."""
    return [int(name) for kind, name in MARK.findall(clean(body)) if kind == "picture" and name.isascii() and name.isdigit()]


def renamed(body: str, *, names: dict[str, str]) -> str:
    """The clean text `body` with the slugs of its cards replaced as `names` says."""
    return CARD.sub(lambda mark: f"<p>[[product:{names.get(mark[1], mark[1])}]]</p>", body)
