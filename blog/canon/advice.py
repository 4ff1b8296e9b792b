"""What the canon has to say of an article: advice, never a refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Model

from blog.articles.models import Post
from blog.articles.parts import ArticlePicture, Criterion, RankedItem
from blog.cards.health import CardHealth

TEXTS = ("title", "excerpt", "reviewed", "verdict", "cover_alt")  # beside the body, those in which names stand
PARTS: dict[type[Model], tuple[str, ...]] = {
    ArticlePicture: ("alt", "caption"),
    RankedItem: ("title", "text", "alt"),
    Criterion: ("name",),
}  # and in rows of its own


class Rule(StrEnum):
    NAME = "name"
    NO_ALT = "no_alt"
    FILE_ALT = "file_alt"
    NO_PICTURE = "no_picture"
    NO_COVER_ALT = "no_cover_alt"
    DEAD_LINK = "dead_link"
    BROKEN_LINK = "broken_link"
    DEAD_CARD = "dead_card"
    HEADING_TOO_DEEP = "heading_too_deep"
    EMPTY_HEADING = "empty_heading"
    ADVERTISING = "advertising"
    REVIEW_COPY = "review_copy"
    TOO_LONG = "too_long"


@dataclass(frozen=True)
class Advice:
    """`found`: what stands there; `wanted`: what should; `count`: how often; `card` for `DEAD_CARD`."""

    rule: Rule
    language: str
    found: str = ""
    wanted: str = ""
    count: int = 1
    card: CardHealth | None = None


@dataclass(frozen=True)
class Text:
    """An article in one language, as its rules see it.

    `parts` are the texts of its rows; `pictures` are by number, and None where they are not known yet.
    """

    language: str
    body: str
    texts: Mapping[str, str] = field(default_factory=dict)
    parts: Sequence[str] = ()
    is_advertising: bool = False
    is_review_copy: bool = False
    has_cover: bool = False
    pictures: Mapping[int, ArticlePicture] | None = None


def text_of(
    post: Post,
    language: str,
    pictures: Mapping[int, ArticlePicture] | None,
    rows: Sequence[ArticlePicture | RankedItem | Criterion] = (),
) -> Text:
    return Text(
        language=language,
        body=getattr(post, f"body_{language}"),
        texts={name: getattr(post, f"{name}_{language}") for name in TEXTS},
        parts=[getattr(row, f"{name}_{language}") for row in rows for name in PARTS[type(row)]],
        is_advertising=post.is_advertising,
        is_review_copy=post.is_review_copy,
        has_cover=post.cover_id is not None,
        pictures=pictures,
    )
