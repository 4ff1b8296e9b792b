"""The ledger of a variant as the rules read it."""

from shop.catalog.models import Variant
from shop.pricing.reduction import PricePoint


def price_points(variant: Variant) -> list[PricePoint]:
    """Every price of `variant`, oldest first; asks the database nothing where `price_changes` was prefetched."""
    return [PricePoint(change.cents, change.valid_from) for change in variant.price_changes.all()]
