"""The catalog's facts as one process holds them: narrow columns, one set of rows per facet value, and the orders of a list."""

from array import array
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from datetime import date

from shop.listing.bitmaps import Numbers, Tags, bitmap, packed
from shop.listing.facts import ENTITIES, Facts, Name
from shop.listing.filters import Sort
from shop.listing.orders import Order

NO_PRICE = 10**12  # cents; what costs nothing yet stands behind all that does
RARE = {"character", "line", "sculptor"}
_ORDERS: dict[Sort, tuple[bool, Callable[[Facts], int]]] = {
    Sort.NEWEST: (True, lambda facts: facts.added),
    Sort.PRICE: (False, lambda facts: NO_PRICE if facts.price is None else facts.price),
    Sort.PRICE_DOWN: (True, lambda facts: facts.price or 0),
    Sort.RELEASE: (True, lambda facts: facts.released),
    Sort.POPULARITY: (True, lambda facts: facts.popularity),
}


class Index:
    """All published products, each in a row of its own; rows of products that were taken off the shelf stay empty."""

    def __init__(self, facts: Iterable[Facts], names: Mapping[str, Mapping[int, Name]]) -> None:
        read = list(facts)
        self.ids = array("q", (one.product_id for one in read))
        self.rows = {product_id: row for row, product_id in enumerate(self.ids)}
        self.published = bitmap(range(len(read)), size=len(read))
        self.entities = {
            facet: Tags([one.entities[place] for one in read], rare=facet in RARE) for place, facet in enumerate(ENTITIES)
        }
        self.releases = Tags([one.releases for one in read])
        self.numbers = {"price": Numbers([one.price for one in read]), "height": Numbers([one.height for one in read])}
        self._in_stock = bitmap((row for row, one in enumerate(read) if one.in_stock), size=len(read))
        self._until = Tags([one.until for one in read])
        self.orders = {
            sort: Order(sort, [value(one) for one in read], self.ids, down=down) for sort, (down, value) in _ORDERS.items()
        }
        self.rename(names)

    def rename(self, names: Mapping[str, Mapping[int, Name]]) -> None:
        """Take over the names and slugs of all entities."""
        self.names = names
        self.by_slug = {facet: {name.slug: pk for pk, name in of_facet.items()} for facet, of_facet in names.items()}

    def change(self, product_ids: Collection[int], facts: Iterable[Facts]) -> None:
        """Put `facts` in place of what is known of their products; those of `product_ids` without facts are published no more."""
        found = {one.product_id: one for one in facts}
        for one in found.values():
            self._put(one)
        for product_id in product_ids:
            if product_id not in found and product_id in self.rows:
                self._take_out(self.rows[product_id])

    def states(self, *, on: date) -> dict[str, int]:
        """The rows of each availability on the day `on`; every published product has exactly one, that of its card."""
        to_come = 0
        for until, rows in self._until.sets.items():
            if isinstance(until, int) and until > on.toordinal():
                to_come |= rows
        preorder = to_come & ~self._in_stock
        return {
            "in_stock": self._in_stock,
            "preorder": preorder,
            "sold_out": self.published & ~self._in_stock & ~preorder,
        }

    def to_buy(self, ids: Iterable[int], *, on: date) -> set[int]:
        """Those of these products that are in stock or can be pre-ordered on the day `on`."""
        states = self.states(on=on)
        offered = packed(states["in_stock"] | states["preorder"], len(self.ids))
        rows = ((product_id, self.rows[product_id]) for product_id in ids if product_id in self.rows)
        return {product_id for product_id, row in rows if offered[row >> 3] & 1 << (row & 7)}

    def shelf(self, ids: Iterable[int]) -> dict[int, bool]:
        """Of the published ones among these products, whether they are in stock."""
        published, in_stock = packed(self.published, len(self.ids)), packed(self._in_stock, len(self.ids))
        rows = ((product_id, self.rows[product_id]) for product_id in ids if product_id in self.rows)
        return {
            product_id: bool(in_stock[row >> 3] & 1 << (row & 7))
            for product_id, row in rows
            if published[row >> 3] & 1 << (row & 7)
        }

    def _put(self, facts: Facts) -> None:
        row = self.rows.setdefault(facts.product_id, len(self.ids))
        if row == len(self.ids):
            self.ids.append(facts.product_id)
        self.published |= 1 << row
        self._describe(row, facts.entities, facts.releases, facts.until, in_stock=facts.in_stock)
        self.numbers["price"].put(row, facts.price)
        self.numbers["height"].put(row, facts.height)
        for sort, (_down, value) in _ORDERS.items():
            self.orders[sort].put(row, value(facts))

    def _take_out(self, row: int) -> None:
        self.published &= ~(1 << row)
        self._describe(row, ((),) * len(ENTITIES), (), (), in_stock=False)
        for numbers in self.numbers.values():
            numbers.put(row, None)
        for order in self.orders.values():
            order.put(row, None)

    def _describe(
        self,
        row: int,
        entities: tuple[tuple[Hashable, ...], ...],
        releases: tuple[Hashable, ...],
        until: tuple[Hashable, ...],
        *,
        in_stock: bool,
    ) -> None:
        for facet, tags in zip(ENTITIES, entities, strict=True):
            self.entities[facet].put(row, tags)
        self.releases.put(row, releases)
        self._until.put(row, until)
        self._in_stock = self._in_stock | 1 << row if in_stock else self._in_stock & ~(1 << row)
