"""Count and page: the index's sets brought together as an address asks for it. Asks the database nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import islice
from operator import and_, or_

from shop.listing.answer import Choice, Chosen, Listing, WayOut
from shop.listing.bitmaps import bitmap
from shop.listing.facts import ENTITIES
from shop.listing.filters import FACETS, OFFERED, RANGES, Cursor, Filters, NoSuchPage, Sort
from shop.listing.index import Index
from shop.listing.orders import Order, Relevance
from shop.listing.ranges import READY, read_range


@dataclass(frozen=True)
class Request:
    """What is asked of the index: see `listing`."""

    filters: Filters
    on: date
    language: str
    among: Sequence[int] | None
    page_size: int


class Count:
    """One answer in the making: the set of each choice, and what is left when all facets but one are applied."""

    def __init__(self, index: Index, request: Request) -> None:
        self._index, self._request = index, request
        self._filters = request.filters
        self._states = index.states(on=request.on)
        self._relevance = None if request.among is None else Relevance(request.among, index.rows)
        self._base = index.published
        if self._relevance is not None:
            self._base &= bitmap(self._relevance.rows, size=len(index.ids))
        self._wanted = {
            facet: reduce(or_, (self._rows(facet, value) for value in values)) for facet, values in self._filters.values.items()
        }

    def listing(self) -> Listing:
        found = self._without(None)
        total = found.bit_count()
        ids, following, previous, is_first = self._page(found)
        return Listing(
            ids=ids,
            total=total,
            facets={facet: self._choices(facet) for facet in OFFERED},
            chosen=[self._chosen(facet, value) for facet in FACETS for value in self._filters.chosen(facet)],
            ways_out=[] if total else self._ways_out(),
            next=following,
            previous=previous,
            is_first=is_first,
        )

    # Sets ------------------------------------------------------------------------------------------
    def _without(self, facet: str | None) -> int:
        """The rows that match all facets but `facet`."""
        return reduce(and_, (rows for name, rows in self._wanted.items() if name != facet), self._base)

    def _rows(self, facet: str, value: str) -> int:
        """The rows that have `value`; none for a value that means nothing."""
        if facet == "availability":
            return self._states.get(value, 0)
        if facet in RANGES:
            read = read_range(value, digits=RANGES[facet])
            return self._index.numbers[facet].between(read.low, read.high) if read else 0
        if facet == "release":
            return self._index.releases.having(value)
        return self._index.entities[facet].having(self._index.by_slug[facet].get(value))

    # Facets ----------------------------------------------------------------------------------------
    def _choices(self, facet: str) -> list[Choice]:
        others = self._without(facet)
        chosen = self._filters.chosen(facet)
        if facet in RANGES:
            return self._ranges(facet, others, chosen)
        if facet in ENTITIES:
            return self._entities(facet, others, chosen)
        sets = self._states if facet == "availability" else {str(tag): rows for tag, rows in self._index.releases.sets.items()}
        choices = [Choice(value, (rows & others).bit_count(), value in chosen) for value, rows in sets.items()]
        if facet == "release":
            choices.sort(key=lambda choice: _release_place(choice.value, self._request.on))
        return [choice for choice in choices if choice.count or choice.chosen]

    def _entities(self, facet: str, others: int, chosen: Sequence[str]) -> list[Choice]:
        """By their own order where they have one, else those with the most products first."""
        names = self._index.names[facet]
        found = []
        for tag, rows in self._index.entities[facet].sets.items():
            name = names.get(tag)  # type: ignore[call-overload]  # the tags of entities are their ids
            count = (rows & others).bit_count()
            if name and (count or name.slug in chosen):
                words = getattr(name, self._request.language)
                found.append((name.place, -count, words, Choice(name.slug, count, name.slug in chosen, words)))
        return [choice for _place, _count, _words, choice in sorted(found, key=lambda entry: entry[:3])]

    def _ranges(self, facet: str, others: int, chosen: Sequence[str]) -> list[Choice]:
        digits = RANGES[facet]
        own = [read for value in chosen if (read := read_range(value, digits=digits)) and read not in READY[facet]]
        choices = [
            Choice(text, (self._rows(facet, text) & others).bit_count(), text in chosen, range=one)
            for one in [*READY[facet], *own]
            for text in [one.text(digits=digits)]
        ]
        return [choice for choice in choices if choice.count or choice.chosen]

    def _chosen(self, facet: str, value: str) -> Chosen:
        if facet == "availability":
            return Chosen(facet, value, value in self._states)
        if facet in RANGES:
            read = read_range(value, digits=RANGES[facet])
            return Chosen(facet, value, read is not None, range=read)
        if facet == "release":
            return Chosen(facet, value, bool(self._index.releases.having(value)))
        pk = self._index.by_slug[facet].get(value)
        return Chosen(facet, value, pk is not None, getattr(self._index.names[facet][pk], self._request.language) if pk else "")

    def _ways_out(self) -> list[WayOut]:
        ways = [WayOut(facet, self._without(facet).bit_count()) for facet in self._filters.values]
        return sorted((way for way in ways if way.count), key=lambda way: (-way.count, way.facet))

    # Page ------------------------------------------------------------------------------------------
    def _order(self) -> Order | Relevance:
        if self._filters.sort != Sort.RELEVANCE:
            return self._index.orders[self._filters.sort]
        if self._relevance is None:
            raise NoSuchPage
        return self._relevance

    def _page(self, found: int) -> tuple[list[int], Cursor | None, Cursor | None, bool]:
        """The ids of the page, the cursors of the next page and the one before, and whether this is the first."""
        order, size, after = self._order(), self._request.page_size, self._filters.after
        marked = found.to_bytes(len(self._index.ids) // 8 + 1, "little")
        rows = list(islice((row for row in order.behind(after) if marked[row >> 3] >> (row & 7) & 1), size + 1))
        if after is not None and not rows:
            raise NoSuchPage
        ids = [self._index.ids[row] for row in rows[:size]]
        following = order.cursor(rows[size - 1]) if len(rows) > size else None
        if after is None:
            return ids, following, None, True
        back = list(islice((row for row in order.before(order.cursor(rows[0])) if marked[row >> 3] >> (row & 7) & 1), size + 1))
        return ids, following, order.cursor(back[size]) if len(back) > size else None, not back


def _release_place(value: str, on: date) -> tuple[bool, int, int]:
    """What is to come stands first, the next first; then what is past, the latest first. A quarter stands before its months."""
    year, _dash, part = value.partition("-")
    quarter = part.startswith("q")
    month = int(part[1:]) * 3 - 2 if quarter else int(part)
    ends = int(year) * 12 + month + (2 if quarter else 0)
    past = ends < on.year * 12 + on.month
    begins = int(year) * 24 + 2 * month + (0 if quarter else 1)
    return past, -begins if past else begins, 0
