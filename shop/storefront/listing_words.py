"""How a list names its facets, their choices and its orders, in the page's language."""

from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext, override, pgettext

from shop.catalog.features import height
from shop.listing.answer import Choice, Chosen
from shop.listing.filters import Sort
from shop.listing.ranges import Range
from shop.money import format_cents


def facet_title(facet: str) -> str:
    return {
        "availability": gettext("Availability"),
        "category": gettext("Category"),
        "series": gettext("Series"),
        "maker": gettext("Manufacturer"),
        "scale": gettext("Scale"),
        "price": gettext("Price"),
        "height": gettext("Height"),
        "release": gettext("Release"),
        "character": gettext("Character"),
        "line": gettext("Product line"),
        "sculptor": gettext("Sculptor"),
    }[facet]


def sort_title(sort: Sort) -> str:
    return {
        Sort.RELEVANCE: gettext("Best match first"),
        Sort.NEWEST: gettext("Newest first"),
        Sort.PRICE: gettext("Price: low to high"),
        Sort.PRICE_DOWN: gettext("Price: high to low"),
        Sort.RELEASE: gettext("Latest release first"),
        Sort.POPULARITY: gettext("Most popular first"),
    }[sort]


def state_title(state: str) -> str:
    return {
        "in_stock": gettext("In stock"),
        "preorder": pgettext("availability", "Pre-order"),
        "sold_out": gettext("Sold out"),
    }[state]


def choice_title(facet: str, choice: Choice | Chosen, *, language: str) -> str:
    """What a choice or chip is called; a value that means nothing is quoted as it was typed."""
    if isinstance(choice, Chosen) and not choice.known:
        return pgettext("what was typed", "“%s”") % _printable(choice.value)
    if facet == "availability":
        return state_title(choice.value)
    if facet == "release":
        return _release_title(choice.value, language)
    if choice.range is not None:
        return _range_title(facet, choice.range, language=language)
    return choice.name


def _range_title(facet: str, read: Range, *, language: str) -> str:
    low, high = (None if end is None else _amount(facet, end, language) for end in (read.low, read.high))
    if low is None:
        return gettext("up to %s") % high
    if high is None:
        return gettext("%s and more") % low
    return low if low == high else f"{low} – {high}"


def _amount(facet: str, units: int, language: str) -> str:
    if facet == "price":
        return format_cents(units, language, trim=True)
    return height(units, language=language) or gettext("0 cm")


@lru_cache(maxsize=2000)  # the same few dozen months on every list
def _release_title(value: str, language: str) -> str:
    year, _dash, part = value.partition("-")
    with override(language):
        if part.startswith("q"):
            return gettext("quarter %(quarter)s of %(year)s") % {"quarter": part[1:], "year": year}
        return date_format(date(int(year), int(part), 1), "F Y")


def _printable(text: str) -> str:
    """Without control characters and marks that turn the writing direction, which would garble the words around them."""
    return "".join(character for character in text if character.isprintable())[:60]
