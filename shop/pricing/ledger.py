"""The ledger of a variant as the rules read it."""

import json
from datetime import UTC, datetime

from shop.catalog.models import Variant
from shop.pricing.reduction import PricePoint


def price_points(variant: Variant) -> list[PricePoint]:
    """Every price of `variant`, oldest first; asks the database nothing where the query of a card brought the ledger along."""
    text: str | None = getattr(variant, "ledger", None)
    if text is None:
        return [PricePoint(change.cents, change.valid_from) for change in variant.price_changes.all()]
    points = [PricePoint(cents, _moment(valid_from)) for cents, valid_from in json.loads(text) if cents is not None]
    return sorted(points, key=lambda point: point.valid_from)


def _moment(text: str) -> datetime:
    """A moment that a database wrote into JSON; SQLite leaves out that it is in UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
