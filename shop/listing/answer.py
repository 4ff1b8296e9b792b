"""What a list answers: the products of its page, and the choices of each facet with counts that are true."""

from collections.abc import Mapping
from dataclasses import dataclass

from shop.listing.filters import Cursor
from shop.listing.ranges import Range


@dataclass(frozen=True)
class Choice:
    """One value of a facet. `count`: the products that match all other facets and this value.

    `name` is an entity's name in the page's language; availability, ranges and release months are worded by the page.
    `range` is set in price and height, in cents and millimeters.
    """

    value: str
    count: int
    chosen: bool
    name: str = ""
    range: Range | None = None


@dataclass(frozen=True)
class Chosen:
    """A value that was chosen, for a chip that takes it away; `known` is False for one that means nothing and finds nothing."""

    facet: str
    value: str
    known: bool
    name: str = ""
    range: Range | None = None


@dataclass(frozen=True)
class WayOut:
    """Without its choice in `facet` a list that found nothing would show `count` products."""

    facet: str
    count: int


@dataclass(frozen=True)
class Listing:
    """One page of a list.

    `ids`: its products in order; `total`: how many there are on all pages. `facets`: for each of `OFFERED` its choices in the
    order to be shown, those that would find nothing left out unless they are chosen. `next` is None on the last page;
    `previous` is None where the page before is the first, and on the first page itself (`is_first`).
    `ways_out`: where nothing was found, the facets that could be given up, those that bring most first.
    """

    ids: list[int]
    total: int
    facets: Mapping[str, list[Choice]]
    chosen: list[Chosen]
    ways_out: list[WayOut]
    next: Cursor | None
    previous: Cursor | None
    is_first: bool
