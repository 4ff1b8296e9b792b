"""An article's text as blocks: safe HTML, and between it what is live: product cards, pictures, the ranking."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from blog.articles.expand import Expanded
from blog.articles.parts import ArticlePicture
from blog.cards.article_card import ArticleCard
from blog.cards.marks import MARK


@dataclass(frozen=True)
class Block:
    """One of `html`, `card` and `picture`, or the place of the ranking. A fold may begin in one block and end in another."""

    html: SafeString | None = None
    card: ArticleCard | None = None
    picture: ArticlePicture | None = None
    is_ranking: bool = False


def blocks(
    text: Expanded,
    *,
    cards: Mapping[str, ArticleCard],
    pictures: Mapping[str, ArticlePicture] | None = None,
    has_ranking: bool = False,
) -> list[Block]:
    """The text cut at its marks. A card with nothing to show vanishes: an article never shows a dead button."""
    live: dict[tuple[str, str], Block] = {("product", slug): Block(card=card) for slug, card in cards.items()}
    live |= {("picture", number): Block(picture=picture) for number, picture in (pictures or {}).items()}
    if has_ranking:
        live["ranking", ""] = Block(is_ranking=True)
    result: list[Block] = []
    at = 0
    for mark in MARK.finditer(text.html):
        _add_html(result, text.html[at : mark.start()])
        at = mark.end()
        key = (mark[1], mark[2] or "")
        if key in live:
            result.append(live[key])
        if mark[1] == "ranking":
            live.pop(key, None)  # once
    _add_html(result, text.html[at:])
    return [*result, live["ranking", ""]] if ("ranking", "") in live else result


def _add_html(result: list[Block], html: str) -> None:
    if html.strip():
        result.append(Block(html=mark_safe(html)))  # noqa: S308 -- `expand` has sanitized it
