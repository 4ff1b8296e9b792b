"""Search: order of results, what is never found, corrections, synonyms, and how much is asked of the database."""

import pytest
from pytest_django import DjangoAssertNumQueries

from shop.catalog.models import Product
from shop.search.models import SearchSynonym
from shop.search.refresh import refresh_index
from shop.search.search import NOTHING, Answer, search
from tests.factories import a_manufacturer, a_product, a_series, a_variant

pytestmark = pytest.mark.django_db


def indexed(name: str, **fields: object) -> Product:
    stock = fields.pop("on_hand", 5)
    product = a_product(name=name, **fields)
    a_variant(product=product, on_hand=stock)  # type: ignore[arg-type]
    while refresh_index():
        pass
    return product


def found(query: str, **options: object) -> list[int]:
    return search(query, language="de", **options).products  # type: ignore[arg-type]


def test_nothing_typed_finds_nothing() -> None:
    indexed("Lumi")
    assert search("", language="de") == search(" %_*\"'; -- ", language="de") == NOTHING


def test_exact_name_precedes_popularity_and_stock() -> None:
    popular = indexed("Lumi Nord", popularity=90)
    sold_out = indexed("Lumi West", popularity=50, on_hand=0)
    in_stock = indexed("Lumi Ost", popularity=50)
    exact = indexed("", name_de="Lumi", name_en="Lumi", popularity=1, on_hand=0)
    assert found("lumi") == [exact.pk, popular.pk, in_stock.pk, sold_out.pk]


def test_words_as_they_are_precede_their_beginnings_and_descriptions() -> None:
    described = indexed("Nord", popularity=90, summary_de="Mit Stern und Schein.")
    begins = indexed("Sternlicht", popularity=90)
    word = indexed("Stern Ost", popularity=1)
    assert found("stern") == [word.pk, begins.pk, described.pk]


def test_all_words_are_needed_in_any_order() -> None:
    both = indexed("Lumi Nordlicht", popularity=1)
    indexed("Lumi Abendrot", popularity=90)
    answer = search("nordlicht lumi", language="de")
    assert answer == Answer([both.pk], [], all_words=True, searched="", words=2)


def test_most_words_are_found_where_nothing_has_all() -> None:
    two = indexed("Lumi Nordlicht", popularity=1)
    one = indexed("Lumi Abendrot", popularity=90)
    answer = search("lumi nordlicht qqqqqqqqqqq", language="de")
    assert (answer.products, answer.all_words) == ([two.pk, one.pk], False)
    assert answer.is_miss


def test_unpublished_product_is_never_found_at_once() -> None:
    product = indexed("Lumi")
    assert found("lumi") == [product.pk]
    Product.objects.filter(pk=product.pk).update(is_published=False)  # no refresh follows
    assert found("lumi") == []
    Product.objects.filter(pk=product.pk).update(is_published=True)
    assert found("lumi") == [product.pk]


def test_deleted_product_is_never_found_at_once() -> None:
    product = a_product(name="Lumi")
    refresh_index()
    assert found("lumi") == [product.pk]
    product.delete()  # no refresh follows
    assert found("lumi") == []


def test_misspelled_word_is_corrected_and_named() -> None:
    product = indexed("Krähenfeld")
    assert search("krähnfeld", language="de") == Answer([product.pk], [], all_words=True, searched="krähenfeld", words=1)


def test_literal_search_corrects_nothing() -> None:
    indexed("Krähenfeld")
    answer = search("krähnfeld", language="de", literally=True)
    assert (answer.products, answer.searched) == ([], "")


def test_real_word_is_corrected_where_it_leads_nowhere() -> None:
    """'band' is known, but not beside 'lumi'; 'hand' is near and is."""
    indexed("Nord Bant")
    wanted = indexed("Lumi Rant")
    answer = search("lumi bant", language="de")
    assert (answer.products, answer.searched) == ([wanted.pk], "lumi rant")


def test_far_word_is_not_corrected() -> None:
    indexed("Lumi")
    answer = search("xylophon", language="de")
    assert answer == Answer([], [], all_words=False, searched="", words=1)


def test_synonym_works_at_once_and_stops_at_once() -> None:
    product = indexed("Plüschfigur Lumi")
    indexed("Lumi")
    assert product.pk not in found("kuscheltier")
    synonym = SearchSynonym.objects.create(words="Kuscheltier", meaning="Plüsch")
    assert found("kuscheltier lumi") == [product.pk]
    assert found("kuscheltire lumi") == [product.pk]  # misspelled
    synonym.delete()
    assert found("kuscheltier") == []


def test_synonym_of_several_words_stands_for_several() -> None:
    series = a_series(name="Café Mitternachtsfuchs")
    product = indexed("Kon", series=series)
    indexed("Nord Fox")
    SearchSynonym.objects.create(words="midnight fox", meaning="Café Mitternachtsfuchs")
    assert found("midnight fox kon") == found("Midnight-Fox") == [product.pk]


def test_series_and_makers_are_found_beside_goods() -> None:
    indexed("Lumi", series=a_series(name="Nordlicht", slug="nordlicht"), manufacturer=a_manufacturer(name="Hagel Werke"))
    hits = search("nordlicht", language="de").others
    assert [(hit.kind, hit.title) for hit in hits] == [("series", "Nordlicht")]
    assert hits[0].address.startswith("/de/")
    assert [hit.kind for hit in search("hagel", language="en").others] == ["manufacturer"]


def test_typing_finds_what_goes_on() -> None:
    product = indexed("Lumi")
    assert found("lu", typing=True) == [product.pk]
    assert found("lu") == []


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("lumi", 3),  # what is known of the words; what is found; what of it can be shown
        ("2041070101479", 2),
        ("lmui", 3),
        ("lumi qqqqqqqqq", 4),  # and what has those that were meant, or most of them
    ],
)
def test_search_costs_a_fixed_number_of_queries(
    rows: int, query: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        indexed("Lumi")
    with django_assert_num_queries(queries):
        search(query, language="de")


def test_limit_is_kept_and_the_best_are_kept() -> None:
    products = [indexed("Lumi", popularity=popularity) for popularity in (10, 30, 20)]
    assert found("lumi", limit=2) == [products[1].pk, products[2].pk]


def test_full_tier_is_enough_and_one_that_is_not_full_is_filled_up() -> None:
    named = [indexed("Lumi", popularity=1) for _ in range(2)]
    beside = indexed("Nord", popularity=99, summary_de="Lumi")
    assert found("lumi", limit=2) == [named[1].pk, named[0].pk]
    assert found("lumi", limit=3) == [named[1].pk, named[0].pk, beside.pk]


BAD = [
    '"', "''", "'; --", "NEAR(", "NEAR(lumi lumi, 2)", "lumi AND", "OR", "NOT lumi", "^lumi", "head:lumi", "{head}: lumi", "lumi*",
    "%", "_", "%%%", "*", "\\", "lumi\\", "':*", "lumi:*A", "& |", "!lumi", "<->", "(", ")", "((((", "-lumi", "+", "a" * 10_000,
    "lumi " * 500, "ab " * 3000, "🦊🦊", "\x00", "lu\x00mi", "\u202elumi\u200f", "\ud800", "lumi\udfff", "１／" * 99, "1/" * 5000, "½" * 300,
    "・" * 200, "火" * 500, "\n\t", "－－", "ﾞ" * 50, "e\u0301" * 3000, "𒐫", "ﷺ" * 60,
]  # fmt: skip


@pytest.mark.parametrize("query", BAD, ids=range(len(BAD)))
def test_odd_query_is_no_error_and_never_finds_everything(query: str) -> None:
    other = a_product(name="Nord")
    indexed("Lumi")
    for typing in (False, True):
        answer = search(query, language="de", typing=typing)
        assert other.pk not in answer.products
