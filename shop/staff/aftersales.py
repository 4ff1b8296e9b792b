"""Staff: withdrawals as they were declared, and settling them."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop.aftersales.models import WithdrawalDeclaration, WithdrawalSettlement
from shop.aftersales.settle_withdrawal import (
    DeductionTooHigh,
    NothingWithdrawn,
    WithdrawalIsSettled,
    refund_due_on,
    settle_withdrawal,
)
from shop.money import format_cents
from shop.orders.states import WrongState
from shop.payments.refund import NotSoMuchToRefund
from shop.staff.orders import REFUND
from shop.staff.read_only import ReadOnlyAdmin
from shop.staff.withdrawal_forms import FindOrderForm, SettlementForm

REFUSALS: dict[type[Exception], Any] = {
    WithdrawalIsSettled: _("This withdrawal has been settled already."),
    NothingWithdrawn: _("Choose at least one piece, and no more than are left of each line."),
    DeductionTooHigh: _("The deduction is higher than the price of the goods, or its reason is missing."),
    WrongState: _("This order has not been paid, so there is nothing to give back. Cancel it instead."),
    NotSoMuchToRefund: _("There is not so much left to give back."),
}


class IsSettled(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "settled"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        return [("no", _("open")), ("yes", _("settled"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(settlement__isnull=self.value() == "no") if self.value() else queryset


@admin.register(WithdrawalDeclaration)
class WithdrawalAdmin(ReadOnlyAdmin):
    list_display = ("declared_at", "name", "contract", "email", "order", "due", "settle_link")
    list_filter = (IsSettled,)
    list_select_related = ("order", "settlement")
    search_fields = ("name", "contract", "email")

    @admin.display(description=_("money back by"))
    def due(self, declaration: WithdrawalDeclaration) -> str:
        return f"{refund_due_on(declaration):%d.%m.%Y}"

    @admin.display(description=_("settlement"))
    def settle_link(self, declaration: WithdrawalDeclaration) -> SafeString | str:
        if hasattr(declaration, "settlement"):
            return format_cents(declaration.settlement.amount, "de")
        return format_html('<a href="{}">{}</a>', reverse("admin:shop_withdrawal_settlement", args=[declaration.pk]), _("Settle"))

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view(self.settlement)
        return [path("<int:pk>/settlement/", page, name="shop_withdrawal_settlement"), *super().get_urls()]

    def settlement(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Match the order, choose what came back, and give the money back."""
        if not request.user.has_perm(REFUND):
            raise PermissionDenied
        declaration = get_object_or_404(WithdrawalDeclaration.objects.select_related("order"), pk=pk)
        find = FindOrderForm(request.GET if "number" in request.GET else None, initial={"number": declaration.contract})
        order = find.order() if find.is_bound else declaration.order
        form = SettlementForm(request.POST or None, order=order) if order else None
        status = 200
        if request.method == "POST" and form is not None and order is not None:
            status = 422
            if form.is_valid():
                try:
                    done = settle_withdrawal(
                        declaration=declaration,
                        order=order,
                        quantities=form.quantities(),
                        deduction=form.cleaned_data["deduction"] or 0,
                        reason=form.cleaned_data["reason"],
                        by=request.user,  # type: ignore[arg-type]
                        at=timezone.localtime(),
                        shop_url=settings.SITE_URL,
                    )
                except tuple(REFUSALS) as error:
                    messages.error(request, next(words for kind, words in REFUSALS.items() if isinstance(error, kind)))
                    status = 409
                else:
                    text = _("Settled: %(amount)s are given back, and the cancellation invoice is on its way.")
                    messages.success(request, text % {"amount": format_cents(done.amount, "de")})
                    return redirect("admin:shop_withdrawaldeclaration_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Settle a withdrawal"),
            "opts": self.opts,
            "declaration": declaration,
            "due": refund_due_on(declaration),
            "settled": WithdrawalSettlement.objects.filter(declaration=declaration).first(),
            "find": find,
            "order": order,
            "form": form,
        }
        return render(request, "admin/shop/withdrawaldeclaration/settlement.html", context, status=status)
