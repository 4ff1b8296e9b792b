"""A list of goods with its facets as a page shows it: the list of all goods, and the results of a search."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext

from shop.listing.answer import Choice, Listing
from shop.listing.filters import OFFERED, RANGES, Cursor, Filters, NoSuchPage, Sort, TooManyValues
from shop.listing.listing import listing
from shop.listing.present import kept_goods
from shop.listing.ranges import READY, Range, read_range
from shop.listing.words import grouped
from shop.storefront.cards import ProductCard, product_cards
from shop.storefront.country import country_of, language_of, tariff_as_listed
from shop.storefront.listing_words import choice_title, facet_title, sort_title

TOP = 7  # choices of a facet that stand there at once; the others fold
MOST = 200  # choices that a page names; behind the two hundredth stands almost nothing, and the page would grow without end
UNFOLDED = {"availability", "category", "series", "maker", "price"}


@dataclass(frozen=True)
class Option:
    """A choice with its words; `count` as people read it."""

    value: str
    title: str
    count: str
    chosen: bool


@dataclass(frozen=True)
class FacetBox:
    """One facet of the form: the choices shown at once, those behind the fold, and how many were left out.

    `typed`: the ends of a range of the visitor's own, in price and height ('' where open); None in other facets.
    """

    name: str
    title: str
    top: list[Option]
    more: list[Option]
    left_out: int
    unfolded: bool
    typed: tuple[str, str] | None


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    count: int = 0


@dataclass(frozen=True)
class ListingPage:
    """All that `components/listing.html` shows. Addresses are relative to the site; `hidden` goes along with the form."""

    path: str
    total: int
    cards: list[ProductCard]
    facets: list[FacetBox]
    chips: list[Link]
    clear_url: str
    ways_out: list[Link]
    sorts: list[tuple[Sort, str, bool]]
    hidden: list[tuple[str, str]]
    previous_url: str
    next_url: str
    filters: Filters
    chosen_titles: list[str]
    extra: tuple[tuple[str, str], ...]

    def url(self, filters: Filters, *, after: Cursor | None = None, path: str = "") -> str:
        """The address of a list with `filters`, in canonical order and with what must go along."""
        return _url(path or self.path, self.extra, filters, after)

    def canonical_url(self, *, path: str = "") -> str:
        """The address that stands for this page: without its order, but with its place in the list.

        Page two is no copy of page one, so that it does not name page one as its original. In another order than the plain
        one, the first page of the plain one stands for all.
        """
        filters = self.filters.plainly_sorted()
        extra = tuple(pair for pair in self.extra if pair[0] != "country")  # it changes what is said of shipping, not the list
        return _url(path or self.path, extra, filters, filters.after)

    @property
    def heading(self) -> str:
        """The one thing that was chosen, else all goods."""
        return self.chosen_titles[0] if len(self.chosen_titles) == 1 else gettext("All goods")

    @property
    def indexable(self) -> bool:
        """Whether search machines shall keep the page: one filter at most, in the plain order, and something to see."""
        return self.total > 0 and len(self.chosen_titles) <= 1 and self.filters.sort == self.filters.plain_sort


def tidy_address(
    request: HttpRequest, *, path: str, extra: Sequence[tuple[str, str]] = (), plain: Sort = Sort.NEWEST
) -> str | None:
    """The canonical address where the form's own fields or an old `state=` were sent; None where nothing is to tidy.

    The typed ends of a range arrive as `price_from` and `price_to` and become one `price=`, in place of the one typed before.
    """
    query = request.GET
    typed = {facet: [query.get(f"{facet}_{end}", "").strip() for end in ("from", "to")] for facet in RANGES}
    if not any(name in query for facet in RANGES for name in (f"{facet}_from", f"{facet}_to")) and "state" not in query:
        return None
    tidied = query.copy()
    tidied.setlist("availability", [*query.getlist("availability"), *query.getlist("state")])
    for facet, (low, high) in typed.items():
        if low or high:
            tidied.appendlist(facet, f"{low}-{high}")
    return _url(path, (*extra, *_country(request)), read_filters(tidied, plain=plain), None)


def read_filters(query: QueryDict, *, plain: Sort = Sort.NEWEST) -> Filters:
    """What an address asks for; raises `Http404` where no list can answer it."""
    try:
        return Filters.from_query(query, plain_sort=plain)
    except (NoSuchPage, TooManyValues) as error:
        raise Http404 from error


def listing_page(
    request: HttpRequest,
    *,
    path: str,
    extra: Sequence[tuple[str, str]] = (),
    among: Sequence[int] | None = None,
    look: bool = True,
) -> ListingPage:
    """The page that `request` asks for; raises `Http404` where there is none.

    `path` is its address without the query; `extra` are parameters that every link and the form carry on, such as `q`.
    `among` and `look`: see `listing`.
    """
    now = timezone.localtime()
    plain = Sort.NEWEST if among is None else Sort.RELEVANCE
    if request.GET.get("page", "1") != "1":  # lists once counted their pages
        raise Http404
    filters = read_filters(request.GET, plain=plain)
    try:
        found = listing(filters=filters, on=now.date(), language=language_of(request), among=among, look=look)
    except NoSuchPage as error:
        raise Http404 from error
    return _page(request, found, filters, path=path, extra=(*extra, *_country(request)), at=now)


def _page(
    request: HttpRequest, found: Listing, filters: Filters, *, path: str, extra: tuple[tuple[str, str], ...], at: datetime
) -> ListingPage:
    language = language_of(request)
    tariff, country = tariff_as_listed(request), country_of(request)
    titles = [choice_title(chosen.facet, chosen, language=language) for chosen in found.chosen]

    def url(filters: Filters, after: Cursor | None = None) -> str:
        return _url(path, extra, filters, after)

    return ListingPage(
        path=path,
        total=found.total,
        cards=product_cards(kept_goods(found.ids), tariff=tariff, country=country, at=at),
        facets=[box for facet in OFFERED if (box := _box(facet, found.facets[facet], filters, language=language))],
        chips=[
            Link(title, url(filters.without(chosen.facet, chosen.value)))
            for title, chosen in zip(titles, found.chosen, strict=True)
        ],
        clear_url=url(filters.without_all()),
        ways_out=[Link(facet_title(way.facet), url(filters.without(way.facet)), way.count) for way in found.ways_out],
        sorts=[
            (sort, sort_title(sort), sort == filters.sort)
            for sort in Sort
            if sort != Sort.RELEVANCE or filters.plain_sort == Sort.RELEVANCE
        ],
        hidden=[*extra, *((facet, value) for facet, value in filters.pairs() if facet not in OFFERED and facet != "sort")],
        previous_url="" if found.is_first else url(filters, found.previous),
        next_url=url(filters, found.next) if found.next else "",
        filters=filters,
        chosen_titles=titles,
        extra=extra,
    )


def _box(facet: str, choices: Sequence[Choice], filters: Filters, *, language: str) -> FacetBox | None:
    """The box of `facet`; None where there is nothing to choose. A range of the visitor's own stands in its fields."""
    typed, own = _typed(facet, filters) if facet in RANGES else (None, None)
    options = [
        Option(
            choice.value, choice_title(facet, choice, language=language), grouped(choice.count, language=language), choice.chosen
        )
        for choice in choices
        if choice.value != own
    ]
    if not options and typed in {None, ("", "")}:
        return None
    places = [place for place, option in enumerate(options) if option.chosen]
    places += [place for place, option in enumerate(options) if not option.chosen][: max(0, TOP - len(places))]
    top, more = [options[place] for place in sorted(places)], [o for place, o in enumerate(options) if place not in places]
    if len(more) == 1:  # a fold that hides one choice takes its room
        top, more = options, []
    unfolded = facet in UNFOLDED or bool(filters.chosen(facet))
    return FacetBox(facet, facet_title(facet), top, more[:MOST], len(more[MOST:]), unfolded, typed)


def _typed(facet: str, filters: Filters) -> tuple[tuple[str, str], str | None]:
    """The ends of the first chosen range that is none of the ready ones, and its value."""
    digits = RANGES[facet]
    for value in filters.chosen(facet):
        read = read_range(value, digits=digits)
        if read and read not in READY[facet]:
            low, high = (Range(end, end).text(digits=digits) if end is not None else "" for end in (read.low, read.high))
            return (low, high), value
    return ("", ""), None


def _url(path: str, extra: Sequence[tuple[str, str]], filters: Filters, after: Cursor | None) -> str:
    query = "&".join(part for part in (urlencode(extra), filters.query(after=after)) if part)
    return f"{path}?{query}" if query else path


def _country(request: HttpRequest) -> list[tuple[str, str]]:
    """The delivery country that the address names, if it is served: what the page says of shipping hangs on it."""
    chosen = request.GET.get("country", "").upper()
    return [("country", chosen)] if chosen and chosen == country_of(request) else []
