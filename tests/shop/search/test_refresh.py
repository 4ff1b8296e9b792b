"""The index follows what it speaks of, whoever changes it and however; and the vocabulary follows the index."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection

from shop.catalog.models import Category, Character, Manufacturer, Product, ProductLine, Scale, Sculptor, Series, Variant
from shop.search import index_table
from shop.search.models import SearchDirty, SearchDocument, SearchGram, SearchTerm
from shop.search.refresh import rebuild_index, refresh_index
from shop.search.search import search
from shop.search.watch import CATALOG, DEEDS, trigger_names, unwatch
from tests.factories import a_category, a_character, a_manufacturer, a_product, a_series, a_variant

pytestmark = pytest.mark.django_db


def settle() -> None:
    while refresh_index():
        pass


def found(query: str) -> list[int]:
    return search(query, language="de", literally=True).products


@pytest.fixture
def product() -> Product:
    maker = a_manufacturer(name="Hagel")
    product = a_product(
        name="Lumi",
        category=a_category(name_de="Laterne"),
        series=a_series(name="Nordlicht"),
        character=a_character(name="Vega"),
        manufacturer=maker,
        line=ProductLine.objects.create(name="Kleinod", slug="kleinod", manufacturer=maker),
        sculptor=Sculptor.objects.create(name="Amemori", slug="amemori"),
        scale=Scale.objects.create(name="1/7", slug="1-7", denominator=7),
    )
    a_variant(product=product, sku="AB-123", gtin="2041070101479")
    settle()
    return product


CHANGES: list[tuple[Callable[[], object], str, str]] = [
    (lambda: Product.objects.update(name_de="Zirkel"), "lumi laterne", "zirkel"),
    (lambda: Product.objects.update(native_name="火野川"), "", "火野"),
    (lambda: Product.objects.update(summary_en="Zirkel"), "", "zirkel"),
    (lambda: Category.objects.update(name_de="Zirkel"), "laterne", "zirkel"),
    (lambda: Series.objects.update(name="Zirkel"), "nordlicht", "zirkel"),
    (lambda: Series.objects.update(native_name="火野川"), "", "火野"),
    (lambda: Character.objects.update(name="Zirkel"), "vega", "zirkel"),
    (lambda: Manufacturer.objects.update(name="Zirkel"), "hagel", "zirkel"),
    (lambda: ProductLine.objects.update(name="Zirkel"), "kleinod", "zirkel"),
    (lambda: Sculptor.objects.update(name="Zirkel"), "amemori", "zirkel"),
    (lambda: Scale.objects.update(name="1/4"), "1/7", "1/4"),
    (lambda: Variant.objects.update(sku="ZX-987"), "ab123", "zx 987"),
    (lambda: Variant.objects.update(gtin="4006381333931"), "2041070101479", "4006381 333931"),
    (lambda: Variant.objects.update(label="Zirkel"), "", "zirkel"),
]


@pytest.mark.parametrize(("change", "before", "after"), CHANGES, ids=range(len(CHANGES)))
def test_bulk_update_of_any_table_is_followed(product: Product, change: Callable[[], object], before: str, after: str) -> None:
    assert found(after) == []
    assert not before or before == "lumi laterne" or found(before) == [product.pk]
    change()
    settle()
    assert found(after) == [product.pk]
    assert not before or before == "lumi laterne" or found(before) == []


def test_raw_sql_is_followed(product: Product) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE shop_product SET name_en = 'Zirkel'")
    settle()
    assert found("zirkel") == [product.pk]


def test_without_triggers_a_change_would_be_forgotten(product: Product) -> None:
    """The control of the tests above."""
    with connection.cursor() as cursor:
        unwatch(SimpleNamespace(connection=connection, execute=cursor.execute), CATALOG)
    Product.objects.update(name_de="Zirkel")
    settle()
    assert found("zirkel") == []


def test_stock_and_price_are_no_matter_of_the_index(product: Product) -> None:
    Variant.objects.update(price="12.00", position=3)
    Product.objects.update(is_published=False, weight_g=12)
    assert SearchDirty.objects.count() == 0


def test_variant_that_moves_changes_both_products(product: Product) -> None:
    other = a_product(name="Nord")
    settle()
    Variant.objects.update(product=other)
    assert set(SearchDirty.objects.values_list("kind", "object_id")) == {("product", product.pk), ("product", other.pk)}
    settle()
    assert found("ab123") == [other.pk]


def test_deleted_product_leaves_nothing_in_the_index(product: Product) -> None:
    gone = a_product(name="Zirkel")
    settle()
    assert SearchGram.objects.filter(term__term="zirkel").exists()
    gone.delete()
    settle()
    assert [*SearchDocument.objects.filter(kind="product").values_list("object_id", flat=True)] == [product.pk]
    assert not SearchTerm.objects.filter(term="zirkel").exists()
    assert not SearchGram.objects.filter(term__term="zirkel").exists()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {index_table.TABLE}")
        assert cursor.fetchone()[0] == SearchDocument.objects.count()


def test_every_watched_table_has_its_triggers() -> None:
    """A migration that rebuilds a table on SQLite drops its triggers and must call `watch` again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        there = {name for (name,) in cursor.fetchall()}
    assert trigger_names(CATALOG) <= there
    assert len(trigger_names(CATALOG)) == len(CATALOG) * len(DEEDS)


def test_watched_columns_are_columns() -> None:
    with connection.cursor() as cursor:
        for table, watched in CATALOG.items():
            there = {column.name for column in connection.introspection.get_table_description(cursor, table)}
            assert {watched.id_column, *watched.columns} <= there, table


def counts() -> dict[str, int]:
    return dict(SearchTerm.objects.values_list("term", "documents"))


def test_rebuilding_changes_nothing_that_is_true(product: Product) -> None:
    a_product(name="Lumi Nord")
    settle()
    before, documents = counts(), sorted(SearchDocument.objects.values_list("id", flat=True))
    rebuild_index()
    assert (counts(), sorted(SearchDocument.objects.values_list("id", flat=True))) == (before, documents)
    rebuild_index(anew=True)
    assert (counts(), sorted(SearchDocument.objects.values_list("id", flat=True))) == (before, documents)
    assert found("lumi nord") != []


def test_rebuilding_mends_an_index_that_lost_a_document(product: Product) -> None:
    SearchDocument.objects.filter(kind="product").delete()
    index_table.remove_all()
    SearchTerm.objects.all().delete()
    assert found("lumi") == []
    assert rebuild_index(anew=True) == SearchDocument.objects.count()
    assert found("lumi") == [product.pk]


def test_vocabulary_counts_documents(product: Product) -> None:
    other = a_product(name="Lumi")
    settle()
    assert counts()["lumi"] == 2
    Product.objects.filter(pk=other.pk).update(name_de="Nord", name_en="Nord")
    settle()
    assert (counts()["lumi"], counts()["nord"]) == (1, 1)


def test_word_is_kept_as_it_is_written(product: Product) -> None:
    a_product(name="Krähenfeld")
    settle()
    assert SearchTerm.objects.get(term="krahenfeld").written == "krähenfeld"


def test_marks_are_taken_in_portions(product: Product) -> None:
    for _row in range(3):
        Product.objects.update(name_de="Zirkel", name_en="Zirkel")
    assert SearchDirty.objects.count() == 3
    assert [refresh_index(limit=2), refresh_index(limit=2), refresh_index(limit=2)] == [2, 1, 0]
