"""Facet counts, totals and pages agree with a plain implementation, over random catalogs, filters and changes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from shop.listing.answer import Listing
from shop.listing.bitmaps import Numbers, Tags
from shop.listing.count import Count, Request
from shop.listing.facts import ENTITIES, Facts, Name
from shop.listing.filters import Filters, NoSuchPage, Sort
from shop.listing.index import Index
from tests.shop.listing import naive

ON = date(2026, 11, 23)
NAMES = {facet: {pk: Name(f"{facet}-{pk}", f"N{pk}", f"N{pk}", 0) for pk in (1, 2, 3)} for facet in ENTITIES}
DAYS = st.sampled_from([ON.toordinal() + days for days in (-1, 0, 1, 200)])

entity = st.sampled_from([(), (1,), (2,), (3,)])
facts = st.builds(
    Facts,
    product_id=st.integers(1, 40),
    entities=st.tuples(*[entity] * len(ENTITIES)),
    added=st.integers(0, 5),
    popularity=st.integers(0, 3),
    height=st.one_of(st.none(), st.sampled_from([0, 99, 100, 101, 245, 400, 10_000])),
    price=st.one_of(st.none(), st.sampled_from([0, 1, 24_99, 25_00, 25_01, 79_90, 100_00, 200_01])),
    in_stock=st.booleans(),
    until=st.lists(DAYS, max_size=2, unique=True).map(tuple),
    releases=st.lists(st.sampled_from(["2026-10", "2026-11", "2027-03", "2027-q1"]), max_size=2, unique=True).map(tuple),
    released=st.integers(0, 2),
)
catalogs = st.lists(facts, max_size=30, unique_by=lambda one: one.product_id)
VALUES = {
    "availability": ["in_stock", "preorder", "sold_out", "evil"],
    "price": ["-25", "25-50", "24.99-25", "200-", "abc", "0"],
    "height": ["-10", "10-20", "24.5", "40-", "-"],
    "release": ["2026-11", "2027-03", "2027-q1", "2099-01", "x"],
    **{facet: [f"{facet}-1", f"{facet}-2", "unknown"] for facet in ENTITIES},
}
chosen = st.lists(st.sampled_from([(facet, value) for facet, values in VALUES.items() for value in values]), max_size=5)
sorts = st.sampled_from([sort for sort in Sort if sort != Sort.RELEVANCE])


def query(pairs: list[tuple[str, str]], sort: Sort) -> Filters:
    read = QueryDict(mutable=True)
    for name, value in [*pairs, ("sort", sort)]:
        read.appendlist(name, value)
    return Filters.from_query(read)


def ask(index: Index, filters: Filters, **options: Any) -> Listing:
    among, page_size = options.get("among"), options.get("page_size", 24)
    return Count(index, Request(filters, options.get("on", ON), "en", among, page_size)).listing()


def all_pages(index: Index, filters: Filters, *, page_size: int = 4, **options: Any) -> list[int]:
    """The ids of all pages by the links to the next; on each page the link to the one before leads back."""
    ids: list[int] = []
    page = ask(index, filters, page_size=page_size, **options)
    before = None
    while True:
        ids += page.ids
        if page.next is None:
            return ids
        here = Filters(filters.values, filters.sort, page.next)
        following = ask(index, here, page_size=page_size, **options)
        assert (following.is_first, following.previous) == (False, before)
        before, page = page.next, following


ANYTHING = {
    "catalog": catalogs,
    "changes": catalogs,
    "gone": st.sets(st.integers(1, 40), max_size=5),
    "pairs": chosen,
    "sort": sorts,
}


@settings(max_examples=100, deadline=None)
@given(**ANYTHING)
def test_list_agrees_with_a_plain_count_before_and_after_changes(**drawn: Any) -> None:
    agree(**drawn)


def agree(catalog: list[Facts], changes: list[Facts], gone: set[int], pairs: list[tuple[str, str]], sort: Sort) -> None:
    index, filters = Index(sorted(catalog, key=lambda one: one.product_id), NAMES), query(pairs, sort)
    present = {one.product_id: one for one in catalog}
    for _round in ("as read", "as changed"):
        facts = list(present.values())
        wanted = naive.matching(facts, filters, on=ON, names=NAMES)
        found = ask(index, filters)
        assert found.total == len(wanted)
        assert naive.said(found) == naive.counts(facts, filters, on=ON, names=NAMES)
        assert all_pages(index, filters) == naive.ordered(wanted, sort)
        if not wanted:
            ways = {facet: len(naive.matching(facts, filters, on=ON, names=NAMES, but=facet)) for facet in filters.values}
            assert {way.facet: way.count for way in found.ways_out} == {facet: n for facet, n in ways.items() if n}
        changed = {one.product_id: one for one in changes if one.product_id not in gone}
        index.change({*changed, *gone}, changed.values())
        present = {pk: one for pk, one in {**present, **changed}.items() if pk not in gone}


@settings(max_examples=80, deadline=None)
@given(catalog=catalogs, pairs=chosen, among=st.lists(st.integers(1, 45), max_size=40), day=st.integers(-2, 300))
def test_search_keeps_its_order_and_counts_what_it_found(
    catalog: list[Facts], pairs: list[tuple[str, str]], among: list[int], day: int
) -> None:
    on = ON + timedelta(days=day)
    index, filters = Index(catalog, NAMES), Filters(query(pairs, Sort.NEWEST).values, Sort.RELEVANCE, None, Sort.RELEVANCE)
    found_ids = [one for one in catalog if one.product_id in among]
    wanted = {one.product_id for one in naive.matching(found_ids, filters, on=on, names=NAMES)}
    assert all_pages(index, filters, among=among, on=on) == [pk for pk in dict.fromkeys(among) if pk in wanted]
    said, counted = naive.said(ask(index, filters, among=among, on=on)), naive.counts(found_ids, filters, on=on, names=NAMES)
    for facet, values in counted.items():
        assert {value: n for value, n in said[facet].items() if n} == {value: n for value, n in values.items() if n}


FAULTS = {
    "a facet counts under its own filter": lambda patch: patch.setattr(
        Count, "_without", lambda self, facet, real=Count._without: real(self, None)
    ),
    "a tag stays with the row that lost it": lambda patch: patch.setattr(
        Tags,
        "put",
        lambda self, row, tags, real=Tags.put: real(self, row, tags or (self._rows[row] if row < len(self._rows) else ())),
    ),
    "a range leaves its upper end out": lambda patch: patch.setattr(
        Numbers, "between", lambda self, low, high, real=Numbers.between: real(self, low, None if high is None else high - 1)
    ),
    "a pre-order lasts a day too long": lambda patch: patch.setattr(
        Index, "states", lambda self, *, on, real=Index.states: real(self, on=on - timedelta(days=1))
    ),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_planted_fault_is_noticed(fault: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fault(monkeypatch)
    search = settings(phases=[Phase.generate], database=None, max_examples=300, deadline=None, report_multiple_bugs=False)
    with pytest.raises(AssertionError):
        search(given(**ANYTHING)(agree))()


def test_page_behind_the_end_is_refused() -> None:
    index = Index([], NAMES)
    with pytest.raises(NoSuchPage):
        ask(index, Filters.from_query(QueryDict("after=newest.5.1")))
    with pytest.raises(NoSuchPage):
        ask(index, Filters({}, Sort.RELEVANCE))


def test_deep_page_touches_no_more_rows_than_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted where rows are tested for membership: the steps along the order."""
    many = [
        Facts(pk, ((),) * len(ENTITIES), pk, 0, None, 100 + pk, in_stock=pk % 2 == 0, until=(), releases=(), released=0)
        for pk in range(1, 5001)
    ]
    index, steps = Index(many, NAMES), [0]

    class Counted(bytes):
        def __getitem__(self, place: Any) -> Any:
            steps[0] += 1
            return super().__getitem__(place)

    monkeypatch.setattr("shop.listing.count.packed", lambda rows, size: Counted(rows.to_bytes(size // 8 + 1, "little")))

    def walked(text: str) -> int:
        steps[0] = 0
        assert len(ask(index, Filters.from_query(QueryDict(text))).ids) == 24
        return steps[0]

    assert walked("availability=in_stock") == 49
    assert [walked(f"availability=in_stock&after=newest.{pk}.{pk}") for pk in (4800, 2400, 300)] == [100, 100, 100]
