"""Forms for settling a withdrawal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.orders.models import Order
from shop.staff.fields import EuroField


class FindOrderForm(forms.Form):
    """The customer names the order in words of their own; staff find the one that is meant."""

    number = forms.CharField(label=_("Order number"), max_length=300)

    def order(self) -> Order | None:
        """The order with that number, or None."""
        if not self.is_valid():
            return None
        return Order.objects.filter(number=self.cleaned_data["number"].strip().upper()).first()


class SettlementForm(forms.Form):
    """One number per line of the order, and what is taken off for loss of value (BGB § 357a)."""

    deduction = EuroField(label=_("Deduction for loss of value"), required=False)
    reason = forms.CharField(label=_("Reason for the deduction"), max_length=200, required=False)

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = {}
        for line in order.lines.order_by("pk"):
            left = line.quantity - line.withdrawn
            if left:
                lines[f"line-{line.pk}"] = forms.IntegerField(
                    label=line.name, min_value=0, max_value=left, initial=left, required=False
                )
        self.fields = {**lines, **self.fields}

    def quantities(self) -> dict[int, int]:
        """The pieces for each line's id."""
        chosen = {name: value for name, value in self.cleaned_data.items() if name.startswith("line-")}
        return {int(name.removeprefix("line-")): value or 0 for name, value in chosen.items()}
