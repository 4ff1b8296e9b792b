"""This process's index, brought to the present before each answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from shop.catalog.models import Product, Variant
from shop.listing.facts import read_facts, read_names
from shop.listing.index import Index
from shop.listing.marks import Changes, Place, changes_since, present_place

FEW = 500  # changed products that are always read one by one; above, and above a twentieth of all, everything is read anew


class Holder:
    """An index with the place in the marks up to which it knows all."""

    def __init__(self) -> None:
        self._lock = Lock()  # threads of one process share the index; one that reads must not meet one that changes it
        self._index: Index | None = None
        self._place: Place | None = None

    @contextmanager
    def present(self) -> Iterator[Index]:
        """The index as true as the database at this moment, for this thread alone while it is held."""
        with self._lock:
            yield self._bring()

    def forget(self) -> None:
        """Let the next answer read everything anew."""
        with self._lock:
            self._index = self._place = None

    def _bring(self) -> Index:
        index, place = self._index, self._place
        if index is None or place is None:
            return self._rebuild()
        changes = changes_since(place)
        if changes.all or len(changes.products) + len(changes.variants) > max(FEW, len(index.ids) // 20):
            return self._rebuild()
        self._index = self._place = None  # a change that breaks off half way leaves nothing behind
        _apply(index, changes)
        self._index, self._place = index, changes.place
        return index

    def _rebuild(self) -> Index:
        self._index = self._place = None
        place = present_place()  # taken before all is read, so that what changes meanwhile is read again next time
        index = Index(read_facts(), read_names())
        self._index, self._place = index, place
        return index


def _apply(index: Index, changes: Changes) -> None:
    if changes.products or changes.variants:
        # One subquery of both, because an 'or' of the two would make PostgreSQL look at every product.
        sold = Variant.objects.filter(pk__in=changes.variants).order_by().values("product_id")
        edited = Product.objects.filter(pk__in=changes.products).order_by().values("pk")
        index.change(changes.products, read_facts(only=sold.union(edited)))
    if changes.names:
        index.rename(read_names())


_holder = Holder()
present_index = _holder.present
forget_index = _holder.forget
