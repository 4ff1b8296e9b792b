"""Staff: invoices with their documents, and the quarterly export for the one-stop shop."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from shop.invoices.models import Invoice, InvoiceDocument
from shop.invoices.oss_sales import quarter_csv, threshold_now
from shop.money import format_cents
from shop.staff.read_only import ReadOnlyAdmin
from shop.tax.oss import LIMIT
from shop.tax.profile import tax_profile


@admin.register(Invoice)
class InvoiceAdmin(ReadOnlyAdmin):
    list_display = ("number", "kind", "order", "euro", "issued_at", "pdf")
    list_filter = ("kind", "issued_at")
    list_select_related = ("order", "document")
    search_fields = ("number", "order__number", "order__email")
    date_hierarchy = "issued_at"
    change_list_template = "admin/shop/invoice/change_list.html"
    fields = readonly_fields = ("number", "kind", "order", "original", "euro", "issued_at", "pdf")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("document__pdf", "data")

    @admin.display(description=_("total"))
    def euro(self, invoice: Invoice) -> str:
        return format_cents(invoice.total, "de")

    @admin.display(description=_("document"))
    def pdf(self, invoice: Invoice) -> SafeString | str:
        if not hasattr(invoice, "document"):
            return str(_("is being made"))
        return format_html('<a href="{}">PDF</a>', reverse("admin:shop_invoice_document", args=[invoice.pk]))

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view
        return [
            path("<int:pk>/document/", page(require_safe(self.document)), name="shop_invoice_document"),
            path("oss/", page(require_safe(self.oss)), name="shop_invoice_oss"),
            path("oss/<int:year>/<int:quarter>/", page(require_safe(self.oss_quarter)), name="shop_invoice_oss_quarter"),
            *super().get_urls(),
        ]

    def oss(self, request: HttpRequest) -> HttpResponse:
        """How near the threshold is, and the list of each of the last eight quarters."""
        self._allow(request)
        today = timezone.localdate()
        last = today.year * 4 + (today.month - 1) // 3
        context = {
            **self.admin_site.each_context(request),
            "title": _("Sales to other EU countries (OSS)"),
            "opts": self.opts,
            "state": threshold_now(on=today),
            "limit": LIMIT,
            "profile": tax_profile(),
            "quarters": [(n // 4, n % 4 + 1) for n in range(last, last - 8, -1)],
        }
        return render(request, "admin/shop/invoice/oss.html", context)

    def oss_quarter(self, request: HttpRequest, year: int, quarter: int) -> HttpResponse:
        self._allow(request)
        if quarter not in range(1, 5) or not 2021 <= year <= 2100:
            raise Http404
        response = HttpResponse(quarter_csv(year, quarter), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="oss-{year}-Q{quarter}.csv"'
        return response

    def _allow(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def document(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = InvoiceDocument.objects.select_related("invoice").filter(invoice=pk).first()
        if found is None or not self.has_view_permission(request):
            raise Http404
        response = HttpResponse(bytes(found.pdf), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{found.invoice.number}.pdf"'
        return response
