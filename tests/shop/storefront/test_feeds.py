"""The product feed holds what Google's Merchant Center asks of every product (its product data specification)."""

import re
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from shop.pricing.models import PriceChange
from tests.factories import LONG_AGO, a_product, a_product_image, a_release, a_shop, a_variant
from tests.small_shop import load_small_shop

pytestmark = pytest.mark.django_db
G = "{http://base.google.com/ns/1.0}"
# Required for every product here, with what its value must look like. Brand and condition are asked for new goods with a maker.
REQUIRED = {
    f"{G}id": r".{1,50}",
    "title": r".{1,150}",
    "description": r"(?s:.{1,5000})",
    "link": r"https?://\S+",
    f"{G}image_link": r"https?://\S+\.jpg",
    f"{G}availability": r"in_stock|out_of_stock|preorder",
    f"{G}price": r"\d+\.\d\d EUR",
    f"{G}condition": r"new",
    f"{G}brand": r".{1,70}",
    f"{G}identifier_exists": r"yes|no",
}
MOMENT = r"\d{4}-\d\d-\d\dT00:00[+-]\d{4}"  # ISO 8601 with a time zone
ONCE = {*REQUIRED, f"{G}gtin", f"{G}sale_price", f"{G}availability_date", f"{G}size", f"{G}item_group_id", f"{G}product_type"}


def items(client: Client, language: str = "en") -> list[ET.Element]:
    response = client.get(f"/{language}/feeds/products.xml")
    return ET.fromstring(response.getvalue()).findall("channel/item")


def one(client: Client) -> dict[str, str]:
    (item,) = items(client)
    return {child.tag.removeprefix(G): child.text or "" for child in item}


def problems(item: ET.Element) -> list[str]:
    """What the specification would refuse of an item."""
    found = [name for name, shape in REQUIRED.items() if not re.fullmatch(shape, item.findtext(name) or "")]
    found += [f"{name} twice" for name in ONCE if len(item.findall(name)) > 1]
    if (item.findtext(f"{G}availability") == "preorder") != bool(
        re.fullmatch(MOMENT, item.findtext(f"{G}availability_date") or "")
    ):
        found.append("availability_date")
    if (item.findtext(f"{G}identifier_exists") == "yes") != (item.find(f"{G}gtin") is not None):
        found.append("identifier_exists")
    if (item.find(f"{G}size") is not None) != (item.find(f"{G}item_group_id") is not None):
        found.append("item_group_id")
    return found


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_product_of_the_demo_has_what_is_required(client: Client, language: str) -> None:
    load_small_shop(at=timezone.now(), articles=[])
    found = items(client, language)
    ids = [item.findtext(f"{G}id") for item in found]
    assert (len(ids) > 72, len(set(ids)) == len(ids)) == (True, True)
    assert {item.findtext(f"{G}id"): problems(item) for item in found if problems(item)} == {}
    served = {"DE", "AT", "BE", "CZ", "DK", "FR", "LU", "NL", "PL", "CH", "ES", "FI", "IE", "IT", "PT", "SE"}
    for item in found:
        shipping = {s.findtext(f"{G}country"): s.findtext(f"{G}price") or "" for s in item.findall(f"{G}shipping")}
        assert set(shipping) == served and all(re.fullmatch(r"\d+\.\d\d EUR", price) for price in shipping.values())


def test_an_item_that_misses_something_would_be_found() -> None:
    item = ET.fromstring(f'<item xmlns:g="{G[1:-1]}"><g:id>{"x" * 51}</g:id><g:availability>preorder</g:availability></item>')
    assert {f"{G}id", "title", f"{G}price", "availability_date"} <= set(problems(item))


@pytest.fixture
def figure() -> dict[str, object]:
    """What `a_variant` needs to make the one product of the feed, with a picture."""
    a_shop()
    product = a_product(slug="lumi", name="Lumi <3 & co")
    a_product_image(product=product)
    return {"product": product}


def test_texts_are_escaped(client: Client, figure: dict) -> None:
    a_variant(**figure)
    assert one(client)["title"] == "Lumi <3 & co (figure)"


@pytest.mark.parametrize(("precision", "last"), [("day", 1), ("month", 30), ("quarter", 91)])
def test_preorder_names_the_day_from_which_it_is_surely_there(client: Client, figure: dict, precision: str, last: int) -> None:
    april = datetime(2098, 4, 1).date()  # noqa: DTZ001 -- a day
    release = a_release(product=figure["product"], released_on=april, deliver_by=april.replace(year=2099), precision=precision)
    a_variant(release=release, on_hand=0, preorder_limit=3)
    day = april + timedelta(days=last - 1)
    item = one(client)
    assert (item["availability"], item["availability_date"][:16]) == ("preorder", f"{day}T00:00")
    assert datetime.fromisoformat(item["availability_date"]).tzinfo is not None


@pytest.mark.parametrize(("since", "expected"), [(LONG_AGO, ("100.00 EUR", "80.00 EUR")), (None, ("80.00 EUR", None))])
def test_sale_price_is_named_only_where_the_law_lets_it_be(
    client: Client, figure: dict, since: datetime | None, expected: tuple[str, str | None]
) -> None:
    now = timezone.now()
    variant = a_variant(price="100.00", since=since or now - timedelta(days=10), **figure)  # ten days are too new to compare with
    PriceChange.objects.create(variant=variant, cents=80_00, valid_from=now - timedelta(days=1))
    variant.price = "80.00"
    variant.save()
    item = one(client)
    assert (item["price"], item.get("sale_price")) == expected


def test_goods_without_a_number_say_so(client: Client, figure: dict) -> None:
    a_variant(gtin="", **figure)
    item = one(client)
    assert (item["identifier_exists"], "gtin" in item) == ("no", False)


def test_sizes_of_one_run_are_a_group_and_a_rerelease_is_another(client: Client, figure: dict) -> None:
    rerun = a_release(product=figure["product"], kind="rerun")
    for label in ("M", "L"):
        a_variant(label=label, **figure)
        a_variant(label=label, release=rerun, **figure)
    found = {(item.findtext("title") or ""): item.findtext(f"{G}item_group_id") for item in items(client)}
    name, pk = "Lumi <3 & co (figure)", figure["product"].pk
    assert found == {
        f"{name}, M": f"{pk}",
        f"{name}, L": f"{pk}",
        f"{name}, M, re-release": f"{pk}-r{rerun.pk}",
        f"{name}, L, re-release": f"{pk}-r{rerun.pk}",
    }


def test_long_sku_gives_way_to_an_id_that_google_takes(client: Client, figure: dict) -> None:
    variant = a_variant(sku="S" * 60, **figure)
    assert one(client)["id"] == f"v{variant.pk}"


def test_goods_without_a_picture_are_left_out(client: Client) -> None:
    a_shop()
    a_variant()
    assert items(client) == []
