"""Staff: withdrawals as they were declared."""

from django.contrib import admin

from shop.aftersales.models import WithdrawalDeclaration
from shop.staff.read_only import ReadOnlyAdmin


@admin.register(WithdrawalDeclaration)
class WithdrawalAdmin(ReadOnlyAdmin):
    list_display = ("declared_at", "name", "contract", "email", "order")
    list_select_related = ("order",)
    search_fields = ("name", "contract", "email")
