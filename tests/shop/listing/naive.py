"""A list answered the slow and plain way, product by product: what the index must agree with."""

from collections.abc import Sequence
from datetime import date

from shop.listing.answer import Listing
from shop.listing.facts import ENTITIES, Facts, Name
from shop.listing.filters import FACETS, RANGES, Filters, Sort
from shop.listing.ranges import READY, read_range

Names = dict[str, dict[int, Name]]


def state(facts: Facts, on: date) -> str:
    if facts.in_stock:
        return "in_stock"
    return "preorder" if any(isinstance(day, int) and day > on.toordinal() for day in facts.until) else "sold_out"


def has(facts: Facts, facet: str, value: str, *, on: date, names: Names) -> bool:
    if facet == "availability":
        return state(facts, on) == value
    if facet in RANGES:
        wanted, number = read_range(value, digits=RANGES[facet]), getattr(facts, facet)
        if wanted is None or number is None:
            return False
        return (wanted.low is None or number >= wanted.low) and (wanted.high is None or number <= wanted.high)
    if facet == "release":
        return value in facts.releases
    return value in {names[facet][pk].slug for pk in facts.entities[ENTITIES.index(facet)] if isinstance(pk, int)}


def matching(facts: Sequence[Facts], filters: Filters, *, on: date, names: Names, but: str = "") -> list[Facts]:
    return [
        one
        for one in facts
        if all(
            any(has(one, facet, value, on=on, names=names) for value in filters.chosen(facet))
            for facet in FACETS
            if facet != but and filters.chosen(facet)
        )
    ]


def ordered(facts: Sequence[Facts], sort: Sort) -> list[int]:
    keys = {
        Sort.NEWEST: lambda one: (-one.added, -one.product_id),
        Sort.PRICE: lambda one: (10**12 if one.price is None else one.price, one.product_id),
        Sort.PRICE_DOWN: lambda one: (-(one.price or 0), -one.product_id),
        Sort.RELEASE: lambda one: (-one.released, -one.product_id),
        Sort.POPULARITY: lambda one: (-one.popularity, -one.product_id),
    }
    return [one.product_id for one in sorted(facts, key=keys[sort])]


def counts(facts: Sequence[Facts], filters: Filters, *, on: date, names: Names) -> dict[str, dict[str, int]]:
    """For each facet the values that a list must offer, with their counts."""
    values = {
        "availability": ["in_stock", "preorder", "sold_out"],
        "release": sorted({str(word) for one in facts for word in one.releases}),
        **{facet: [one.text(digits=RANGES[facet]) for one in READY[facet]] for facet in RANGES},
        **{facet: [name.slug for name in names[facet].values()] for facet in ("category", "series", "maker", "scale")},
    }
    found = {}
    for facet, offered in values.items():
        others = matching(facts, filters, on=on, names=names, but=facet)
        own = [value for value in filters.chosen(facet) if facet in RANGES and read_range(value, digits=RANGES[facet])]
        numbers = {value: sum(has(one, facet, value, on=on, names=names) for one in others) for value in [*offered, *own]}
        in_use = {value for value in numbers if any(has(one, facet, value, on=on, names=names) for one in facts)}
        found[facet] = {
            value: number
            for value, number in numbers.items()
            if number or (value in filters.chosen(facet) and (value in in_use or facet in RANGES or facet == "availability"))
        }
    return found


def said(listing: Listing) -> dict[str, dict[str, int]]:
    return {facet: {choice.value: choice.count for choice in choices} for facet, choices in listing.facets.items()}
