"""Forms of the staff's product page: a price once and then a link, stock as compare-and-swap, pictures written anew."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop.catalog.models import Product, ProductImage, Variant
from shop.money import cents, format_cents, money
from shop.pictures.store import Upload, store_picture
from shop.staff.fields import EuroField
from shop.staff.release_forms import Run, RunField
from shop.staff.uploads import read_upload
from shop.stock.models import Stock


class ProductForm(forms.ModelForm):
    class Meta:
        model = Product
        exclude = ("popularity",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "added_at" in self.fields and not self.instance.pk:
            self.fields["added_at"].initial = timezone.now

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        line, maker = values.get("line"), values.get("manufacturer")
        if line and maker and line.manufacturer_id != maker.pk:
            self.add_error("line", _("This product line belongs to another manufacturer."))
        return values


class PriceLink(forms.Widget):
    """The price as text, and the way to the page that changes it."""

    def __init__(self, variant: Variant) -> None:
        super().__init__()
        self.variant = variant

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        where = reverse("admin:shop_variant_price", args=[self.variant.pk])
        amount = format_cents(cents(self.variant.price), "de")
        return format_html('{} <a href="{}">{}</a>', amount, where, _("Change the price"))


class VariantForm(forms.ModelForm):
    """A new variant takes its first price here; later ones have a page of their own, which says what customers would see.

    `stock_was` is what the form showed: if an order changed the stock meanwhile, the row is refused instead of overwritten.
    `runs` are the releases on the same page; the page itself writes the chosen one, because it may have no row yet.
    """

    run = RunField([], label=_("release"))
    gross = EuroField(label=_("price incl. VAT"), help_text=_("In euro, such as 189,00."))
    on_hand = forms.IntegerField(label=_("on hand"), min_value=0, max_value=100_000, initial=0)
    preorder_limit = forms.IntegerField(label=_("pre-order limit"), min_value=0, max_value=100_000, initial=0)
    stock_was = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Variant
        fields = ("label", "sku", "gtin", "position")

    def __init__(self, *args: Any, runs: Sequence[Run] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.runs = runs
        self.fields["run"] = RunField(list(runs), label=_("release"))
        self.initial.setdefault("run", str(self.instance.release_id or ""))
        if self.instance.pk:
            stock = Stock.objects.filter(variant=self.instance).first() or Stock()
            self.fields["gross"] = forms.CharField(required=False, disabled=True, widget=PriceLink(self.instance))
            self.initial.setdefault("on_hand", stock.on_hand)
            self.initial.setdefault("preorder_limit", stock.preorder_limit)
            self.initial.setdefault("stock_was", stock.on_hand)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        stock = Stock.objects.filter(variant=self.instance).first() if self.instance.pk else None
        if stock is not None:
            if values.get("stock_was") != stock.on_hand:
                message = _("The stock changed to %(now)s while this page was open. Please check the number and save again.")
                self.add_error("on_hand", message % {"now": stock.on_hand})
                self.data = {**self.data.dict(), self.add_prefix("stock_was"): str(stock.on_hand)}  # type: ignore[attr-defined]
            elif values.get("on_hand", 0) < stock.reserved:
                message = _("%(reserved)s pieces are reserved for orders, so there cannot be fewer.")
                self.add_error("on_hand", message % {"reserved": stock.reserved})
            if values.get("preorder_limit", 0) < stock.preordered:
                message = _("%(count)s pieces are pre-ordered, so the limit cannot be lower.")
                self.add_error("preorder_limit", message % {"count": stock.preordered})
        promised = {run.key for run in self.runs if run.promised}
        if values.get("preorder_limit") and "run" in values and values["run"] not in promised:
            self.add_error("run", _("Pre-orders need a release with its date and the latest delivery."))
        if self.instance.pk is None and "gross" in values and not self.errors:
            self.instance.price = money(values["gross"])
        return values

    def save(self, commit: bool = True) -> Variant:
        """An existing variant writes this form's columns alone, so that a price set meanwhile is not brought back."""
        if self.instance.pk is None or not commit:
            return super().save(commit)
        self.instance.save(update_fields=(*VariantForm.Meta.fields, "release"))
        return self.instance


class VariantFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        rows = [form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None)]
        sizes = [(row.get("run"), row.get("label")) for row in rows if not row.get("DELETE")]
        if len(set(sizes)) < len(sizes):
            raise forms.ValidationError(_("Each size stands once in a release."))


class ProductImageForm(forms.ModelForm):
    """An upload becomes a new picture; without one the row keeps the picture it has."""

    upload = forms.FileField(label=_("file"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))

    class Meta:
        model = ProductImage
        fields = ("alt_de", "alt_en", "position")

    def clean_upload(self) -> Upload | None:
        return read_upload(self.cleaned_data.get("upload"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.instance.pk and not values.get("upload") and "upload" not in self.errors:
            self.add_error("upload", _("Please choose a picture."))
        return values

    def save(self, commit: bool = True) -> ProductImage:
        if self.cleaned_data.get("upload"):
            self.instance.picture = store_picture(upload=self.cleaned_data["upload"], at=timezone.now())
        return super().save(commit)
