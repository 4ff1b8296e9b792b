"""Staff: rates of value added tax, and how the seller stands to it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from shop.tax.models import TaxProfile, TaxRate


@admin.register(TaxRate)
class TaxRateAdmin(admin.ModelAdmin):
    """A change is a new row with its day; a row that sales rested on is best left alone."""

    list_display = ("country", "kind", "percent", "valid_from")
    list_filter = ("kind", "country")


@admin.register(TaxProfile)
class TaxProfileAdmin(admin.ModelAdmin):
    list_display = ("__str__", "small_business_from", "oss_from")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """One profile is all there is."""
        return super().has_add_permission(request) and not TaxProfile.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
