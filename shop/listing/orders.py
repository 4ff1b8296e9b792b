"""The rows of the catalog in each order, so that a page is found by halving and read from there, wherever in the list it lies."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from shop.listing.filters import Cursor, NoSuchPage, Sort

_OUT = -1  # the value of a row that is not published


class Order:
    """Rows by value, and by product id where values are equal; `down` begins with the largest."""

    def __init__(self, sort: Sort, values: Sequence[int | None], ids: "array[int]", *, down: bool) -> None:
        self.sort, self._down, self._ids = sort, down, ids
        self._values = array("q", (_OUT if value is None else value for value in values))
        rows = [row for row, value in enumerate(self._values) if value != _OUT]
        rows.sort(key=ids.__getitem__)
        rows.sort(key=self._values.__getitem__)
        self._rows = array("I", rows)

    def put(self, row: int, value: int | None) -> None:
        """Place `row` at `value` in place of where it stands; None takes it out. A row behind the last is added."""
        if row == len(self._values):
            self._values.append(_OUT)
        now = _OUT if value is None else value
        if now == self._values[row]:
            return
        if self._values[row] != _OUT:
            self._rows.pop(bisect_left(self._rows, self._key(row), key=self._key))
        self._values[row] = now
        if now != _OUT:
            self._rows.insert(bisect_left(self._rows, self._key(row), key=self._key), row)

    def cursor(self, row: int) -> Cursor:
        """The address of the page that begins behind `row`."""
        return Cursor(self.sort, *self._key(row))

    def behind(self, cursor: Cursor | None) -> Iterator[int]:
        """The rows that follow `cursor`; all of them without one."""
        if cursor is None:
            return reversed(self._rows) if self._down else iter(self._rows)
        return self._downward(cursor) if self._down else self._upward(cursor)

    def before(self, cursor: Cursor) -> Iterator[int]:
        """The rows that precede `cursor`, the nearest first."""
        return self._upward(cursor) if self._down else self._downward(cursor)

    def _key(self, row: int) -> tuple[int, int]:
        return self._values[row], self._ids[row]

    def _upward(self, cursor: Cursor) -> Iterator[int]:
        begin = bisect_right(self._rows, (cursor.value, cursor.product_id), key=self._key)
        return (self._rows[place] for place in range(begin, len(self._rows)))

    def _downward(self, cursor: Cursor) -> Iterator[int]:
        begin = bisect_left(self._rows, (cursor.value, cursor.product_id), key=self._key)
        return (self._rows[place] for place in range(begin - 1, -1, -1))


class Relevance:
    """The order of a search: that in which it handed its products over."""

    def __init__(self, ids: Sequence[int], rows: dict[int, int]) -> None:
        self._ids, self._row_of = ids, rows
        self._places = {product_id: place for place, product_id in reversed(list(enumerate(ids)))}
        self._of_row = {row: product_id for product_id in self._places if (row := rows.get(product_id)) is not None}

    @property
    def rows(self) -> Iterator[int]:
        return iter(self._of_row)

    def cursor(self, row: int) -> Cursor:
        product_id = self._of_row[row]
        return Cursor(Sort.RELEVANCE, self._places[product_id], product_id)

    def behind(self, cursor: Cursor | None) -> Iterator[int]:
        return self._along(range(self._place(cursor) + 1 if cursor else 0, len(self._ids)))

    def before(self, cursor: Cursor) -> Iterator[int]:
        return self._along(range(self._place(cursor) - 1, -1, -1))

    def _place(self, cursor: Cursor) -> int:
        """Where the product of `cursor` stands now; raises `NoSuchPage` when the search does not find it."""
        place = self._places.get(cursor.product_id)
        if place is None:
            raise NoSuchPage
        return place

    def _along(self, places: range) -> Iterator[int]:
        for place in places:
            product_id = self._ids[place]
            row = self._row_of.get(product_id)
            if row is not None and self._places[product_id] == place:  # a product that was handed over twice stands once
                yield row
