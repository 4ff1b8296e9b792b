"""Staff: orders. Read-only but for three deeds, each with its own permission and its own address."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from shop.aftersales.cancel_order import cancel_order
from shop.checkout.confirm_payment import NoOpenTransfer, record_transfer
from shop.fulfillment.models import Parcel
from shop.fulfillment.ship import NothingToShip, ship
from shop.money import format_cents
from shop.orders.models import Order, OrderEvent, OrderState
from shop.orders.states import WrongState
from shop.payments.models import Payment, PaymentMethod, StripeEvent
from shop.stock.reserve import NotEnoughStock

RECORD_TRANSFER, SHIP, CANCEL = "shop.record_transfer", "shop.ship_order", "shop.change_order"


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only the shop's own deeds write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    list_display = ("number", "placed_at", "email", "amount", "payment_method", "state")
    list_filter = ("state", "payment_method", "placed_at")
    search_fields = ("number", "email", "addresses__name", "lines__sku")
    date_hierarchy = "placed_at"
    change_form_template = "admin/shop/order/change_form.html"
    fields = ("number", "state", "placed_at", "email", "language", "payment_method", "amount", "shipping_words", "carrier")
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may act on orders may see them."""
        user = request.user
        return super().has_view_permission(request, obj) or any(user.has_perm(p) for p in (RECORD_TRANSFER, SHIP, CANCEL))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return super().has_module_permission(request) or self.has_view_permission(request)

    @admin.display(description=_("total"))
    def amount(self, order: Order) -> str:
        return format_cents(order.total, "de")

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view
        return [
            path("<int:pk>/transfer/", page(self.transfer), name="shop_order_transfer"),
            path("<int:pk>/parcels/", page(self.parcels), name="shop_order_parcels"),
            path("<int:pk>/cancellation/", page(self.cancellation), name="shop_order_cancellation"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        orders = Order.objects.prefetch_related("lines", "addresses", "payments", "parcels__lines__order_line", "events__by")
        order = orders.filter(pk=object_id).first() if object_id.isdigit() else None
        if order is not None:
            extra_context = {**(extra_context or {}), "order": order, **self._deeds(request, order)}
        return super().change_view(request, object_id, form_url, extra_context)

    def _deeds(self, request: HttpRequest, order: Order) -> dict[str, bool]:
        """Which buttons this person sees for this order: what may not be done is not shown."""
        pending = order.state == OrderState.PENDING
        transfer = order.payment_method == PaymentMethod.BANK_TRANSFER
        return {
            "may_record_transfer": pending and transfer and request.user.has_perm(RECORD_TRANSFER),
            "may_ship": order.state in {OrderState.PAID, OrderState.PARTLY_SHIPPED} and request.user.has_perm(SHIP),
            "may_cancel": pending and request.user.has_perm(CANCEL),
        }

    def _act(self, request: HttpRequest, pk: int, permission: str, deed: Callable[[Order], str]) -> HttpResponse:
        if not request.user.has_perm(permission):
            raise PermissionDenied
        order = get_object_or_404(Order, pk=pk)
        try:
            messages.success(request, deed(order))
        except (WrongState, NoOpenTransfer):
            messages.error(request, _("The order is in another state by now; nothing was changed."))
        except NothingToShip:
            messages.error(request, _("Choose at least one piece, and no more than are still open."))
        except NotEnoughStock:
            messages.error(request, _("Not enough pieces have arrived yet; book them into the stock first."))
        return redirect(reverse("admin:shop_order_change", args=[pk]))

    @method_decorator(require_POST)
    def transfer(self, request: HttpRequest, pk: int) -> HttpResponse:
        def deed(order: Order) -> str:
            record_transfer(order=order, by=request.user, at=timezone.localtime(), shop_url=settings.SITE_URL)  # type: ignore[arg-type]
            return str(_("The transfer is booked; the customer gets a mail."))

        return self._act(request, pk, RECORD_TRANSFER, deed)

    @method_decorator(require_POST)
    def parcels(self, request: HttpRequest, pk: int) -> HttpResponse:
        def deed(order: Order) -> str:
            posted = {line.pk: request.POST.get(f"line-{line.pk}", "0") for line in order.lines.all()}
            if not all(text.isascii() and text.isdigit() and len(text) < 4 for text in posted.values()):
                raise NothingToShip
            ship(
                order=order,
                quantities={line_id: int(text) for line_id, text in posted.items()},
                tracking=request.POST.get("tracking", "").strip()[:80],
                by=request.user,  # type: ignore[arg-type]
                at=timezone.localtime(),
                shop_url=settings.SITE_URL,
            )
            return str(_("The parcel is booked; the customer gets a mail."))

        return self._act(request, pk, SHIP, deed)

    @method_decorator(require_POST)
    def cancellation(self, request: HttpRequest, pk: int) -> HttpResponse:
        def deed(order: Order) -> str:
            cancel_order(order=order, why=request.POST.get("why", "")[:200] or "staff", by=request.user, at=timezone.localtime())  # type: ignore[arg-type]
            return str(_("The order is cancelled and its goods are back on sale."))

        return self._act(request, pk, CANCEL, deed)


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin):
    list_display = ("order", "method", "state", "amount", "captured", "changed_at")
    list_filter = ("state", "method")
    list_select_related = ("order",)
    search_fields = ("order__number", "session_id", "intent_id")


@admin.register(Parcel)
class ParcelAdmin(ReadOnlyAdmin):
    list_display = ("order", "carrier", "tracking", "shipped_at", "by")
    list_select_related = ("order", "by")


@admin.register(StripeEvent)
class StripeEventAdmin(ReadOnlyAdmin):
    list_display = ("event_id", "kind", "received_at", "handled_at")


@admin.register(OrderEvent)
class OrderEventAdmin(ReadOnlyAdmin):
    list_display = ("order", "from_state", "to_state", "why", "by", "at")
    list_select_related = ("order", "by")
