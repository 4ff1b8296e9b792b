"""Run in Oscar's environment: `fill SINGLE` makes products and prints their paths, `sold` prints the pieces that its orders hold."""

import json
import sys
from decimal import Decimal

import django

django.setup()

from django.db.models import Sum  # noqa: E402 -- models can be imported only after the setup
from oscar.core.loading import get_model  # noqa: E402

Country = get_model("address", "Country")
Category = get_model("catalogue", "Category")
Line = get_model("order", "Line")
Partner = get_model("partner", "Partner")
Product = get_model("catalogue", "Product")
ProductClass = get_model("catalogue", "ProductClass")
StockRecord = get_model("partner", "StockRecord")

PRODUCTS = 20
PLENTY = 1_000_000


def fill(single: int) -> list[str]:
    """Products with stock in one category; of the last `single` there is one piece each."""
    Country.objects.create(
        iso_3166_1_a2="DE",
        iso_3166_1_a3="DEU",
        iso_3166_1_numeric="276",
        printable_name="Germany",
        name="Germany",
        is_shipping_country=True,
    )
    goods = ProductClass.objects.create(name="Goods", track_stock=True)
    partner = Partner.objects.create(name="Shop")
    category = Category.add_root(name="Figures")
    paths = []
    for number in range(PRODUCTS + single):
        product = Product.objects.create(product_class=goods, title=f"Figure {number}", description="<p>A figure.</p>" * 5)
        product.categories.add(category)
        StockRecord.objects.create(
            product=product,
            partner=partner,
            partner_sku=f"F-{number}",
            price_currency="EUR",
            price=Decimal("49.90"),
            num_in_stock=PLENTY if number < PRODUCTS else 1,
        )
        paths.append(product.get_absolute_url())
    return paths


def sold() -> dict[str, int]:
    rows = Line.objects.values("product").annotate(pieces=Sum("quantity")).order_by()
    urls = {product.pk: product.get_absolute_url() for product in Product.objects.all()}
    return {urls[row["product"]]: row["pieces"] for row in rows}


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[2])) if sys.argv[1] == "fill" else sold()))
