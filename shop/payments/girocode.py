"""GiroCode: the QR code that fills in a bank transfer (EPC069-12, version 002).

The lines are put together here and not by `segno.helpers.make_epc_qr`: that one writes 139.90 as `EUR139.9`, turns to ISO 8859-1
where it can, and takes any IBAN. Segno draws what stands here: level M, as the guidelines demand, which at 331 bytes
never needs more than their version 13.
"""

import io
import re
import unicodedata

import segno
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe

from shop.legal.iban import valid_iban

MOST_CENTS = 999_999_999_99
MOST_HOLDER, MOST_REFERENCE, MOST_BYTES = 70, 140, 331  # characters, characters, bytes
BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")
QUIET_ZONE = 4  # modules of white on each side (ISO 18004)
SIDE = 240  # pixels of CSS on the screen at most; each module is a whole number of them
PRINTED = 8  # pixels a module in the picture for mails, so that it stays sharp on fine screens


class NoGiroCode(ValueError):
    """These details make no GiroCode that a bank would take; the message says why."""


def girocode_payload(*, holder: str, iban: str, bic: str, amount: int, reference: str) -> str:
    """The text of the code for `amount` cents; `bic` may be empty, `reference` is what the buyer's bank passes on.

    Raises `NoGiroCode`. The name must be the account holder's to the letter: banks compare it with the IBAN.
    """
    if not 1 <= amount <= MOST_CENTS:
        raise NoGiroCode(f"{amount} cents are not between 0.01 and 999999999.99 euro")
    try:
        valid_iban(iban)
    except ValidationError as error:
        raise NoGiroCode(f"{iban!r}: {error.code}") from error
    if bic and not BIC.fullmatch(bic):
        raise NoGiroCode(f"{bic!r} is no BIC")
    holder, reference = holder.strip(), reference.strip()
    for text, most in ((holder, MOST_HOLDER), (reference, MOST_REFERENCE)):
        if not 1 <= len(text) <= most:
            raise NoGiroCode(f"{text!r} does not have between 1 and {most} characters")
        if any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in text):
            raise NoGiroCode(f"{text!r} is not one line of text")  # it would push the lines below it into each other's places
    euro = f"EUR{amount // 100}.{amount % 100:02}"
    no_purpose = no_structured_reference = ""
    lines = ["BCD", "002", "1", "SCT", bic, holder, iban, euro, no_purpose, no_structured_reference, reference]
    payload = "\n".join(lines)
    if (size := len(payload.encode())) > MOST_BYTES:
        raise NoGiroCode(f"{size} bytes are more than {MOST_BYTES}")
    return payload


def girocode_svg(payload: str) -> SafeString:
    """The code as inline SVG, black on white in either scheme, without a style. The template around it says what it is."""
    code = girocode(payload)
    scale = max(SIDE // code.symbol_size(border=QUIET_ZONE)[0], 1)
    side = code.symbol_size(scale=scale, border=QUIET_ZONE)[0]
    drawn = code.svg_inline(
        border=QUIET_ZONE, dark="#000", light="#fff", svgclass="girocode__svg", lineclass="girocode__modules", omitsize=True
    )
    # Segno writes either a size or a viewBox; a picture that may also shrink needs both.
    return mark_safe(drawn.replace("<svg ", f'<svg width="{side}" height="{side}" aria-hidden="true" ', 1))  # noqa: S308 -- squares


def girocode_png(payload: str) -> bytes:
    """The code as a picture for mails, where nobody shows SVG."""
    buffer = io.BytesIO()
    girocode(payload).save(buffer, kind="png", scale=PRINTED, border=QUIET_ZONE, dark="#000", light="#fff")
    return buffer.getvalue()


def girocode(payload: str) -> segno.QRCode:
    """Level M and no better: the guidelines know no other. As bytes, because segno takes a text for Latin-1 where it can."""
    return segno.make_qr(payload.encode(), error="m", mode="byte", boost_error=False)
