"""Staff: what is running out, and the one page that corrects a number on the shelf."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, ExpressionWrapper, F, IntegerField, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from shop.staff.read_only import ReadOnlyAdmin
from shop.stock.models import Stock
from shop.stock.reserve import StockHasChanged, correct_stock

CHANGE = "shop.change_stock"
MOST = 100_000  # pieces


class CorrectionForm(forms.Form):
    """`was` is the number that the page showed."""

    now = forms.IntegerField(label=_("Counted now"), min_value=0, max_value=MOST)
    reason = forms.CharField(label=_("Reason"), max_length=120, help_text=_("Such as: counted, broken, returned by the maker."))
    was = forms.IntegerField(required=False)


class LowForm(forms.Form):
    low_at = forms.IntegerField(
        label=_("Low at"), min_value=0, max_value=MOST, help_text=_("This many available pieces or fewer are called low.")
    )


class SupplyFilter(admin.SimpleListFilter):
    title = _("supply")
    parameter_name = "supply"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("low", _("low"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Stock]) -> QuerySet[Stock]:
        """What customers can see and staff should order again."""
        if self.value() != "low":
            return queryset
        most = F("reserved") + F("preordered") + F("low_at")
        return queryset.filter(on_hand__lte=most, variant__product__is_published=True)


@admin.register(Stock)
class StockAdmin(ReadOnlyAdmin):
    """The most urgent first: by how far they are below the number at which they are low, what customers cannot get yet last."""

    list_display = ("variant_and_ways", "available_now", "low_at", "on_hand", "reserved", "preordered")
    list_display_links = None
    list_filter = (SupplyFilter,)
    list_select_related = ("variant__product",)
    search_fields = ("variant__sku", "variant__gtin", "variant__product__name_de", "variant__product__name_en")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stock]:
        spare = F("on_hand") - F("reserved") - F("preordered") - F("low_at")
        to_come = Case(When(variant__release__released_on__gt=timezone.localdate(), then=1), default=0)
        rows = super().get_queryset(request)
        rows = rows.annotate(spare=ExpressionWrapper(spare, output_field=IntegerField()), to_come=to_come)
        return rows.order_by("-variant__product__is_published", "to_come", "spare", "-variant__product__popularity", "pk")

    @admin.display(description=_("available"), ordering="spare")
    def available_now(self, stock: Stock) -> SafeString | int:
        if stock.available > stock.low_at:
            return stock.available
        return format_html("<strong>{}</strong> ({})", stock.available, _("low"))

    @admin.display(description=_("variant"))
    def variant_and_ways(self, stock: Stock) -> SafeString:
        """Its name, and below it what can be done; in columns of their own they would be cut off beside the filter."""
        ledger = f"{reverse('admin:shop_stockmove_changelist')}?variant__id__exact={stock.variant_id}"
        correction = reverse("admin:shop_stock_correction", args=[stock.pk])
        html = '{}<br><a href="{}">{}</a> · <a href="{}">{}</a>'
        return format_html(html, stock.variant, correction, _("Correct"), ledger, _("Movements"))

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view
        return [
            path("<int:pk>/correction/", page(self.correction), name="shop_stock_correction"),
            path("<int:pk>/low/", page(self.low), name="shop_stock_low"),
            *super().get_urls(),
        ]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def correction(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Set the pieces on hand to what was counted, unless orders changed them meanwhile."""
        stock = self._stock(request, pk)
        if request.method != "POST":
            return self._page(request, stock)
        form = CorrectionForm(request.POST)
        valid = form.is_valid()
        if form.cleaned_data.get("was") != stock.on_hand:
            return self._page(request, stock, form, status=409)
        if valid and form.cleaned_data["now"] < stock.reserved:
            words = _("%(reserved)s pieces are reserved for orders, so there cannot be fewer.")
            form.add_error("now", words % {"reserved": stock.reserved})
        if not form.is_valid():
            return self._page(request, stock, form, status=422)
        try:
            correct_stock(
                variant_id=stock.variant_id,
                was=stock.on_hand,
                now=form.cleaned_data["now"],
                reason=form.cleaned_data["reason"],
                at=timezone.localtime(),
                by=request.user,  # type: ignore[arg-type]
            )
        except StockHasChanged:
            stock.refresh_from_db()
            return self._page(request, stock, form, status=409)
        words = _("%(variant)s: %(now)s on hand.")
        messages.success(request, words % {"variant": stock.variant, "now": form.cleaned_data["now"]})
        return redirect("admin:shop_stock_changelist")

    @method_decorator(require_POST)
    def low(self, request: HttpRequest, pk: int) -> HttpResponse:
        stock, form = self._stock(request, pk), LowForm(request.POST)
        if not form.is_valid():
            return self._page(request, stock, low_form=form, status=422)
        Stock.objects.filter(pk=pk).update(low_at=form.cleaned_data["low_at"])
        words = _("%(variant)s: low at %(low_at)s.")
        messages.success(request, words % {"variant": stock.variant, "low_at": form.cleaned_data["low_at"]})
        return redirect("admin:shop_stock_changelist")

    def _stock(self, request: HttpRequest, pk: int) -> Stock:
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return get_object_or_404(Stock.objects.select_related("variant__product"), pk=pk)

    def _page(
        self,
        request: HttpRequest,
        stock: Stock,
        form: CorrectionForm | None = None,
        low_form: LowForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Stock of %(variant)s") % {"variant": stock.variant},
            "opts": self.opts,
            "stock": stock,
            "form": form or CorrectionForm(initial={"now": stock.on_hand}),
            "low_form": low_form or LowForm(initial={"low_at": stock.low_at}),
            "changed": status == 409,
        }
        return TemplateResponse(request, "admin/shop/stock/correction.html", context, status=status)
