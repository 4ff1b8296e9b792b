"""Where an address lies in the eyes of value added tax."""

import pytest

from shop.tax.territories import EU, Territory, TerritoryKind, tax_territory

INSIDE, OUTSIDE = TerritoryKind.EU, TerritoryKind.EXPORT


@pytest.mark.parametrize("country", sorted(EU))
@pytest.mark.parametrize("postcode", ["", " ", "10115", "1010", "D02 X285"])
def test_member_state_bears_its_own_tax(country: str, postcode: str) -> None:
    assert tax_territory(country=country, postcode=postcode) == Territory(INSIDE, country)


@pytest.mark.parametrize(
    "country", ["CH", "LI", "NO", "IS", "GB", "US", "JP", "AX", "GP", "RE", "GL", "FO", "SM", "VA", "AD", "GG", "IM"]
)
def test_everywhere_else_is_an_export(country: str) -> None:
    assert tax_territory(country=country, postcode="") == Territory(OUTSIDE, country)


@pytest.mark.parametrize(
    ("country", "postcode", "territory"),
    [
        ("DE", "27498", Territory(OUTSIDE, "DE")),  # Helgoland
        ("DE", "27499", Territory(INSIDE, "DE")),
        ("DE", "78266", Territory(OUTSIDE, "DE")),  # Büsingen
        ("DE", "D-78266", Territory(OUTSIDE, "DE")),
        ("DE", " 7 8266 ", Territory(OUTSIDE, "DE")),
        ("DE", "78267", Territory(INSIDE, "DE")),
        ("DE", "78266 1", Territory(INSIDE, "DE")),  # no German postcode
        ("CH", "8238", Territory(OUTSIDE, "CH")),  # Büsingen by its Swiss postcode
        ("ES", "35001", Territory(OUTSIDE, "ES")),  # Canary Islands
        ("ES", "38999", Territory(OUTSIDE, "ES")),
        ("ES", "51001", Territory(OUTSIDE, "ES")),  # Ceuta
        ("ES", "52006", Territory(OUTSIDE, "ES")),  # Melilla
        ("ES", "07001", Territory(INSIDE, "ES")),  # Balearic Islands
        ("ES", "36001", Territory(INSIDE, "ES")),
        ("ES", "3500", Territory(INSIDE, "ES")),  # Alicante without its leading zero
        ("FI", "22100", Territory(OUTSIDE, "FI")),  # Åland
        ("FI", "21100", Territory(INSIDE, "FI")),
        ("IT", "23041", Territory(OUTSIDE, "IT")),  # Livigno
        ("IT", "23030", Territory(INSIDE, "IT")),
        ("IT", "22061", Territory(OUTSIDE, "IT")),  # Campione
        ("IT", "22060", Territory(INSIDE, "IT")),
        ("GR", "630 86", Territory(OUTSIDE, "GR")),  # Mount Athos
        ("GR", "630 85", Territory(INSIDE, "GR")),
        ("FR", "97110", Territory(OUTSIDE, "FR")),  # Guadeloupe
        ("FR", "97490", Territory(OUTSIDE, "FR")),  # Réunion
        ("FR", "98713", Territory(OUTSIDE, "FR")),  # Tahiti
        ("FR", "98000", Territory(INSIDE, "FR")),  # Monaco
        ("FR", "20000", Territory(INSIDE, "FR")),  # Corsica
        ("MC", "98000", Territory(INSIDE, "FR")),
        ("DK", "3900", Territory(OUTSIDE, "DK")),  # Nuuk
        ("DK", "3790", Territory(INSIDE, "DK")),  # Bornholm
        ("AT", "6691", Territory(INSIDE, "AT", "AT-JM")),  # Jungholz
        ("AT", "6690", Territory(INSIDE, "AT")),
        ("AT", "6991", Territory(INSIDE, "AT", "AT-JM")),  # Mittelberg
        ("AT", "A-6993", Territory(INSIDE, "AT", "AT-JM")),
        ("AT", "6994", Territory(INSIDE, "AT")),
        ("DE", "87491", Territory(INSIDE, "AT", "AT-JM")),  # Jungholz by its German postcode
        ("DE", "87568", Territory(INSIDE, "AT", "AT-JM")),
        ("DE", "87561", Territory(INSIDE, "DE")),  # Oberstdorf
        ("PT", "9000-001", Territory(INSIDE, "PT", "PT-30")),  # Madeira
        ("PT", "9400", Territory(INSIDE, "PT", "PT-30")),
        ("PT", "9500-150", Territory(INSIDE, "PT", "PT-20")),  # Azores
        ("PT", "9980-024", Territory(INSIDE, "PT", "PT-20")),
        ("PT", "8999-001", Territory(INSIDE, "PT")),
        ("GB", "BT1 5GS", Territory(INSIDE, "XI")),  # Belfast
        ("GB", "bt15gs", Territory(INSIDE, "XI")),
        ("GB", "B1 1BT", Territory(OUTSIDE, "GB")),  # Birmingham
        ("GB", "", Territory(OUTSIDE, "GB")),
        ("XI", "", Territory(INSIDE, "XI")),
    ],
)
def test_postcode_decides(country: str, postcode: str, territory: Territory) -> None:
    assert tax_territory(country=country, postcode=postcode) == territory


@pytest.mark.parametrize(
    ("territory", "key"),
    [(Territory(INSIDE, "PT"), "PT"), (Territory(INSIDE, "PT", "PT-30"), "PT-30"), (Territory(OUTSIDE, "CH"), "CH")],
)
def test_rates_are_kept_under_the_region_or_the_country(territory: Territory, key: str) -> None:
    assert territory.rates_of == key
