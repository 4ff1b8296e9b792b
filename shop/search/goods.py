"""Which of the goods that were found can be shown. The index of the search is never asked: it may lag behind by a second."""

from collections.abc import Callable, Collection, Mapping

from shop.catalog.models import Product
from shop.stock.sections import on_the_shelf

Shelf = Callable[[Collection[int]], Mapping[int, bool]]  # ids of products -> of those that are published, whether they are in stock


def shelf(ids: Collection[int]) -> Mapping[int, bool]:
    """A `Shelf` that asks the database, in one query; a page has a quicker one (`shop.listing.present.kept_shelf`)."""
    goods = Product.objects.published().filter(pk__in=ids).annotate(there=on_the_shelf()).order_by()
    return dict(goods.values_list("pk", "there"))
