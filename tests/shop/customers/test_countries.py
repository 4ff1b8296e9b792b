"""Names of countries and postal addresses as values."""

import pytest

from shop.customers.countries import BILLING, country_name


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("DE", "de", "Deutschland"),
        ("DE", "en", "Germany"),
        ("AT", "de", "Österreich"),
        ("CH", "en", "Switzerland"),
        ("QQ", "de", "QQ"),
    ],
)
def test_country_has_a_name_in_both_languages(code: str, language: str, name: str) -> None:
    assert country_name(code, language) == name


def test_billing_addresses_lie_in_the_economic_area_switzerland_or_britain() -> None:
    assert (len(BILLING), len(set(BILLING)), {"CH", "GB", "NO", "FR"} <= set(BILLING)) == (32, 32, True)
