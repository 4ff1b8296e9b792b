"""The product feed in Google's Merchant format, with the shipping price of each served country from the one rule."""

from collections.abc import Iterator
from datetime import date, datetime, time
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shop.catalog.address import absolute
from shop.catalog.models import Product, ReleaseKind, Variant
from shop.catalog.queries import with_card_data
from shop.money import cents
from shop.shipping.free_shipping import Tariff, quote_shipping
from shop.stock.availability import State
from shop.storefront.cards import variant_availability, variant_reduction
from shop.storefront.country import tariff_of
from shop.storefront.product_data import available_from, variant_name

CHUNK = 500  # products read at a time, so that a large catalog never lies in memory whole
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>'
STATES = {State.IN_STOCK: "in_stock", State.SCARCE: "in_stock", State.PREORDER: "preorder", State.SOLD_OUT: "out_of_stock"}
TITLE, DESCRIPTION, ID = 150, 5000, 50  # letters that Google takes


@require_safe
def products(request: HttpRequest) -> StreamingHttpResponse:
    """Every published variant with a picture as one `<item>`, in the language of the address; Google takes none without one."""
    return StreamingHttpResponse(_lines(tariff_of(request)), content_type="application/rss+xml; charset=utf-8")


def _lines(tariff: Tariff) -> Iterator[str]:
    now = timezone.localtime()
    yield HEAD
    yield f"<title>Sternregal</title><link>{escape(settings.SITE_URL)}</link><description>Sternregal</description>\n"
    for product in with_card_data(Product.objects.published().order_by("pk")).iterator(chunk_size=CHUNK):
        pictures = [absolute(image.picture.url()) for image in product.shown_images if image.picture.is_ready]
        for variant in product.shown_variants if pictures else ():
            yield _item(product, variant, pictures, tariff, now)
    yield "</channel></rss>\n"


def _item(product: Product, variant: Variant, pictures: list[str], tariff: Tariff, at: datetime) -> str:
    first, *others = pictures
    available = variant_availability(variant, at=at)
    starts = available_from(available)
    facts = {
        "g:id": variant.sku if len(variant.sku) <= ID else f"v{variant.pk}",
        "title": variant_name(variant)[:TITLE],
        "description": (str(product.description) or str(product.summary) or str(product.name))[:DESCRIPTION],
        "link": absolute(product.get_absolute_url()),
        "g:image_link": first,
        "g:availability": STATES[available.state],
        "g:availability_date": _moment(starts) if starts else "",
        "g:condition": "new",
        "g:brand": product.manufacturer.name,
        "g:gtin": variant.gtin,
        "g:identifier_exists": "yes" if variant.gtin else "no",
        "g:product_type": str(product.category),
        "g:size": variant.label,
        "g:item_group_id": _group(product, variant),
        **_prices(variant, at),
    }
    inner = "".join(f"<{tag}>{escape(value)}</{tag}>" for tag, value in facts.items() if value)
    more = "".join(f"<g:additional_image_link>{escape(url)}</g:additional_image_link>" for url in others[:10])
    return f"<item>{inner}{more}{_shipping(cents(variant.price), tariff)}</item>\n"


def _group(product: Product, variant: Variant) -> str:
    """The sizes of one run belong together; a re-release is another thing to buy, with a price and a GTIN of its own."""
    if not variant.label:
        return ""
    is_rerun = variant.release is not None and variant.release.kind == ReleaseKind.RERUN
    return f"{product.pk}-r{variant.release_id}" if is_rerun else f"{product.pk}"


def _prices(variant: Variant, at: datetime) -> dict[str, str]:
    """A sale price only where the law lets the reduction be shown; it is compared with the lowest price of the 30 days before."""
    amount, reduction = cents(variant.price), variant_reduction(variant, at=at)
    if reduction is None:
        return {"g:price": _euro(amount)}
    return {"g:price": _euro(reduction.reference_cents), "g:sale_price": _euro(amount)}


def _moment(day: date) -> str:
    """The beginning of a day in the shop's time zone: '2027-04-30T00:00+0200'."""
    return f"{timezone.make_aware(datetime.combine(day, time.min)):%Y-%m-%dT%H:%M%z}"


def _shipping(amount: int, tariff: Tariff) -> str:
    quotes = [quote_shipping(goods=amount, country=country, tariff=tariff) for country in tariff.rates]
    return "".join(
        f"<g:shipping><g:country>{quote.country}</g:country><g:price>{_euro(quote.price)}</g:price></g:shipping>"
        for quote in quotes
    )


def _euro(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02d} EUR"
