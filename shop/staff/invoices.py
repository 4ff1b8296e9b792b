"""Staff: invoices with their documents, and the quarterly export for the one-stop shop."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from shop.invoices.models import Invoice, InvoiceDocument
from shop.money import format_cents
from shop.staff.read_only import ReadOnlyAdmin


@admin.register(Invoice)
class InvoiceAdmin(ReadOnlyAdmin):
    list_display = ("number", "kind", "order", "euro", "issued_at", "pdf")
    list_filter = ("kind", "issued_at")
    list_select_related = ("order", "document")
    search_fields = ("number", "order__number", "order__email")
    date_hierarchy = "issued_at"
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
        page = self.admin_site.admin_view(require_safe(self.document))
        return [path("<int:pk>/document/", page, name="shop_invoice_document"), *super().get_urls()]

    def document(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = InvoiceDocument.objects.select_related("invoice").filter(invoice=pk).first()
        if found is None or not self.has_view_permission(request):
            raise Http404
        response = HttpResponse(bytes(found.pdf), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{found.invoice.number}.pdf"'
        return response
