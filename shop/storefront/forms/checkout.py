"""The checkout's forms: only what is needed to deliver and to confirm (GDPR article 5; no phone, no salutation)."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shop.customers.address import Address
from shop.customers.countries import BILLING, country_name
from shop.payments.models import PaymentMethod
from shop.payments.stripe import card_is_offered
from shop.storefront.forms.fields import LineField

# What a postcode looks like; countries that are not here take any letters and digits.
POSTCODES = {
    "DE": r"\d{5}",
    "AT": r"\d{4}",
    "FR": r"\d{5}",
    "IT": r"\d{5}",
    "ES": r"\d{5}",
    "NL": r"\d{4} ?[A-Za-z]{2}",
    "BE": r"\d{4}",
    "LU": r"(L-?)?\d{4}",
    "DK": r"\d{4}",
    "PL": r"\d{2}-?\d{3}",
    "CZ": r"\d{3} ?\d{2}",
    "CH": r"\d{4}",
    "SE": r"\d{3} ?\d{2}",
    "FI": r"\d{5}",
}


class AddressForm(forms.Form):
    """One postal address. `countries` are the codes it may lie in; any other is refused by its name."""

    name = LineField(label=_("First and last name"), max_length=120, error_messages={"required": _("Please tell us your name.")})
    extra = LineField(label=_("Company or address addition (optional)"), max_length=120, required=False)
    street = LineField(
        label=_("Street and house number"), max_length=120, error_messages={"required": _("Please enter street and house number.")}
    )
    postcode = LineField(label=_("Postcode"), max_length=12, error_messages={"required": _("Please enter the postcode.")})
    city = LineField(label=_("Town or city"), max_length=80, error_messages={"required": _("Please enter the town or city.")})
    country = forms.CharField(label=_("Country"), max_length=2)

    def __init__(self, *args: Any, countries: list[str], language: str, section: str = "shipping", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.countries = countries
        self.language = language
        choices = sorted(((code, country_name(code, language)) for code in countries), key=lambda pair: pair[1])
        self.fields["country"].widget = forms.Select(choices=choices)
        tokens = {
            "name": "name",
            "extra": "address-line2",
            "street": "address-line1",
            "postcode": "postal-code",
            "city": "address-level2",
            "country": "country",
        }
        for name, token in tokens.items():
            self.fields[name].widget.attrs["autocomplete"] = f"{section} {token}"

    def clean_country(self) -> str:
        code = self.cleaned_data["country"].upper()
        if code not in self.countries:
            name = country_name(code, self.language)
            raise ValidationError(
                _("We do not deliver to %(country)s yet. Please choose a country from the list.") % {"country": name}
            )
        return code

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        pattern = POSTCODES.get(values.get("country", ""), r"[A-Za-z0-9][A-Za-z0-9 -]{1,11}")
        if values.get("postcode") and values.get("country") and not re.fullmatch(pattern, values["postcode"].strip()):
            name = country_name(values["country"], self.language)
            self.add_error("postcode", _("This is not a postcode of %(country)s. Please check it.") % {"country": name})
        return values

    def address(self) -> Address:
        """The address; call it after `is_valid`."""
        return Address.from_dict(self.cleaned_data)


class ContactForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("For the order confirmation and news of this order."),
        error_messages={
            "required": _("Please enter your e-mail address."),
            "invalid": _("Please enter a complete e-mail address, such as mika@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    other_billing = forms.BooleanField(label=_("The invoice goes to another address"), required=False)


class BillingForm(AddressForm):
    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, countries=BILLING, language=language, section="billing", **kwargs)


class PaymentForm(forms.Form):
    method = forms.ChoiceField(
        label=_("Payment method"), widget=forms.RadioSelect, error_messages={"required": _("Please choose how you want to pay.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["method"].choices = offered_methods()  # type: ignore[attr-defined]


def offered_methods() -> list[tuple[str, str]]:
    """The payment methods that the shop can take now."""
    methods = [PaymentMethod.BANK_TRANSFER]
    if card_is_offered():
        methods.append(PaymentMethod.CARD)
    return [(method.value, str(method.label)) for method in methods]
