"""Forms of the order's page in the admin. Each carries a key, so that a double click is one deed."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.staff.fields import EuroField


def new_key() -> str:
    return secrets.token_hex(8)


class DeedForm(forms.Form):
    key = forms.RegexField(r"^[0-9a-f]{16}$", widget=forms.HiddenInput, initial=new_key)


class TransferForm(DeedForm):
    prefix = "transfer"
    amount = EuroField(label=_("Amount received"))
    note = forms.CharField(label=_("Note (such as the day of the statement)"), max_length=200, required=False)

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if amount == 0:
            raise forms.ValidationError(_("Please enter more than zero."))
        return amount


class RefundForm(DeedForm):
    prefix = "refund"
    amount = EuroField(label=_("Amount to give back"))
    reason = forms.CharField(label=_("Reason (stands on the invoice correction)"), max_length=200)

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if amount == 0:
            raise forms.ValidationError(_("Please enter more than zero."))
        return amount


class CancellationForm(DeedForm):
    prefix = "cancellation"
    why = forms.CharField(label=_("Reason"), max_length=200)


class ParcelForm(DeedForm):
    """One number for each line with open pieces, and the tracking number."""

    prefix = "parcel"
    tracking = forms.CharField(label=_("Tracking number (optional)"), max_length=80, required=False)

    def __init__(self, *args: Any, lines: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            if line.open_quantity:
                self.fields[f"line-{line.pk}"] = forms.IntegerField(
                    label=line.name, min_value=0, max_value=line.open_quantity, initial=line.open_quantity, required=False
                )

    def quantities(self) -> dict[int, int]:
        """The pieces for each line's id."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name.startswith("line-")}
        return {int(name.removeprefix("line-")): value or 0 for name, value in chosen.items()}
