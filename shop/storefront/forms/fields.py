"""Fields that several forms share: strict about what they take, plain about what is wrong."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shop.cart.models import MAX_QUANTITY

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class QuantityField(forms.CharField):
    """A whole number of pieces, 1 to 10, in plain digits: Django's own field would take '１２', '1_0' and '1.0' too."""

    def __init__(self) -> None:
        super().__init__(label=_("Quantity"), initial="1", required=False)

    def clean(self, value: str) -> int:
        text = (value or "").strip()
        if not re.fullmatch(r"[0-9]{1,2}", text) or not 1 <= int(text) <= MAX_QUANTITY:
            message = _("Please enter a whole number from 1 to %(most)s.")
            raise ValidationError(message, code="quantity", params={"most": MAX_QUANTITY})
        return int(text)


class LineField(forms.CharField):
    """One line of text in Unicode NFC; line breaks and direction marks are refused, not silently dropped."""

    def clean(self, value: str) -> str:
        text = unicodedata.normalize("NFC", super().clean(value) or "")
        if _CONTROL.search(text):
            raise ValidationError(_("Please use one line of plain text."), code="line")
        return text
