"""What a process keeps of the goods is true: after every change a list shows what a process that has just started would show."""

from collections.abc import Callable
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from djmoney.money import Money

from shop.catalog.models import Category, Manufacturer, Product, ProductImage, Release, Series, Variant
from shop.listing import present
from shop.listing.kept import Kept
from shop.pictures.models import Picture
from shop.pricing.models import PriceChange
from shop.search.goods import shelf
from shop.shipping.models import FreeShippingRule, ShippingZone, ZoneCountry
from shop.stock.models import Stock
from shop.tax.models import TaxProfile
from tests.factories import a_picture, a_preorder, a_product_image, a_series, a_shop, a_variant

pytestmark = pytest.mark.django_db
PATH = "/en/products/"


def shown(client: Client) -> str:
    return client.get(PATH).content.decode()


def shown_by_a_new_process(client: Client) -> str:
    present.forget_index()
    return shown(client)


@pytest.fixture
def goods() -> Variant:
    """A figure with two pictures and two prices behind it, and one to pre-order."""
    a_shop()
    variant = a_variant(price="89.00", rrp=Money("99.00", "EUR"))
    Product.objects.filter(pk=variant.product_id).update(series=a_series())
    for position, color in enumerate(("#336699", "#993366")):
        a_product_image(product=variant.product, position=position, picture=a_picture(color=color))
    reprice(variant, "79.00")
    a_preorder()
    return variant


def reprice(variant: Variant, price: str, *, days: float = 2.0) -> None:
    Variant.objects.filter(pk=variant.pk).update(price=Money(price, "EUR"))
    at = timezone.now() - timedelta(days=days)
    PriceChange.objects.create(variant=variant, cents=int(price.replace(".", "")), valid_from=at)


def _picture_is_drawn_anew() -> None:
    Picture.objects.update(color="#112233")


CHANGES: dict[str, Callable[[Variant], object]] = {
    "name": lambda v: Product.objects.filter(pk=v.product_id).update(name_en="Lumi in the rain"),
    "address": lambda v: Product.objects.filter(pk=v.product_id).update(slug="lumi-in-the-rain"),
    "price": lambda v: Variant.objects.filter(pk=v.pk).update(price=Money("75.00", "EUR")),
    "price before": lambda v: reprice(v, "59.00", days=1),
    "ledger alone": lambda v: PriceChange.objects.create(variant=v, cents=6000, valid_from=timezone.now() - timedelta(days=1)),
    "recommended price": lambda v: Variant.objects.filter(pk=v.pk).update(rrp=Money("120.00", "EUR")),
    "sold out": lambda v: Stock.objects.filter(variant=v).update(on_hand=0),
    "another size": lambda v: a_variant(product=v.product, price="60.00", label="M"),
    "size deleted": lambda v: Variant.objects.exclude(pk=v.pk).filter(price_changes=None).delete(),
    "date slips": lambda v: Release.objects.update(released_on="2028-05-01", deliver_by="2028-06-30"),
    "picture swapped": lambda v: ProductImage.objects.filter(position=0).update(position=5),
    "picture described": lambda v: ProductImage.objects.update(alt_en="Lumi in the rain"),
    "picture deleted": lambda v: ProductImage.objects.all().delete(),
    "picture drawn anew": lambda v: _picture_is_drawn_anew(),
    "series renamed": lambda v: Series.objects.update(name="Nullsektor 10"),
    "maker renamed": lambda v: Manufacturer.objects.update(name="Suzume"),
    "category renamed": lambda v: Category.objects.update(name_en="Statues"),
    "rule switched off": lambda v: FreeShippingRule.objects.update(is_active=False),
    "rule's threshold": lambda v: FreeShippingRule.objects.update(threshold="60.00"),
    "zone renamed": lambda v: ShippingZone.objects.update(price="1.23", name_en="Everywhere"),
    "country no longer served": lambda v: ZoneCountry.objects.filter(country="AT").delete(),
    "small business": lambda v: TaxProfile.objects.update_or_create(defaults={"small_business_from": "2020-01-01"}),
    "SQL": lambda v: connection.cursor().execute("UPDATE shop_product SET name_en = 'Umi' WHERE id = %s", [v.product_id]),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_change_is_on_the_next_page(client: Client, goods: Variant, change: Callable[[Variant], object]) -> None:
    assert shown(client) == shown(client)
    change(goods)
    assert shown(client) == shown_by_a_new_process(client)


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("shop_picture", "picture drawn anew"),
        ("shop_productimage", "picture described"),
        ("shop_freeshippingrule", "rule's threshold"),
    ],
)
def test_without_its_trigger_a_change_would_be_missed(client: Client, goods: Variant, table: str, change: str) -> None:
    """The negative control: what these tests see is seen through the triggers."""
    shown(client)
    with connection.cursor() as cursor:
        on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER {table}_marks_update{on_table}")
    CHANGES[change](goods)
    assert shown(client) != shown_by_a_new_process(client)


def test_goods_are_read_once(goods: Variant, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    ids = [goods.product_id, 999_999]
    present.look_for_changes()
    with django_assert_num_queries(3):
        assert [product.pk for product in present.kept_goods(ids)] == [goods.product_id]
    with django_assert_num_queries(1):  # who is not there is asked for again
        assert [product.pk for product in present.kept_goods(ids)] == [goods.product_id]
    with django_assert_num_queries(0):
        present.kept_goods(ids[:1])
    with django_assert_num_queries(0):
        assert present.kept_shelf(ids) == {goods.product_id: True}


def test_shelf_is_told_as_the_database_tells_it(goods: Variant) -> None:
    hidden, sold_out = a_variant(), a_variant(on_hand=2, reserved=2)
    Product.objects.filter(pk=hidden.product_id).update(is_published=False)
    ids = [variant.product_id for variant in (goods, hidden, sold_out)] + [999_999]
    present.look_for_changes()
    assert present.kept_shelf(ids) == shelf(ids) == {goods.product_id: True, sold_out.product_id: False}


# The memory itself --------------------------------------------------------------------------------
def test_only_what_is_missing_is_read() -> None:
    kept, asked = Kept[int, str](10), []

    def read(missing: list[int]) -> dict[int, str]:
        asked.append(missing)
        return {key: f"value {key}" for key in missing if key != 3}

    assert kept.find([1, 2], read=read) == {1: "value 1", 2: "value 2"}
    assert kept.find([2, 3, 4], read=read) == {2: "value 2", 4: "value 4"}
    assert asked == [[1, 2], [3, 4]]
    kept.drop([1, 99])
    kept.find([1, 2], read=read)
    assert asked[2:] == [[1]]
    kept.clear()
    assert len(kept) == 0


def test_those_used_last_are_kept() -> None:
    kept = Kept[int, int](2)
    kept.find([1, 2], read=lambda missing: {key: key for key in missing})
    kept.find([1], read=lambda missing: {})
    kept.find([3], read=lambda missing: {3: 3})
    assert kept.find([1, 2, 3], read=lambda missing: {}) == {1: 1, 3: 3}


@pytest.mark.parametrize("tell", [lambda kept: kept.drop([1]), lambda kept: kept.drop([2]), lambda kept: kept.clear()])
def test_what_was_read_while_another_thread_learned_of_a_change_is_not_kept(tell: Callable[[Kept[int, str]], None]) -> None:
    kept = Kept[int, str](10)

    def read(missing: list[int]) -> dict[int, str]:
        other = Thread(target=tell, args=[kept])
        other.start()
        other.join()
        return dict.fromkeys(missing, "old")

    assert kept.find([1], read=read) == {1: "old"}
    assert kept.find([1], read=lambda missing: dict.fromkeys(missing, "new")) == {1: "new"}
    assert kept.find([1], read=read) == {1: "new"}
