"""Staff: payments, refunds, disputes, and Stripe's events as they came."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.money import format_cents
from shop.payments.models import Dispute, Payment, PaymentEntry, Refund, StripeEvent
from shop.payments.refund import RefundIsMade, mark_refund_made
from shop.staff.read_only import ReadOnlyAdmin


class EntryInline(admin.TabularInline):
    model = PaymentEntry
    extra = 0
    can_delete = False
    fields = readonly_fields = ("at", "kind", "euro", "note", "by")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("amount"))
    def euro(self, entry: PaymentEntry) -> str:
        return format_cents(entry.amount, "de")


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ("order", "method", "state", "due", "received", "given_back", "changed_at")
    list_filter = ("state", "method")
    list_select_related = ("order",)
    search_fields = ("order__number", "session_id", "intent_id")
    inlines = (EntryInline,)

    @admin.display(description=_("amount"))
    def due(self, payment: Payment) -> str:
        return format_cents(payment.amount, "de")

    @admin.display(description=_("received"))
    def received(self, payment: Payment) -> str:
        return format_cents(payment.captured, "de")

    @admin.display(description=_("given back"))
    def given_back(self, payment: Payment) -> str:
        return format_cents(payment.refunded, "de")


@admin.register(Refund)
class RefundAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "payment", "euro", "state", "reason", "by")
    list_filter = ("state", "payment__method")
    list_select_related = ("payment__order", "by")
    search_fields = ("payment__order__number", "stripe_id")
    actions = ("transferred",)

    @admin.display(description=_("amount"))
    def euro(self, refund: Refund) -> str:
        return format_cents(refund.amount, "de")

    @admin.action(description=_("I have transferred this back"))
    def transferred(self, request: HttpRequest, refunds: QuerySet[Refund]) -> None:
        if not request.user.has_perm("shop.make_refund"):
            raise PermissionDenied
        for refund in refunds.select_related("payment"):
            try:
                mark_refund_made(refund=refund, by=request.user, at=timezone.localtime())  # type: ignore[arg-type]
            except RefundIsMade:
                messages.warning(request, _("%(refund)s does not wait for a transfer.") % {"refund": refund})
            else:
                messages.success(request, _("%(amount)s booked as given back.") % {"amount": format_cents(refund.amount, "de")})


@admin.register(Dispute)
class DisputeAdmin(ReadOnlyAdmin):
    list_display = ("opened_at", "payment", "amount", "state", "reason")
    list_filter = ("state",)
    list_select_related = ("payment__order",)


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnlyAdmin):
    list_display = ("event_id", "kind", "order_number", "happened_at", "received_at", "handled_at")
    list_filter = ("kind",)
    search_fields = ("event_id", "order_number", "session_id", "intent_id")
