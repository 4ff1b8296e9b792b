"""Where a delivery goes in the eyes of value added tax: an address's country is not always the country whose tax it bears.

VAT Directive 2006/112/EC, articles 5 to 7, and the Protocol on Ireland and Northern Ireland.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

EU = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split())
NORTHERN_IRELAND = "XI"
JUNGHOLZ_AND_MITTELBERG, AZORES, MADEIRA = "AT-JM", "PT-20", "PT-30"


class TerritoryKind(StrEnum):
    EU = "eu"
    EXPORT = "export"


@dataclass(frozen=True)
class Territory:
    """`country` is the member state whose tax holds (XI: Northern Ireland), for an export the country of the address.

    `region` is set where a rate of its own holds.
    """

    kind: TerritoryKind
    country: str
    region: str = ""

    @property
    def rates_of(self) -> str:
        """The key of its rates in `TaxRate.country`."""
        return self.region or self.country


def _inside(country: str, region: str = "") -> Territory:
    return Territory(TerritoryKind.EU, country, region)


def _outside(country: str) -> Territory:
    return Territory(TerritoryKind.EXPORT, country)


# Country of the address: whole postcodes (digits only) as patterns, and where they lie.
POSTCODES: dict[str, tuple[tuple[str, Territory], ...]] = {
    "AT": ((r"6691|699[1-3]", _inside("AT", JUNGHOLZ_AND_MITTELBERG)),),
    "DE": (
        (r"27498|78266", _outside("DE")),  # Helgoland, Büsingen
        (r"87491|8756[7-9]", _inside("AT", JUNGHOLZ_AND_MITTELBERG)),  # the German postcodes of these Austrian villages
    ),
    "DK": ((r"39[0-9]{2}", _outside("DK")),),  # Greenland
    "ES": ((r"(35|38|51|52)[0-9]{3}", _outside("ES")),),  # Canary Islands, Ceuta, Melilla
    "FI": ((r"22[0-9]{3}", _outside("FI")),),  # Åland
    "FR": ((r"97[0-9]{3}|98[4678][0-9]{2}", _outside("FR")),),  # overseas; 980 is Monaco
    "GR": ((r"63086", _outside("GR")),),  # Mount Athos
    "IT": ((r"23041|22061", _outside("IT")),),  # Livigno, Campione
    "PT": (
        (r"9[0-4][0-9]{2}([0-9]{3})?", _inside("PT", MADEIRA)),
        (r"9[5-9][0-9]{2}([0-9]{3})?", _inside("PT", AZORES)),
    ),
}


def tax_territory(*, country: str, postcode: str) -> Territory:
    """Where an address lies; without a postcode, or with one that is none of the country's, on the mainland."""
    if country == "MC":
        return _inside("FR")  # VAT Directive, article 7
    if country == NORTHERN_IRELAND or (country == "GB" and re.match(r"\s*BT\s*[0-9]", postcode, re.IGNORECASE)):
        return _inside(NORTHERN_IRELAND)
    if country not in EU:
        return _outside(country)
    digits = re.sub(r"[^0-9]", "", postcode)  # people write D-78266, 230 41 and 9000-001
    for pattern, territory in POSTCODES.get(country, ()):
        if re.fullmatch(pattern, digits):
            return territory
    return _inside(country)
