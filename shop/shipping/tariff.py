"""Read the tariff: one query, whatever the number of zones."""

from decimal import Decimal

from django.db.models import Subquery

from shop.money import round_half_up
from shop.shipping.free_shipping import Rate, Rule, Tariff
from shop.shipping.models import FreeShippingRule, Operator, ZoneCountry
from shop.tax.models import TaxProfile


def load_tariff(*, language: str) -> Tariff:
    """The zones, prices and the active rule as staff have set them now; names in `language`. Without zones it is empty."""
    active = FreeShippingRule.objects.filter(is_active=True)  # one at most, says a constraint
    taxes = TaxProfile.objects.values("small_business_from")[:1]  # likewise
    rule_columns = {f"rule_{name}": Subquery(active.values(name)) for name in ("country", "operator", "threshold")}
    zone_columns = (f"zone__{name}" for name in (f"name_{language}", "carrier", "price", "days_min", "days_max"))
    rows = (
        ZoneCountry.objects.annotate(**rule_columns, untaxed=Subquery(taxes))
        .order_by("zone__position", "zone_id", "country")
        .values_list("country", *zone_columns, "untaxed", *rule_columns)
    )
    tariff = Tariff(rates={}, rule=None)
    for country, zone, carrier, price, days_min, days_max, untaxed, *rule in rows:
        if not tariff.rates:
            tariff = Tariff(rates={}, rule=_rule(*rule), small_business_from=untaxed)
        tariff.rates[country] = Rate(
            zone=zone, carrier=carrier, price=round_half_up(price * 100), days_min=days_min, days_max=days_max
        )
    return tariff


def _rule(country: str | None, operator: str | None, threshold: Decimal | None) -> Rule | None:
    if country is None or operator is None or threshold is None:
        return None
    return Rule(country=country, operator=Operator(operator), threshold=round_half_up(threshold * 100))
