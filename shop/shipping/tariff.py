"""Read the tariff: two queries, whatever the number of zones."""

from shop.money import cents
from shop.shipping.free_shipping import Rate, Rule, Tariff
from shop.shipping.models import FreeShippingRule, Operator, ZoneCountry


def load_tariff(*, language: str) -> Tariff:
    """The zones, prices and the active rule as staff have set them now; names in `language`."""
    countries = ZoneCountry.objects.select_related("zone").order_by("zone__position", "zone_id", "country")
    rates = {
        row.country: Rate(
            zone=getattr(row.zone, f"name_{language}"),
            carrier=row.zone.carrier,
            price=cents(row.zone.price),
            days_min=row.zone.days_min,
            days_max=row.zone.days_max,
        )
        for row in countries
    }
    row = FreeShippingRule.objects.filter(is_active=True).first()
    rule = Rule(country=row.country, operator=Operator(row.operator), threshold=cents(row.threshold)) if row else None
    return Tariff(rates=rates, rule=rule)
