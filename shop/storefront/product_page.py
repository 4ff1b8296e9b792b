"""What the page of one product shows, brought together from catalog, prices, stock and shipping."""

from dataclasses import dataclass
from datetime import date, datetime

from shop.catalog.models import Product, Release, ReleaseKind, Variant
from shop.money import cents
from shop.pricing.reduction import Reduction
from shop.shipping.free_shipping import ShippingQuote, Tariff, quote_shipping, quote_words
from shop.stock.availability import Availability
from shop.storefront.cards import ProductCard, product_card, ships_free, variant_availability, variant_reduction


@dataclass(frozen=True)
class VariantOffer:
    """One variant with what may be said of it; `ships_free` when a piece alone does."""

    variant: Variant
    availability: Availability
    reduction: Reduction | None
    ships_free: bool

    @property
    def cents(self) -> int:
        return cents(self.variant.price)


@dataclass(frozen=True)
class Run:
    """The sizes of one release; `release` is None for goods without dates."""

    release: Release | None
    offers: list[VariantOffer]

    @property
    def buyable(self) -> bool:
        return any(offer.availability.buyable for offer in self.offers)


@dataclass(frozen=True)
class ProductPage:
    """`quote` is the shipping of one piece alone to `quote.country`; `words` says why, or how much is missing."""

    card: ProductCard
    runs: list[Run]
    quote: ShippingQuote | None
    words: str

    @property
    def offers(self) -> list[VariantOffer]:
        return [offer for run in self.runs for offer in run.offers]

    @property
    def buyable_runs(self) -> list[Run]:
        return [run for run in self.runs if run.buyable]

    @property
    def sold_out_runs(self) -> list[Run]:
        """What is named as gone beside a run that can be bought, or beside other runs that are gone too."""
        return [run for run in self.runs if not run.buyable and run.release] if len(self.runs) > 1 else []

    @property
    def choices(self) -> list[VariantOffer]:
        """What the buyer chooses from: the sizes of the runs that can be bought."""
        return [offer for run in self.buyable_runs for offer in run.offers]

    @property
    def has_sizes(self) -> bool:
        return len(self.choices) > 1 or any(offer.variant.label for offer in self.choices)

    @property
    def buyable(self) -> bool:
        return any(offer.availability.buyable for offer in self.offers)

    @property
    def first_buyable(self) -> VariantOffer | None:
        return next((offer for offer in self.offers if offer.availability.buyable), None)


def product_page(product: Product, *, tariff: Tariff, country: str, at: datetime, language: str) -> ProductPage:
    """The page of a product loaded by `product_by_slug`."""
    card = product_card(product, tariff=tariff, country=country, at=at)
    quote = None
    if card.price is not None and country in tariff.rates:
        quote = quote_shipping(goods=card.price.cents, country=country, tariff=tariff)
    words = quote_words(quote, tariff=tariff, language=language) if quote else ""
    return ProductPage(card=card, runs=runs_of(product, tariff=tariff, country=country, at=at), quote=quote, words=words)


def runs_of(product: Product, *, tariff: Tariff, country: str, at: datetime) -> list[Run]:
    """The variants by release: the first run, then each re-release by its date, then what belongs to none."""
    runs: dict[int | None, Run] = {}
    for variant in sorted(product.shown_variants, key=_order):
        offer = VariantOffer(
            variant,
            variant_availability(variant, at=at),
            variant_reduction(variant, at=at),
            ships_free(variant, tariff=tariff, country=country),
        )
        runs.setdefault(variant.release_id, Run(variant.release, [])).offers.append(offer)
    return list(runs.values())


def _order(variant: Variant) -> tuple[bool, bool, date, int, int, int]:
    release = variant.release
    if release is None:
        return True, False, date.max, 0, variant.position, variant.pk
    return False, release.kind != ReleaseKind.FIRST, release.released_on or date.max, release.pk, variant.position, variant.pk
