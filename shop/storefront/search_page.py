"""What the page of a search shows, and what is suggested while typing: the search and the list of goods brought together."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone

from shop.catalog.models import Product
from shop.catalog.queries import popular
from shop.listing.present import kept_goods, kept_shelf, look_for_changes
from shop.search.search import Answer, Hit, search
from shop.shipping.free_shipping import Tariff
from shop.storefront.cards import ProductCard, product_cards
from shop.storefront.country import country_of, language_of, tariff_as_listed
from shop.storefront.listing_page import ListingPage, listing_page

LONGEST = 200  # characters of a search that are read
SUGGESTED = 4  # goods; what is suggested must fit on a screen without scrolling
SUGGESTED_BESIDES = 2
POPULAR = 8
ARTICLE = "article"


@dataclass(frozen=True)
class SearchPage:
    """`query` as typed, fit to be shown; `goods`: the list with its facets, None where there is nothing to list.

    `instead_url`: the search for exactly what was typed, where something else was searched for. `popular`: a way on for those
    who found nothing, and those who have not asked yet.
    """

    query: str
    answer: Answer
    goods: ListingPage | None
    popular: list[ProductCard]
    instead_url: str

    @property
    def shown(self) -> str:
        """What was really searched for."""
        return self.answer.searched or self.query

    @property
    def entities(self) -> list[Hit]:
        return [hit for hit in self.answer.others if hit.kind != ARTICLE]


def typed(request: HttpRequest) -> str:
    """What was typed, without control characters and marks that turn the writing direction."""
    text = " ".join(request.GET.get("q", "")[:LONGEST].split())
    return "".join(character for character in text if character.isprintable())


def search_page(request: HttpRequest, *, path: str) -> SearchPage:
    """The page of the search that `request` asks for; raises `Http404` for a page of it that is not there."""
    query, literally = typed(request), request.GET.get("literally") == "1"
    look_for_changes()
    answer = search(query, language=language_of(request), literally=literally, goods=kept_shelf)
    extra = [("q", query), ("literally", "1")] if literally else [("q", query)]
    goods = listing_page(request, path=path, extra=extra, among=answer.products, look=False) if answer.products else None
    return SearchPage(
        query=query,
        answer=answer,
        goods=goods,
        popular=[] if goods else _cards(request, popular(POPULAR), tariff=tariff_as_listed(request)),
        instead_url=f"{path}?{urlencode({'q': query, 'literally': '1'})}" if answer.searched else "",
    )


def suggestions(request: HttpRequest) -> tuple[list[ProductCard], list[Hit]]:
    """Goods, and what is found besides, for what has been typed so far."""
    look_for_changes()
    answer = search(typed(request), language=language_of(request), limit=SUGGESTED, typing=True, goods=kept_shelf)
    return _cards(request, kept_goods(answer.products), tariff=tariff_as_listed(request)), answer.others


def _cards(request: HttpRequest, products: Iterable[Product], *, tariff: Tariff) -> list[ProductCard]:
    return product_cards(products, tariff=tariff, country=country_of(request), at=timezone.localtime())
