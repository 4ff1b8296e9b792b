"""How the cards of articles are: what each shows today, so that staff see what has died before readers miss it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from blog.articles.models import Post
from blog.cards.marks import card_slugs
from blog.cards.stand_in import StandIn, Step, stand_ins
from shop.catalog.models import Product


class Health(StrEnum):
    """As `Step`; VANISHED: nothing stands in for it; UNKNOWN: there never was such a product, or it was deleted."""

    ITSELF = "itself"
    NEXT_RELEASE = "next_release"
    CHARACTER = "character"
    SERIES = "series"
    VANISHED = "vanished"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class CardHealth:
    """A card of the text of `post` in one language, by the `slug` that stands there; `shown` is what readers see in its place."""

    post: Post
    language: str
    slug: str
    health: Health
    shown: Product | None

    @property
    def well(self) -> bool:
        return self.health in {Health.ITSELF, Health.NEXT_RELEASE}


def card_health(posts: Iterable[Post], *, on: date) -> list[CardHealth]:
    """Every card of `posts`, in their order: two queries beside that for the articles."""
    found = [(post, code, card_slugs(getattr(post, f"body_{code}"))) for post in posts for code in ("de", "en")]
    pool = stand_ins((slug for _post, _code, slugs in found for slug in slugs), on=on)
    rows = [
        (post, code, slug, chosen.get(slug))
        for post, code, slugs in found
        for chosen in [pool.choose(slugs)]
        for slug in dict.fromkeys(slugs)
    ]
    products = Product.objects.in_bulk({stand_in.product_id for *_row, stand_in in rows if stand_in})
    return [
        CardHealth(
            post, code, slug, _health(stand_in, known=slug in pool.wanted), products.get(stand_in.product_id) if stand_in else None
        )
        for post, code, slug, stand_in in rows
    ]


def _health(stand_in: StandIn | None, *, known: bool) -> Health:
    if stand_in is None:
        return Health.VANISHED if known else Health.UNKNOWN
    return {step: Health(step.value) for step in Step}[stand_in.step]
