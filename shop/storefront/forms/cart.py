"""Forms of the product page and the cart."""

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.cart.edit import NotForSale
from shop.catalog.models import Variant
from shop.shipping.free_shipping import Tariff
from shop.storefront.forms.fields import QuantityField
from shop.vouchers.models import Voucher
from shop.vouchers.quote import find_voucher

LONGEST_NUMBER = 9  # digits


def article_number(text: str) -> int | None:
    """The article from which goods are added; None for what cannot be one, because nobody shall be kept from buying by that."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None


class ArticleField(forms.Field):
    """As `article_number`; a plain field, because one for texts would complain of a NUL."""

    def to_python(self, value: str | None) -> int | None:
        return article_number(value or "")


class AddToCartForm(forms.Form):
    variant = forms.CharField(max_length=12, error_messages={"required": _("Please choose a size.")})
    quantity = QuantityField()
    article = ArticleField(required=False)

    def clean_variant(self) -> Variant:
        """The published variant with its product, release and stock; an unknown id is `NotForSale`, it was never on a page of ours."""
        text = self.cleaned_data["variant"]
        if not (text.isascii() and text.isdigit()):
            raise NotForSale
        found = (
            Variant.objects.select_related("product", "release", "stock").filter(pk=int(text), product__is_published=True).first()
        )
        if found is None:
            raise NotForSale
        return found


class VoucherForm(forms.Form):
    """A typed code: spaces and small letters are forgiven, everything else that no code holds is not looked up."""

    code = forms.RegexField(
        r"^\s*[A-Za-z0-9-]{4,30}\s*$",
        label=_("Voucher"),
        max_length=40,
        error_messages={
            "required": _("Please enter the code of your voucher."),
            "invalid": _("A code has letters, digits and hyphens only."),
        },
    )

    def clean_code(self) -> Voucher:
        voucher = find_voucher(self.cleaned_data["code"])
        if voucher is None or not voucher.is_active:
            raise forms.ValidationError(_("We do not know this code. Please check it."))
        return voucher


class QuantityForm(forms.Form):
    quantity = QuantityField()


class CountryForm(forms.Form):
    country = forms.ChoiceField()

    def __init__(self, data: object, *, tariff: Tariff) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["country"].choices = [(code, code) for code in tariff.rates]  # type: ignore[attr-defined]
