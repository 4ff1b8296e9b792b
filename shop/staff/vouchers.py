"""Staff: vouchers and who used them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shop.staff.read_only import ReadOnlyAdmin
from shop.vouchers.models import Voucher, VoucherKind, VoucherUse


class VoucherForm(forms.ModelForm):
    class Meta:
        model = Voucher
        fields = (
            "code", "kind", "percent", "amount", "minimum", "valid_from", "valid_until", "limit", "limit_per_customer", "is_active",
        )  # fmt: skip

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("kind") == VoucherKind.PERCENT and not values.get("percent"):
            self.add_error("percent", _("Please enter the percentage."))
        if values.get("kind") == VoucherKind.AMOUNT and not values.get("amount"):
            self.add_error("amount", _("Please enter the amount."))
        if values.get("limit") is not None and values["limit"] < self.instance.used:
            self.add_error("limit", _("It has been used %(used)s times already.") % {"used": self.instance.used})
        return values


@admin.register(Voucher)
class VoucherAdmin(admin.ModelAdmin):
    form = VoucherForm
    list_display = ("code", "kind", "percent", "amount", "valid_from", "valid_until", "used", "limit", "is_active")
    list_filter = ("kind", "is_active")
    search_fields = ("code",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A voucher that an order used stays, because the order names it; others may go."""
        return super().has_delete_permission(request, obj) and not (obj and obj.uses.exists())


@admin.register(VoucherUse)
class VoucherUseAdmin(ReadOnlyAdmin):
    list_display = ("at", "voucher", "reference", "given_back_at")
    list_select_related = ("voucher",)
    search_fields = ("voucher__code", "reference")
