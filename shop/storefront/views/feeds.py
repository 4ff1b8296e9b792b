"""The product feed in Google's Merchant format, with the shipping price of each served country from the one rule."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.catalog.models import Product, Variant
from shop.catalog.queries import with_card_data
from shop.money import cents
from shop.shipping.free_shipping import Tariff, quote_shipping
from shop.stock.availability import Availability, State
from shop.storefront.cards import variant_availability
from shop.storefront.country import tariff_of

CHUNK = 500  # products read at a time, so that a large catalog never lies in memory whole
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>'
STATES = {State.IN_STOCK: "in_stock", State.SCARCE: "in_stock", State.PREORDER: "preorder", State.SOLD_OUT: "out_of_stock"}


@require_safe
def products(request: HttpRequest) -> StreamingHttpResponse:
    """Every published variant as one `<item>`, in the language of the address."""
    return StreamingHttpResponse(_lines(tariff_of(request)), content_type="application/rss+xml; charset=utf-8")


def _lines(tariff: Tariff) -> Iterator[str]:
    now = timezone.localtime()
    yield HEAD
    yield f"<title>Sternregal</title><link>{escape(settings.SITE_URL)}</link><description>Sternregal</description>\n"
    for product in with_card_data(Product.objects.published().order_by("pk")).iterator(chunk_size=CHUNK):
        for variant in product.variants.all():
            yield _item(product, variant, variant_availability(variant, at=now), tariff)
    yield "</channel></rss>\n"


def _item(product: Product, variant: Variant, available: Availability, tariff: Tariff) -> str:
    images = list(product.images.all())
    amount = cents(variant.price)
    facts = {
        "g:id": variant.sku,
        "title": f"{product.name} {variant.label}".strip(),
        "description": str(product.summary) or str(product.name),
        "link": settings.SITE_URL + product.get_absolute_url(),
        "g:image_link": settings.SITE_URL + images[0].picture.url() if images else "",
        "g:price": _euro(amount),
        "g:availability": STATES[available.state],
        "g:availability_date": available.deliver_by.isoformat() if available.deliver_by else "",
        "g:condition": "new",
        "g:brand": product.manufacturer.name,
        "g:gtin": variant.gtin,
        "g:size": variant.label,
        "g:item_group_id": product.slug if variant.label else "",
    }
    inner = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in facts.items() if value)
    return f"<item>{inner}{_shipping(amount, tariff)}</item>\n"


def _shipping(amount: int, tariff: Tariff) -> str:
    quotes = [quote_shipping(goods=amount, country=country, tariff=tariff) for country in tariff.rates]
    return "".join(
        f"<g:shipping><g:country>{quote.country}</g:country><g:price>{_euro(quote.price)}</g:price></g:shipping>"
        for quote in quotes
    )


def _euro(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d} EUR"
