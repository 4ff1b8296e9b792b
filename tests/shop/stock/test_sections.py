"""What the database finds for each part of a page is what `availability` says of the goods."""

from datetime import date, timedelta
from itertools import product as every

import pytest

from shop.catalog.models import Product
from shop.catalog.queries import with_card_data
from shop.stock.availability import State, availability, best
from shop.stock.sections import first_of_each_section, on_the_shelf, to_preorder
from tests.factories import AT, a_product, a_release, a_variant

pytestmark = pytest.mark.django_db
ON = AT.date()
DATES: list[tuple[date | None, date | None]] = [
    (None, None),
    (ON - timedelta(days=1), None),
    (ON, ON + timedelta(days=9)),
    (ON + timedelta(days=1), ON + timedelta(days=9)),
    (ON + timedelta(days=1), None),
]
STOCKS = [  # on hand, reserved, limit, pre-ordered
    (0, 0, 0, 0), (5, 0, 0, 0), (5, 5, 0, 0), (5, 2, 3, 3), (0, 0, 3, 0), (0, 0, 3, 3), (2, 0, 5, 3),
]  # fmt: skip


def said(product: Product) -> str:
    variants = [availability(release=v.release, stock=getattr(v, "stock", None), on=ON) for v in product.shown_variants]
    return best(variants).state.value.replace(State.SCARCE.value, State.IN_STOCK.value)


def test_database_and_rule_agree_on_every_case() -> None:
    for (released_on, deliver_by), (on_hand, reserved, limit, preordered) in every(DATES, STOCKS):
        release = a_release(released_on=released_on, deliver_by=deliver_by)
        counts = {"on_hand": on_hand, "reserved": reserved, "preorder_limit": limit, "preordered": preordered}
        a_variant(release=release, **counts)
    a_product()
    goods = list(with_card_data(Product.objects.annotate(there=on_the_shelf(), coming=to_preorder(on=ON))))
    found = ["in_stock" if p.there else "preorder" if p.coming else "sold_out" for p in goods]  # type: ignore[attr-defined]
    assert found == [said(product) for product in goods]
    assert {*found} == {"in_stock", "preorder", "sold_out"}


def test_first_of_each_section_is_taken_in_order() -> None:
    for _ in range(3):
        a_variant(product=a_product(name="There"))
        a_variant(product=a_product(name="Gone"), on_hand=0)
    newest = Product.objects.order_by("-pk")
    names = [product.name_en for product in first_of_each_section(newest, on=ON, limit=2)]
    assert names == ["Gone (figure)", "There (figure)"] * 2
