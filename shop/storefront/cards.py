"""A product as lists, carousels and articles show it: catalog, price and stock brought together, ready for a template."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shop.catalog.models import Product, ProductImage, Variant
from shop.money import cents
from shop.pricing.ledger import price_points
from shop.pricing.reduction import Reduction, reduction
from shop.pricing.rrp import shown_rrp
from shop.shipping.free_shipping import Reason, Tariff, quote_shipping
from shop.stock.availability import Availability, availability, best


@dataclass(frozen=True)
class PriceTag:
    """`cents` gross; `is_from` when other sizes or runs cost more; `reduction` only where the law lets it be shown.

    `rrp` in cents where it is above the price and the same for every size.
    """

    cents: int
    is_from: bool
    reduction: Reduction | None
    ships_free: bool
    rrp: int | None


@dataclass(frozen=True)
class ProductCard:
    product: Product
    image: ProductImage | None
    price: PriceTag | None
    availability: Availability

    @property
    def url(self) -> str:
        return self.product.get_absolute_url()


def variant_reduction(variant: Variant, *, at: datetime) -> Reduction | None:
    """What may be shown beside the price of `variant`; the ledger must tell of the price that is asked now."""
    points = price_points(variant)
    if not points or points[-1].cents != cents(variant.price):
        return None
    return reduction(points, at=at)


def price_tag(variants: list[Variant], *, tariff: Tariff, country: str, at: datetime) -> PriceTag | None:
    """The price of the cheapest variant that can be bought, or of all when none can; None for a product without variants."""
    variants = [v for v in variants if variant_availability(v, at=at).buyable] or variants
    if not variants:
        return None
    cheapest = min(variants, key=lambda variant: (variant.price.amount, variant.pk))
    amount = cents(cheapest.price)
    return PriceTag(
        cents=amount,
        is_from=any(variant.price != cheapest.price for variant in variants),
        reduction=variant_reduction(cheapest, at=at),
        ships_free=ships_free(cheapest, tariff=tariff, country=country),
        rrp=_common_rrp(variants, price=amount),
    )


def ships_free(variant: Variant, *, tariff: Tariff, country: str) -> bool:
    """Whether one piece alone ships free to `country`."""
    if country not in tariff.rates:
        return False
    return quote_shipping(goods=cents(variant.price), country=country, tariff=tariff).reason == Reason.FREE


def _common_rrp(variants: list[Variant], *, price: int) -> int | None:
    rrps = {None if variant.rrp is None else cents(variant.rrp) for variant in variants}
    return shown_rrp(price=price, rrp=rrps.pop()) if len(rrps) == 1 else None


def variant_availability(variant: Variant, *, at: datetime) -> Availability:
    return availability(release=variant.release, stock=getattr(variant, "stock", None), on=at.date())


def product_card(product: Product, *, tariff: Tariff, country: str, at: datetime) -> ProductCard:
    """The card of one product loaded by `with_card_data`; asks the database nothing."""
    return ProductCard(
        product=product,
        image=next(iter(product.shown_images), None),
        price=price_tag(product.shown_variants, tariff=tariff, country=country, at=at),
        availability=best([variant_availability(variant, at=at) for variant in product.shown_variants]),
    )


def product_cards(products: Iterable[Product], *, tariff: Tariff, country: str, at: datetime) -> list[ProductCard]:
    return [product_card(product, tariff=tariff, country=country, at=at) for product in products]
