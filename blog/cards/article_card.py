"""A product card in an article: what it shows, and the one right button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from blog.cards.stand_in import StandIn, Step
from shop.catalog.models import Variant
from shop.stock.availability import State
from shop.storefront.cards import ProductCard, variant_availability


class Button(StrEnum):
    """BUY and PREORDER put the only thing that can be chosen into the cart; CHOOSE and LOOK lead to the product's page."""

    BUY = "buy"
    PREORDER = "preorder"
    CHOOSE = "choose"
    LOOK = "look"


@dataclass(frozen=True)
class ArticleCard:
    """`choices`: the variants that can be bought now. `next_on`: the next release of goods that cannot be bought (see `StandIn`)."""

    card: ProductCard
    step: Step
    choices: tuple[Variant, ...]
    next_on: date | None = None
    precision: str = ""

    @property
    def name(self) -> str:
        return str(self.card.product.name)

    @property
    def url(self) -> str:
        return self.card.url

    @property
    def button(self) -> Button:
        if not self.choices:
            return Button.LOOK
        if len(self.choices) > 1:
            return Button.CHOOSE
        return Button.PREORDER if self.card.availability.state == State.PREORDER else Button.BUY

    @property
    def until(self) -> date | None:
        """The last day on which it can be pre-ordered; None where it is no pre-order."""
        released_on = self.card.availability.released_on
        return released_on - timedelta(days=1) if released_on else None


def article_cards(chosen: Mapping[str, StandIn], *, cards: Sequence[ProductCard], at: datetime) -> dict[str, ArticleCard]:
    """The cards of a text by the slugs that stand there; `cards` are those of its goods. Asks the database nothing.

    Goods that were sold out between the two looks at the stock show no button either: each card is built from what was read last.
    """
    known = {card.product.pk: card for card in cards}
    return {
        slug: _article_card(known[stand_in.product_id], stand_in, at=at)
        for slug, stand_in in chosen.items()
        if stand_in.product_id in known
    }


def _article_card(card: ProductCard, stand_in: StandIn, *, at: datetime) -> ArticleCard:
    choices = tuple(v for v in card.product.shown_variants if variant_availability(v, at=at).buyable)
    return ArticleCard(card, stand_in.step, choices, stand_in.next_on, stand_in.precision)
