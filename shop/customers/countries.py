"""Names of countries, and those that a billing address may lie in."""

from babel import Locale

EEA = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()
BILLING = [*EEA, "CH", "GB"]


def country_name(code: str, language: str) -> str:
    """The name of a country ('DE' in German: 'Deutschland'); the code itself when it is unknown."""
    return Locale(language).territories.get(code, code)
