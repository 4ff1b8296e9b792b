"""What an address asks of a list, read without trust: chosen values per facet, the order, and where the page begins."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol
from urllib.parse import urlencode

from shop.listing.ranges import read_range

# The order of the parameters in every link. The last three are filters without a list of choices beside the goods.
FACETS = ("availability", "category", "series", "maker", "scale", "price", "height", "release", "character", "line", "sculptor")
OFFERED = FACETS[:8]
RANGES = MappingProxyType({"price": 2, "height": 1})  # facet -> digits: euros of cents, centimeters of millimeters
MOST_VALUES = 40  # chosen at once; nobody ticks more, and every one costs a link
LONGEST = 200  # characters of one value; no slug is as long, so a value that is cut stays unknown


class Sort(StrEnum):
    """`RELEVANCE` is the order in which a search hands its products over; it exists only there."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    PRICE = "price"
    PRICE_DOWN = "-price"
    RELEASE = "release"
    POPULARITY = "popularity"


class TooManyValues(Exception):
    """More values were chosen than a list answers to."""


class NoSuchPage(Exception):
    """The address begins its page where no page of this list begins: broken, of another order, or behind the end."""


@dataclass(frozen=True)
class Cursor:
    """A page begins behind the product `product_id`, which stood (or would stand) at `value` in the order `sort`."""

    sort: Sort
    value: int
    product_id: int

    def text(self) -> str:
        return f"{self.sort}.{self.value}.{self.product_id}"


class Query(Protocol):
    """A query string as Django reads it: several values under one name."""

    def getlist(self, key: str, /) -> Sequence[str]: ...


@dataclass(frozen=True)
class Filters:
    """The chosen values of each facet (several are an 'or', facets are an 'and'), in canonical order and spelling.

    Values are what the address said: slugs, ranges in canonical spelling, or text that means nothing and finds nothing.
    """

    values: Mapping[str, tuple[str, ...]]
    sort: Sort
    after: Cursor | None = None
    plain_sort: Sort = Sort.NEWEST  # the order that an address need not name

    @classmethod
    def from_query(cls, query: Query, *, plain_sort: Sort = Sort.NEWEST) -> "Filters":
        """Read `?category=…&category=…&price=50-100&sort=…&after=…`; parameters of other names are not looked at.

        An unknown order means the plain one; raises `TooManyValues`, and `NoSuchPage` for a cursor that says nothing or
        belongs to another order.
        """
        values = {facet: _values(facet, query.getlist(facet)) for facet in FACETS}
        if sum(map(len, values.values())) > MOST_VALUES:
            raise TooManyValues
        sort = _sort(query.getlist("sort"), plain_sort)
        return cls(
            {facet: found for facet, found in values.items() if found}, sort, _cursor(query.getlist("after"), sort), plain_sort
        )

    def __bool__(self) -> bool:
        """Whether anything is chosen; order and page choose nothing."""
        return bool(self.values)

    def chosen(self, facet: str) -> tuple[str, ...]:
        return self.values.get(facet, ())

    def without(self, facet: str, value: str | None = None) -> "Filters":
        """The first page without `value`, or without all values of `facet`."""
        left = tuple(kept for kept in self.chosen(facet) if value is not None and kept != value)
        values = {name: left if name == facet else found for name, found in self.values.items()}
        return replace(self, values={name: found for name, found in values.items() if found}, after=None)

    def without_all(self) -> "Filters":
        """The first page with nothing chosen, in the same order."""
        return replace(self, values={}, after=None)

    def only(self, facet: str, value: str) -> "Filters":
        """The first page of one value, in the plain order."""
        return replace(self, values={facet: (value,)}, sort=self.plain_sort, after=None)

    def plainly_sorted(self) -> "Filters":
        """The same choice in the plain order; its first page, unless that is the order already."""
        return self if self.sort == self.plain_sort else replace(self, sort=self.plain_sort, after=None)

    def pairs(self) -> list[tuple[str, str]]:
        """Names and values in canonical order, without the page: what a form must send along."""
        pairs = [(facet, value) for facet in FACETS for value in self.chosen(facet)]
        return pairs if self.sort == self.plain_sort else [*pairs, ("sort", self.sort)]

    def query(self, *, after: Cursor | None = None) -> str:
        """The canonical query string of the page that begins `after`; without it that of the first page."""
        return urlencode([*self.pairs(), ("after", after.text())] if after else self.pairs())


def _values(facet: str, texts: Sequence[str]) -> tuple[str, ...]:
    found = set()
    for text in texts:
        value = text.strip()[:LONGEST]
        if facet in RANGES:
            read = read_range(value, digits=RANGES[facet])
            value = read.text(digits=RANGES[facet]) if read else value
        found.add(value)
    return tuple(sorted(found - {""}))


def _sort(texts: Sequence[str], plain: Sort) -> Sort:
    try:
        sort = Sort(texts[-1]) if texts else plain
    except ValueError:
        return plain
    return plain if sort == Sort.RELEVANCE else sort


def _cursor(texts: Sequence[str], sort: Sort) -> Cursor | None:
    if not texts:
        return None
    match = re.fullmatch(r"([a-z-]+)\.(\d{1,18})\.(\d{1,18})", texts[-1], re.ASCII)
    if match is None or match[1] != sort:
        raise NoSuchPage
    return Cursor(sort, int(match[2]), int(match[3]))
