"""Is this an IBAN that a SEPA transfer can go to? Form, length of its country and check digits (ISO 13616, mod 97)."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FORM = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")

# The countries and territories with IBANs of their own in the SEPA schemes (EPC409-09), each with the length of its IBANs (SWIFT's registry).
LENGTHS = {
    "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
    "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
    "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19,
    "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip


def valid_iban(iban: str) -> None:
    """The validator of a model's field; raises `ValidationError`. Spaces and small letters are a fault, too."""
    if not FORM.fullmatch(iban):
        raise ValidationError(_("An IBAN without spaces, such as DE02120300000000202051."), code="iban_form")
    length = LENGTHS.get(iban[:2])
    if length is None:
        raise ValidationError(_("An account of a country that takes part in SEPA transfers."), code="iban_country")
    if len(iban) != length:
        raise ValidationError(
            _("An IBAN of this country has another length, such as 22 characters in Germany."), code="iban_length"
        )
    if remainder(iban) != 1 or iban[2:4] in {"00", "01", "99"}:  # of two digits that leave 1, banks give out the one from 02 to 98
        raise ValidationError(
            _("The check digits of this IBAN do not fit; one of its characters is mistyped."), code="iban_check_digits"
        )


def remainder(iban: str) -> int:
    """The number that an IBAN stands for, mod 97: first four characters to the end, A = 10 … Z = 35. 1 where all is well."""
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97
