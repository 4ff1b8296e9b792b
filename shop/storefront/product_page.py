"""What the page of one product shows, brought together from catalog, prices, stock and shipping."""

from dataclasses import dataclass
from datetime import datetime

from shop.catalog.models import Product, Variant
from shop.pricing.reduction import Reduction
from shop.shipping.free_shipping import ShippingQuote, Tariff, quote_shipping, quote_words
from shop.stock.availability import Availability
from shop.storefront.cards import ProductCard, product_card, variant_availability, variant_reduction


@dataclass(frozen=True)
class VariantOffer:
    variant: Variant
    availability: Availability
    reduction: Reduction | None


@dataclass(frozen=True)
class ProductPage:
    """`quote` is the shipping of one piece alone to `quote.country`; `words` says why, or how much is missing."""

    card: ProductCard
    offers: list[VariantOffer]
    quote: ShippingQuote | None
    words: str

    @property
    def has_sizes(self) -> bool:
        return len(self.offers) > 1 or any(offer.variant.label for offer in self.offers)

    @property
    def buyable(self) -> bool:
        return any(offer.availability.buyable for offer in self.offers)

    @property
    def first_buyable(self) -> VariantOffer | None:
        return next((offer for offer in self.offers if offer.availability.buyable), None)


def product_page(product: Product, *, tariff: Tariff, country: str, at: datetime, language: str) -> ProductPage:
    """The page of a product loaded by `product_by_slug`."""
    card = product_card(product, tariff=tariff, country=country, at=at)
    offers = [
        VariantOffer(variant, variant_availability(variant, at=at), variant_reduction(variant, at=at))
        for variant in product.variants.all()
    ]
    quote = None
    if card.price is not None and country in tariff.rates:
        quote = quote_shipping(goods=card.price.cents, country=country, tariff=tariff)
    words = quote_words(quote, tariff=tariff, language=language) if quote else ""
    return ProductPage(card=card, offers=offers, quote=quote, words=words)
