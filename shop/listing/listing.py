"""The one question that every list of goods asks: which products stand on this page, and what else could be chosen.

For the list of all goods, and for a search, which hands over the products that it found:

    listing(filters=filters, on=today, language="de")
    listing(filters=Filters.from_query(request.GET, plain_sort=Sort.RELEVANCE), on=today, language="de", among=found_ids)
"""

from collections.abc import Sequence
from datetime import date

from shop.listing.answer import Listing
from shop.listing.count import Count, Request
from shop.listing.filters import Filters
from shop.listing.present import present_index

PAGE_SIZE = 24


def listing(
    *,
    filters: Filters,
    on: date,
    language: str,
    among: Sequence[int] | None = None,
    page_size: int = PAGE_SIZE,
    look: bool = True,
) -> Listing:
    """The page of published goods that `filters` ask for on the day `on`, with every facet's choices and their counts.

    `among`: only these products (their ids in the order of their relevance; ids of goods that are gone or not published are
    passed over). With it, and with filters read with `plain_sort=Sort.RELEVANCE`, that order is the plain one.

    What is answered is true of the database at this moment: all that was committed before the call is in it, by whatever
    process. One query when nothing has changed since the last call in this process, four at most. No query looks at more
    rows when the catalog is larger, except for the first call of a process, which reads it whole. Without a `look`, by callers
    that have just called `look_for_changes`, the answer is true of that moment, and costs nothing.

    Raises `NoSuchPage` for a page behind the end of the list, or one of an order that is not there.
    """
    with present_index(look=look) as index:
        return Count(index, Request(filters, on, language, among, page_size)).listing()
