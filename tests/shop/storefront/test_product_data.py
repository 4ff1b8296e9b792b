"""A product as machines read it in its page."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from shop.stock.availability import Availability, State
from shop.storefront.product_data import available_from
from tests.factories import a_category, a_manufacturer, a_product, a_product_image, a_release, a_shop, a_variant

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def _shop() -> None:
    a_shop()


def things(client: Client, path: str) -> dict[str, Any]:
    """What the page says to machines, by type."""
    text = client.get(path).content.decode()
    return {thing["@type"]: thing for thing in map(json.loads, BLOCK.findall(text))}


def test_product_of_one_variant_has_one_offer(client: Client) -> None:
    maker, category = a_manufacturer(name="Kurogane Works"), a_category(name_en="Figures", slug="figures")
    product = a_product(
        slug="lumi", manufacturer=maker, category=category, height_mm=245, summary_en="A figure.", native_name="ルミ"
    )
    a_variant(product=product, sku="SR-1", gtin="2041070101479", price="79.90", on_hand=9)
    image = a_product_image(product=product)
    url = "http://127.0.0.1:8000/en/products/lumi/"
    found = things(client, "/en/products/lumi/")
    assert found["Product"] == {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": "Lumi (figure)",
        "alternateName": "ルミ",
        "description": "A figure.",
        "url": url,
        "image": [{"@type": "ImageObject", "url": f"http://127.0.0.1:8000{image.picture.url()}", "width": 60, "height": 40}],
        "brand": {"@type": "Brand", "name": "Kurogane Works"},
        "category": "Figures",
        "height": {"@type": "QuantitativeValue", "value": 245, "unitCode": "MMT"},
        "sku": "SR-1",
        "gtin": "2041070101479",
        "offers": {
            "@type": "Offer",
            "url": url,
            "priceCurrency": "EUR",
            "price": "79.90",
            "availability": "https://schema.org/InStock",
            "itemCondition": "https://schema.org/NewCondition",
            "seller": {"@type": "Organization", "name": "Sternregal"},
        },
    }
    assert [(row["position"], row["name"]) for row in found["BreadcrumbList"]["itemListElement"]] == [
        (1, "Sternregal"),
        (2, "Figures"),
        (3, "Lumi (figure)"),
    ]


@pytest.mark.parametrize(
    ("stock", "said"),
    [
        ({"on_hand": 9}, "InStock"),
        ({"on_hand": 2}, "LimitedAvailability"),
        ({"on_hand": 0}, "SoldOut"),
        ({"on_hand": 0, "preorder_limit": 5}, "SoldOut"),  # without a release nothing is a pre-order
    ],
)
def test_availability_is_what_the_page_says(client: Client, stock: dict[str, int], said: str) -> None:
    a_variant(product=a_product(slug="lumi"), **stock)
    assert things(client, "/de/products/lumi/")["Product"]["offers"]["availability"] == f"https://schema.org/{said}"


@pytest.mark.parametrize(
    ("precision", "released_on", "starts"),
    [
        ("day", date(2027, 4, 9), date(2027, 4, 9)),
        ("month", date(2027, 4, 1), date(2027, 4, 30)),
        ("quarter", date(2027, 4, 1), date(2027, 6, 30)),
    ],
)
def test_start_is_never_said_earlier_than_is_sure(precision: str, released_on: date, starts: date) -> None:
    assert available_from(Availability(State.PREORDER, 1, released_on, precision, date(2027, 8, 1))) == starts


def test_what_is_no_preorder_has_no_start() -> None:
    assert available_from(Availability(State.IN_STOCK, 1)) is None


def test_preorder_names_its_start(client: Client) -> None:
    day = timezone.localdate() + timedelta(days=40)
    release = a_release(product=a_product(slug="lumi"), released_on=day, deliver_by=day, precision="day")
    a_variant(release=release, on_hand=0, preorder_limit=3)
    product = things(client, "/de/products/lumi/")["Product"]
    assert (product["offers"]["availability"], product["offers"]["availabilityStarts"]) == ("https://schema.org/PreOrder", f"{day}")
    assert product["releaseDate"] == f"{day}"


def test_sizes_and_runs_are_a_group_of_variants(client: Client) -> None:
    product = a_product(slug="lumi")
    a_variant(product=product, label="M", sku="M", price="20.00")
    a_variant(release=a_release(product=product, kind="rerun"), label="L", sku="L", price="25.00", on_hand=0)
    found = things(client, "/en/products/lumi/")
    assert "Product" not in found
    group = found["ProductGroup"]
    assert (group["productGroupID"], group["variesBy"]) == ("lumi", ["https://schema.org/size"])
    rows = [(v["name"], v["sku"], v["size"], v["offers"]["price"]) for v in group["hasVariant"]]
    assert sorted(rows) == [("Lumi (figure), L, re-release", "L", "L", "25.00"), ("Lumi (figure), M", "M", "M", "20.00")]
    assert "offers" not in group


def test_runs_without_sizes_do_not_vary_by_size(client: Client) -> None:
    product = a_product(slug="lumi")
    a_variant(release=a_release(product=product, released_on=date(2025, 1, 1), deliver_by=None))
    a_variant(release=a_release(product=product, kind="rerun"))
    assert "variesBy" not in things(client, "/de/products/lumi/")["ProductGroup"]


def test_product_without_variants_offers_nothing(client: Client) -> None:
    a_product(slug="lumi")
    assert set(things(client, "/de/products/lumi/")) == {"BreadcrumbList"}


def test_names_of_staff_do_not_end_the_block(client: Client) -> None:
    product = a_product(slug="lumi", name="</script><script>alert(1)</script>")
    a_variant(product=product)
    assert b"<script>alert" not in client.get("/de/products/lumi/").content
    assert things(client, "/en/products/lumi/")["Product"]["name"].startswith("</script>")
