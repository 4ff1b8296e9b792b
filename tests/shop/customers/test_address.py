"""An address goes into JSON and comes back."""

from shop.customers.address import Address

HOME = Address(name="Jana Roth", street="Rosenstr. 1", postcode="10115", city="Berlin", country="DE", extra="c/o Vogt")


def test_address_survives_its_dictionary() -> None:
    assert Address.from_dict(HOME.to_dict()) == HOME


def test_address_ignores_unknown_keys_and_leaves_missing_parts_empty() -> None:
    assert Address.from_dict({"name": "Jana", "phone": "1"}) == Address(name="Jana", street="", postcode="", city="", country="")
