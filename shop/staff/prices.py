"""Staff: the price page of a variant. It says what customers would see before anything is saved."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from shop.catalog.models import Variant
from shop.money import format_cents
from shop.pricing.explain import Explanation, explain_price, explanation_words
from shop.pricing.ledger import price_points
from shop.pricing.reduction import PricePoint, Reduction, reduction
from shop.pricing.reprice import PriceHasChanged, Prices, prices_of, reprice
from shop.pricing.rrp import shown_rrp
from shop.staff.fields import EuroField
from shop.staff.read_only import ReadOnlyAdmin

CHANGE = "shop.change_variant"
LEDGER_SHOWN = timedelta(days=90)


class PriceForm(forms.Form):
    """`was_price` and `was_rrp` are the cents that the page showed; `seen` is the code of the facts that staff agreed to."""

    price = EuroField(label=_("New price incl. VAT"), help_text=_("In euro, such as 189,00."))
    rrp = EuroField(
        label=_("Manufacturer's RRP incl. VAT"),
        required=False,
        help_text=_("In euro; empty where none is known. It is named beside the price where it is above it, never struck through."),
    )
    was_price = forms.IntegerField(required=False)
    was_rrp = forms.IntegerField(required=False)
    seen = forms.CharField(required=False)

    def clean_rrp(self) -> int | None:
        rrp: int | None = self.cleaned_data["rrp"]
        if rrp == 0:
            raise ValidationError(_("The RRP must be above zero. Leave the field empty where none is known."))
        return rrp

    @property
    def was(self) -> Prices:
        """What the page showed; what is no number never equals a price. Asks for `is_valid()` before."""
        return Prices(self.cleaned_data.get("was_price", -1), self.cleaned_data.get("was_rrp", -1))


@dataclass(frozen=True)
class LedgerRow:
    """A price in cents, since when it holds, and what stood beside it on its first day."""

    cents: int
    valid_from: datetime
    shown: Reduction | None


def ledger_rows(points: list[PricePoint], *, at: datetime) -> list[LedgerRow]:
    """The prices of the last 90 days, newest first, with the one that was in force when they began."""
    since = at - LEDGER_SHOWN
    ends = [point.valid_from for point in points[1:]] + [at + timedelta.resolution]
    rows = [point for point, end in zip(points, ends, strict=True) if end > since]
    return [LedgerRow(p.cents, p.valid_from, reduction(points, at=p.valid_from)) for p in reversed(rows)]


@admin.register(Variant)
class VariantAdmin(ReadOnlyAdmin):
    """A list to find a variant in, and the one page where its prices change."""

    list_display = ("variant_and_way", "sku", "asked", "recommended")
    list_display_links = None
    list_select_related = ("product",)
    search_fields = ("sku", "gtin", "product__name_de", "product__name_en")

    @admin.display(description=_("variant"), ordering="product__name_de")
    def variant_and_way(self, variant: Variant) -> SafeString:
        where = reverse("admin:shop_variant_price", args=[variant.pk])
        return format_html('{}<br><a href="{}">{}</a>', variant, where, _("Change the price"))

    @admin.display(description=_("price"), ordering="price")
    def asked(self, variant: Variant) -> str:
        return format_cents(prices_of(variant).price, get_language() or "de")

    @admin.display(description=_("RRP"), ordering="rrp")
    def recommended(self, variant: Variant) -> str:
        rrp = prices_of(variant).rrp
        return "–" if rrp is None else format_cents(rrp, get_language() or "de")

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view
        return [
            path("<int:pk>/price/", page(self.price_page), name="shop_variant_price"),
            path("<int:pk>/price/check/", page(self.check_price), name="shop_variant_price_check"),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def price_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the prices, or save new ones; where customers would see another percentage, only after asking once more."""
        variant, now = self._variant(request, pk), timezone.localtime()
        if request.method != "POST":
            return self._page(request, variant, PriceForm(initial=_initial(variant)), at=now)
        form = PriceForm(request.POST)
        if refusal := self._refusal(request, variant, form, at=now):
            return refusal
        explanation = explain_price(price_points(variant), new=form.cleaned_data["price"], at=now)
        if explanation.surprises and form.cleaned_data["seen"] != explanation.code:
            return self._page(request, variant, form, at=now, explanation=explanation, confirm=True)
        wanted = Prices(form.cleaned_data["price"], form.cleaned_data["rrp"])
        try:
            reprice(variant_id=pk, was=form.was, now=wanted, at=now)
        except PriceHasChanged:
            variant.refresh_from_db()
            return self._changed_meanwhile(request, variant, form, at=now)
        self.log_change(request, variant, f"{_words(form.was)} → {_words(wanted)}")
        messages.success(request, _("Saved: %(prices)s.") % {"prices": _words(wanted)})
        return redirect("admin:shop_variant_price", pk)

    @method_decorator(require_POST)
    def check_price(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What customers would see; saves nothing."""
        variant, now, form = self._variant(request, pk), timezone.localtime(), PriceForm(request.POST)
        if refusal := self._refusal(request, variant, form, at=now):
            return refusal
        explanation = explain_price(price_points(variant), new=form.cleaned_data["price"], at=now)
        return self._page(request, variant, form, at=now, explanation=explanation)

    def _variant(self, request: HttpRequest, pk: int) -> Variant:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return get_object_or_404(Variant.objects.select_related("product").prefetch_related("price_changes"), pk=pk)

    def _refusal(self, request: HttpRequest, variant: Variant, form: PriceForm, *, at: datetime) -> HttpResponse | None:
        """The page with what is wrong, and what was typed; None when all is well so far."""
        valid = form.is_valid()
        if form.was != prices_of(variant):
            return self._changed_meanwhile(request, variant, form, at=at)
        return None if valid else self._page(request, variant, form, at=at, status=422)

    def _changed_meanwhile(self, request: HttpRequest, variant: Variant, form: PriceForm, *, at: datetime) -> HttpResponse:
        return self._page(request, variant, form, at=at, status=409, changed=True)

    def _page(
        self,
        request: HttpRequest,
        variant: Variant,
        form: PriceForm,
        *,
        at: datetime,
        status: int = 200,
        explanation: Explanation | None = None,
        confirm: bool = False,
        changed: bool = False,
    ) -> HttpResponse:
        points = price_points(variant)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Price of %(variant)s") % {"variant": variant},
            "opts": self.opts,
            "variant": variant,
            "present": prices_of(variant),
            "reduction": reduction(points, at=at),
            "rows": ledger_rows(points, at=at),
            "days": LEDGER_SHOWN.days,
            "form": form,
            "confirm": confirm,
            "changed": changed,
            "explanation": explanation,
            **(_outcome(explanation, form.cleaned_data["rrp"]) if explanation else {}),
        }
        return TemplateResponse(request, "admin/shop/variant/price.html", context, status=status)


def _initial(variant: Variant) -> dict[str, Any]:
    return {"price": variant.price.amount, "rrp": None if variant.rrp is None else variant.rrp.amount}


def _outcome(explanation: Explanation, rrp: int | None) -> dict[str, Any]:
    """What customers would see: the sentence, and the RRP as it would be shown."""
    return {
        "words": explanation_words(explanation, language=get_language() or "de"),
        "rrp": rrp,
        "rrp_shown": shown_rrp(price=explanation.new, rrp=rrp),
    }


def _words(prices: Prices) -> str:
    language = get_language() or "de"
    price = format_cents(prices.price, language)
    return price if prices.rrp is None else f"{price} ({_('RRP')} {format_cents(prices.rrp, language)})"
