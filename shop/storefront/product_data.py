"""A product for machines: one Product with its Offer, or a ProductGroup with one Product for each size and run."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from shop.catalog.address import absolute
from shop.catalog.models import DatePrecision, Product, Release, ReleaseKind, Variant
from shop.catalog.releases import span
from shop.stock.availability import Availability, State
from shop.storefront.product_page import ProductPage, VariantOffer
from shop.storefront.structured_data import CONTEXT, SHOP, Thing, breadcrumbs, filled, home_step, image_of

AVAILABILITY = {
    State.IN_STOCK: "InStock",
    State.SCARCE: "LimitedAvailability",
    State.PREORDER: "PreOrder",
    State.SOLD_OUT: "SoldOut",
}


def available_from(available: Availability) -> date | None:
    """The first day on which a pre-order is surely there as far as its maker named it: the last one of that day, month or quarter."""
    if available.released_on is None:
        return None
    return span(available.released_on, available.precision)[1]


def variant_name(variant: Variant) -> str:
    """The product's name with what tells this variant from its siblings: the size, and that it is a re-release."""
    is_rerun = variant.release is not None and variant.release.kind == ReleaseKind.RERUN
    parts = [str(variant.product.name), variant.label, gettext("re-release") if is_rerun else ""]
    return ", ".join(part for part in parts if part)


def product_data(page: ProductPage, product: Product) -> list[Thing]:
    """Product or ProductGroup, and the way to it; a product without variants is not for sale and says nothing but that."""
    way = breadcrumbs(
        home_step(),
        (product.category.name, f"{reverse('shop:products')}?category={product.category.slug}"),
        (product.name, product.get_absolute_url()),
    )
    if not page.offers:
        return [way]
    if len(page.offers) == 1:
        return [{"@context": CONTEXT, **_of_variant(page.offers[0]), **_common(product)}, way]
    labels = {offer.variant.label for offer in page.offers}
    group = {
        "@context": CONTEXT,
        **_common(product),
        "@type": "ProductGroup",
        "productGroupID": product.slug,
        "variesBy": ["https://schema.org/size"] if len(labels) > 1 else [],
        "hasVariant": [{"@type": "Product", "name": variant_name(o.variant), **_of_variant(o)} for o in page.offers],
    }
    return [filled(group), way]


def _common(product: Product) -> Thing:
    size = {"@type": "QuantitativeValue", "value": product.height_mm, "unitCode": "MMT"} if product.height_mm else None
    thing = {
        "@type": "Product",
        "name": str(product.name),
        "alternateName": product.native_name,
        "description": str(product.summary or product.name),
        "url": absolute(product.get_absolute_url()),
        "image": _pictures(product),
        "brand": {"@type": "Brand", "name": product.manufacturer.name},
        "category": str(product.category),
        "material": str(product.material),
        "height": size,
    }
    return filled(thing)


def _pictures(product: Product) -> list[Thing]:
    found = [image_of(image.picture) for image in product.shown_images]
    return [image for image in found if image is not None]


def _of_variant(offer: VariantOffer) -> Thing:
    variant = offer.variant
    pictures = variant.product.shown_images[:1]
    return filled(
        {
            "image": [absolute(image.picture.url()) for image in pictures if image.picture.is_ready],
            "sku": variant.sku,
            "gtin": variant.gtin,
            "size": variant.label,
            "releaseDate": _release_date(variant.release),
            "offers": _offer(offer),
        }
    )


def _release_date(release: Release | None) -> str:
    """Only a day that the maker named is said: a month is no date."""
    if release is None or release.released_on is None or release.precision != DatePrecision.DAY:
        return ""
    return release.released_on.isoformat()


def _offer(offer: VariantOffer) -> Thing:
    starts = available_from(offer.availability)
    return filled(
        {
            "@type": "Offer",
            "url": absolute(offer.variant.product.get_absolute_url()),
            "priceCurrency": "EUR",
            "price": f"{offer.cents // 100}.{offer.cents % 100:02d}",
            "availability": f"https://schema.org/{AVAILABILITY[offer.availability.state]}",
            "availabilityStarts": starts.isoformat() if starts else "",
            "itemCondition": "https://schema.org/NewCondition",
            "seller": {"@type": "Organization", "name": SHOP},
        }
    )
