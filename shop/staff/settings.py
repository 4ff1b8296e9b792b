"""Staff: what the shop's rules are made of: shipping, the seller and the legal texts."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from shop.legal.models import LegalText, SellerProfile
from shop.pricing.models import PriceChange
from shop.shipping.models import FreeShippingRule, ShippingZone, ZoneCountry
from shop.staff.read_only import ReadOnlyAdmin
from shop.stock.models import StockMove


class ZoneCountryInline(admin.TabularInline):
    model = ZoneCountry
    extra = 0


@admin.register(ShippingZone)
class ShippingZoneAdmin(admin.ModelAdmin):
    list_display = ("name_de", "carrier", "price", "days_min", "days_max")
    inlines = (ZoneCountryInline,)


@admin.register(FreeShippingRule)
class FreeShippingRuleAdmin(admin.ModelAdmin):
    list_display = ("country", "operator", "threshold", "is_active")


@admin.register(SellerProfile)
class SellerProfileAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest) -> bool:
        """One seller is all there is."""
        return super().has_add_permission(request) and not SellerProfile.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(LegalText)
class LegalTextAdmin(admin.ModelAdmin):
    """A version is added, never edited: orders were placed under it."""

    list_display = ("kind", "valid_from")
    list_filter = ("kind",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and obj is None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(PriceChange)
class PriceChangeAdmin(ReadOnlyAdmin):
    list_display = ("variant", "cents", "valid_from")
    list_select_related = ("variant__product",)


@admin.register(StockMove)
class StockMoveAdmin(ReadOnlyAdmin):
    list_display = ("at", "variant", "kind", "quantity", "reason", "by")
    list_filter = ("kind",)
    list_select_related = ("variant__product", "by")
