"""The withdrawal form: name, contract, e-mail; nothing else may be asked for (BGB § 356a (2))."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.storefront.forms.fields import LineField


class WithdrawalForm(forms.Form):
    name = LineField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    contract = LineField(label=_("Order number or other details identifying the contract"), max_length=300)
    email = forms.EmailField(
        label=_("E-mail address for the acknowledgement of receipt"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    note = forms.CharField(
        label=_("Which items? (optional, only for a partial withdrawal)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
