"""What pages say of themselves to machines (schema.org, as JSON-LD). Every figure is one that the page shows, too."""

from collections.abc import Sequence
from typing import Any

from django.templatetags.static import static
from django.urls import reverse

from shop.catalog.address import absolute
from shop.catalog.entities import EntityKind
from shop.pictures.models import Picture
from shop.storefront.entity_page import EntityPage

Thing = dict[str, Any]
SHOP = "Sternregal"
CONTEXT = "https://schema.org"


def filled(thing: Thing) -> Thing:
    """`thing` without what is not known."""
    return {key: value for key, value in thing.items() if value not in (None, "", [], {})}


def organization() -> Thing:
    return {"@type": "Organization", "name": SHOP, "url": absolute("/"), "logo": absolute(static("img/favicon.svg"))}


def shop_data(*, language: str) -> list[Thing]:
    """The shop itself, for the home page."""
    site = {"@context": CONTEXT, "@type": "WebSite", "name": SHOP, "url": absolute("/"), "inLanguage": language}
    return [{"@context": CONTEXT, **organization()}, site]


def breadcrumbs(*steps: tuple[str, str]) -> Thing:
    """The way to a page: names with addresses, the page itself last."""
    items = [
        {"@type": "ListItem", "position": position, "name": str(name), "item": absolute(url)}
        for position, (name, url) in enumerate(steps, start=1)
    ]
    return {"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def image_of(picture: Picture | None) -> Thing | None:
    if picture is None or not picture.is_ready:
        return None
    width, height = picture.size
    return {"@type": "ImageObject", "url": absolute(picture.url()), "width": width, "height": height}


ABOUT = {
    "series": "CreativeWorkSeries",
    "character": "Person",
    "maker": "Organization",
    "line": "Brand",
    "sculptor": "Person",
}


def entity_data(page: EntityPage, *, crumbs: Sequence[tuple[str, str]], words: str, language: str) -> list[Thing]:
    """The page of a series, maker and so on, described by `words`: a collection of the goods that it shows."""
    entity, url = page.entity, page.entity.get_absolute_url()
    items = [
        {"@type": "ListItem", "position": position, "url": absolute(card.url), "name": str(card.product.name)}
        for position, card in enumerate(page.cards, start=1)
    ]
    collection = {
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "name": entity.name,
        "description": words,
        "url": absolute(url),
        "inLanguage": language,
        "about": _about(page.kind, entity.name, getattr(entity, "native_name", "")),
        "mainEntity": {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items} if items else None,
    }
    return [filled(collection), breadcrumbs(*crumbs, (entity.name, url))]


def _about(kind: EntityKind, name: str, native_name: str) -> Thing | None:
    if kind.name not in ABOUT:
        return None
    return filled({"@type": ABOUT[kind.name], "name": name, "alternateName": native_name})


def home_step() -> tuple[str, str]:
    return SHOP, reverse("shop:home")
