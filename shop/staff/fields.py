"""A field for amounts in euro as staff type them."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_AMOUNT = re.compile(r"(?P<euro>\d{1,6})(?:[.,](?P<cent>\d{1,2}))?")


class EuroField(forms.CharField):
    """Takes '189', '189,9' or '189.90' and answers cents; exponents, signs and thousands are refused, not guessed.

    A field that is not required answers None when nothing was typed.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "size": 10}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}".replace(".", ",") if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> int | None:
        text = str(super().clean(value)).strip().removesuffix("€").strip()
        if not text and not self.required:
            return None
        match = _AMOUNT.fullmatch(text)
        if match is None or not text.isascii():
            raise ValidationError(_("Please enter an amount such as 189,00."), code="amount")
        return int(match["euro"]) * 100 + int((match["cent"] or "0").ljust(2, "0"))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(self.prepare_value(initial)) != self.clean(data)
        except ValidationError:
            return True
