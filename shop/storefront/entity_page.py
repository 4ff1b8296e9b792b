"""What the page of a series, character, maker, line, scale or sculptor shows, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from shop.catalog.entities import Entity, EntityKind, goods_of
from shop.catalog.models import Release
from shop.catalog.queries import with_card_data
from shop.catalog.releases import coming_of
from shop.shipping.free_shipping import Tariff
from shop.stock.availability import State
from shop.stock.sections import first_of_each_section
from shop.storefront.cards import ProductCard, product_cards

SHOWN = 8  # cards in each part of the page
RELEASES = 12
CALENDARS = ("series", "maker")  # the kinds that have a calendar feed of their own


@dataclass(frozen=True)
class EntityPage:
    """`more` names the parts ('in_stock', 'preorder', 'sold_out') that have more goods than the page shows."""

    kind: EntityKind
    entity: Entity
    in_stock: list[ProductCard]
    preorder: list[ProductCard]
    sold_out: list[ProductCard]
    more: set[str]
    releases: list[Release]

    @property
    def calendar(self) -> str:
        """The name of the address of its calendar feed; '' where it has none."""
        return f"shop:{self.kind.name}_calendar" if self.kind.name in CALENDARS else ""

    @property
    def cards(self) -> list[ProductCard]:
        return [*self.in_stock, *self.preorder, *self.sold_out]


def entity_page(kind: EntityKind, entity: Entity, *, tariff: Tariff, country: str, at: datetime) -> EntityPage:
    found = with_card_data(first_of_each_section(goods_of(kind, entity), on=at.date(), limit=SHOWN + 1))
    parts: dict[str, list[ProductCard]] = {"in_stock": [], "preorder": [], "sold_out": []}
    for card in product_cards(found, tariff=tariff, country=country, at=at):
        state = card.availability.state
        parts["in_stock" if state == State.SCARCE else state.value].append(card)
    return EntityPage(
        kind=kind,
        entity=entity,
        **{name: cards[:SHOWN] for name, cards in parts.items()},
        more={name for name, cards in parts.items() if len(cards) > SHOWN},
        releases=list(coming_of(kind, entity, on=at.date())[:RELEASES]),
    )
