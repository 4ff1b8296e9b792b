"""This process's index and the goods that it keeps, brought to the present before each answer."""

from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from shop.catalog.columns import keep_columns
from shop.catalog.models import Product, Variant
from shop.catalog.queries import products_in_order
from shop.listing.facts import read_facts, read_names
from shop.listing.index import Index
from shop.listing.kept import Kept
from shop.listing.marks import Changes, Place, changes_since, present_place

FEW = 500  # changed products that are always read one by one; above, and above a twentieth of all, everything is read anew
Value = TypeVar("Value")
GOODS = 2000  # products that a process keeps with all that their cards show; measured, each takes some 11 KB
SETTINGS = 20


class Holder:
    """An index with the place in the marks up to which it knows all, and what was read since and is still true there."""

    def __init__(self) -> None:
        self.goods: Kept[int, Product] = Kept(GOODS)
        self.settings: Kept[Hashable, Any] = Kept(SETTINGS)
        self.answers: Kept[Hashable, Any] = Kept(GOODS)  # about goods: true until any of them changes
        self._lock = Lock()  # threads of one process share the index; one that reads must not meet one that changes it
        self._index: Index | None = None
        self._place: Place | None = None

    @contextmanager
    def present(self, *, look: bool = True) -> Iterator[Index]:
        """The index as true as the database at this moment, for this thread alone while it is held.

        Without a `look`, as true as it was when somebody looked last: for callers that have looked just before.
        """
        with self._lock:
            yield self._bring() if look or self._index is None else self._index

    def forget(self) -> None:
        """Let the next answer read everything anew."""
        with self._lock:
            self._lose()

    def _bring(self) -> Index:
        index, place = self._index, self._place
        if index is None or place is None:
            return self._rebuild()
        changes = changes_since(place)
        if changes.all or len(changes.products) + len(changes.variants) > max(FEW, len(index.ids) // 20):
            return self._rebuild()
        self._index = self._place = None  # a change that breaks off half way leaves nothing behind
        self._apply(index, changes)
        self._index, self._place = index, changes.place
        return index

    def _apply(self, index: Index, changes: Changes) -> None:
        if changes.products or changes.variants:
            # One subquery of both, because an 'or' of the two would make PostgreSQL look at every product.
            sold = Variant.objects.filter(pk__in=changes.variants).order_by().values("product_id")
            edited = Product.objects.filter(pk__in=changes.products).order_by().values("pk")
            facts = list(read_facts(only=sold.union(edited)))
            index.change(changes.products, facts)
            self.goods.drop({*changes.products, *(fact.product_id for fact in facts)})
            self.answers.clear()
        if changes.names:
            index.rename(read_names())
            self.goods.clear()
            self.answers.clear()
            self.settings.clear()

    def _lose(self) -> None:
        self._index = self._place = None
        self.goods.clear()
        self.answers.clear()
        self.settings.clear()

    def _rebuild(self) -> Index:
        self._lose()
        place = present_place()  # taken before all is read, so that what changes meanwhile is read again next time
        index = Index(read_facts(), read_names())
        self._index, self._place = index, place
        return index


_holder = Holder()
present_index = _holder.present
forget_index = _holder.forget


def look_for_changes() -> None:
    """Bring the index and what is kept to the present: one query when nothing has changed."""
    with present_index():
        pass


def kept_goods(ids: Sequence[int]) -> list[Product]:
    """The published ones among these products, in the order of `ids`, with all that a card shows; nobody may change one.

    At least as true as `present_index` was when the caller last held it: ask that first. Three queries for those that this process
    does not keep, else none.
    """
    found = _holder.goods.find(ids, read=_read_goods)
    return [found[product_id] for product_id in ids if product_id in found]


def _read_goods(ids: list[int]) -> dict[int, Product]:
    goods = products_in_order(ids)
    for product in goods:
        keep_columns(product)
    return {product.pk: product for product in goods}


def kept_to_buy(ids: Collection[int], *, on: date) -> set[int]:
    """Those of these products that are in stock or can be pre-ordered on the day `on`; as true as `kept_goods`."""
    with present_index(look=False) as index:
        return index.to_buy(ids, on=on)


def kept_shelf(ids: Collection[int]) -> dict[int, bool]:
    """Of the published ones among these products, whether they are in stock; as true as `kept_goods`."""
    with present_index(look=False) as index:
        return index.shelf(ids)


def kept_setting(key: Hashable, read: Callable[[], Value]) -> Value:
    """What `read` answers, of rows whose every change leaves a mark (`watch.py`); as true as `kept_goods`."""
    found: Value = _holder.settings.find([key], read=lambda _missing: {key: read()})[key]
    return found


def kept_answer(key: Hashable, read: Callable[[], Value]) -> Value:
    """What `read` answers of the goods and their stock alone; kept until one of them changes, and as true as `kept_goods`."""
    found: Value = _holder.answers.find([key], read=lambda _missing: {key: read()})[key]
    return found
