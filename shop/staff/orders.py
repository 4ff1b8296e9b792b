"""Staff: orders. Read-only but for the deeds of the order's page, each with its own permission and its own address."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from shop.aftersales.cancel_order import PaymentIsUndecided, cancel_order
from shop.aftersales.refund_order import REFUNDABLE, refund_order
from shop.checkout.pay_by_card import look_at_card_payment
from shop.checkout.record_transfer import NoTransferExpected, TransferIsBooked, record_transfer
from shop.fulfillment.models import Parcel
from shop.fulfillment.ship import NothingToShip, OrderIsDisputed, ship
from shop.money import format_cents
from shop.orders.models import Order, OrderEvent, OrderState
from shop.orders.states import WrongState
from shop.payments.models import PaymentMethod
from shop.payments.refund import NotSoMuchToRefund
from shop.payments.stripe import StripeIsUnreachable
from shop.staff.order_forms import CancellationForm, DeedForm, ParcelForm, RefundForm, TransferForm
from shop.staff.read_only import ReadOnlyAdmin
from shop.stock.reserve import NotEnoughStock

RECORD_TRANSFER, SHIP, CANCEL, REFUND = "shop.record_transfer", "shop.ship_order", "shop.change_order", "shop.make_refund"
SHIPPABLE = {OrderState.PAID, OrderState.PARTLY_SHIPPED}
SHORT_METHODS = {PaymentMethod.BANK_TRANSFER: _("bank transfer"), PaymentMethod.CARD: _("online")}
CANCELLABLE = {OrderState.PENDING, OrderState.PAID}

# What each refusal means to staff.
REFUSALS: dict[type[Exception], Any] = {
    WrongState: _("The order is in another state by now; nothing was changed."),
    NoTransferExpected: _("This order is not paid by bank transfer; nothing was changed."),
    TransferIsBooked: _("This transfer has been booked already."),
    NothingToShip: _("Choose at least one piece, and no more than are still open."),
    NotEnoughStock: _("Not enough pieces have arrived yet; book them into the stock first."),
    OrderIsDisputed: _("The bank is asking for the money back. Nothing is shipped until that is decided."),
    PaymentIsUndecided: _("A payment is still being decided about, so the order cannot be cancelled now."),
    NotSoMuchToRefund: _("There is not so much left to give back."),
    StripeIsUnreachable: _("Stripe cannot be reached at the moment; nothing was changed. Please try again in a few minutes."),
}


class MethodFilter(admin.SimpleListFilter):
    title = _("payment method")
    parameter_name = "payment_method"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        return list(SHORT_METHODS.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Order]) -> QuerySet[Order]:
        return queryset.filter(payment_method=self.value()) if self.value() in SHORT_METHODS else queryset


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    list_display = ("number", "state", "amount", "method", "placed_at", "email", "hold_until")
    list_filter = ("state", MethodFilter, "placed_at")
    search_fields = ("number", "email", "addresses__name", "lines__sku", "invoices__number")
    date_hierarchy = "placed_at"
    change_form_template = "admin/shop/order/change_form.html"
    fields = (
        "number", "state", "placed_at", "hold_until", "email", "language", "method", "amount", "voucher_code",
        "tax_treatment", "tax_country", "shipping_words", "carrier",
    )  # fmt: skip
    readonly_fields = fields

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may act on orders may see them."""
        user = request.user
        deeds = (RECORD_TRANSFER, SHIP, CANCEL, REFUND)
        return super().has_view_permission(request, obj) or any(user.has_perm(p) for p in deeds)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return super().has_module_permission(request) or self.has_view_permission(request)

    @admin.display(description=_("payment method"))
    def method(self, order: Order) -> str:
        return str(SHORT_METHODS[PaymentMethod(order.payment_method)])

    @admin.display(description=_("total"))
    def amount(self, order: Order) -> str:
        return format_cents(order.total, "de")

    def get_urls(self) -> list[Any]:
        page = self.admin_site.admin_view
        return [
            path("<int:pk>/transfer/", page(self.transfer), name="shop_order_transfer"),
            path("<int:pk>/parcels/", page(self.parcels), name="shop_order_parcels"),
            path("<int:pk>/cancellation/", page(self.cancellation), name="shop_order_cancellation"),
            path("<int:pk>/refunds/", page(self.refunds), name="shop_order_refunds"),
            path("<int:pk>/payment-check/", page(self.payment_check), name="shop_order_payment_check"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        related = ("lines", "addresses", "payments__refunds", "payments__entries", "payments__disputes", "invoices")
        orders = Order.objects.prefetch_related(*related, "parcels__lines__order_line", "events__by", "withdrawals")
        order = orders.filter(pk=object_id).first() if object_id.isdigit() else None
        if order is not None:
            extra_context = {"order": order, **self._forms(request, order), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra_context)

    def _forms(self, request: HttpRequest, order: Order) -> dict[str, Any]:
        """The deeds that this person may do to this order: what may not be done is not shown."""
        user, forms = request.user, dict[str, Any]()
        payments = list(order.payments.all())
        if order.payment_method == PaymentMethod.BANK_TRANSFER and user.has_perm(RECORD_TRANSFER):
            missing = max((payment.rest for payment in payments), default=0)
            forms["transfer"] = TransferForm(initial={"amount": f"{missing // 100},{missing % 100:02d}" if missing else ""})
        if order.state in SHIPPABLE and user.has_perm(SHIP):
            forms["parcel"] = ParcelForm(lines=order.lines.all())
        if order.state in CANCELLABLE and user.has_perm(CANCEL if order.state == OrderState.PENDING else REFUND):
            forms["cancellation"] = CancellationForm()
        if order.state in REFUNDABLE and user.has_perm(REFUND):
            forms["refund"] = RefundForm()
        forms["may_check"] = order.payment_method == PaymentMethod.CARD and user.has_perm(RECORD_TRANSFER)
        return forms

    def _act(
        self,
        request: HttpRequest,
        pk: int,
        permission: str,
        form: DeedForm,
        deed: Callable[[Order, dict[str, Any]], Any],
        done: Any,
    ) -> HttpResponse:
        """Do `deed` with the form's values; what is refused comes back with the reason and all that was typed."""
        if not request.user.has_perm(permission):
            raise PermissionDenied
        order = get_object_or_404(Order, pk=pk)
        if form.is_valid():
            try:
                deed(order, form.cleaned_data)
            except tuple(REFUSALS) as error:
                messages.error(request, next(words for kind, words in REFUSALS.items() if isinstance(error, kind)))
                return self._again(request, pk, form, status=409)
            messages.success(request, done)
            return redirect(reverse("admin:shop_order_change", args=[pk]))
        messages.error(request, _("Nothing was changed. Please look at the fields marked below."))
        return self._again(request, pk, form, status=422)

    def _again(self, request: HttpRequest, pk: int, form: Form, *, status: int) -> HttpResponse:
        request.method = "GET"  # the page below is shown, not saved
        response = self.change_view(request, str(pk), extra_context={form.prefix or "": form})
        response.status_code = status
        return response

    @method_decorator(require_POST)
    def transfer(self, request: HttpRequest, pk: int) -> HttpResponse:
        def deed(order: Order, values: dict[str, Any]) -> None:
            record_transfer(
                order=order,
                amount=values["amount"],
                reference=values["key"],
                note=values["note"],
                by=request.user,  # type: ignore[arg-type]
                at=timezone.localtime(),
                shop_url=settings.SITE_URL,
            )

        done = _("The transfer is booked; the customer gets a mail.")
        return self._act(request, pk, RECORD_TRANSFER, TransferForm(request.POST), deed, done)

    @method_decorator(require_POST)
    def parcels(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ParcelForm(request.POST, lines=get_object_or_404(Order, pk=pk).lines.all())

        def deed(order: Order, values: dict[str, Any]) -> None:
            ship(
                order=order,
                quantities=form.quantities(),
                tracking=values["tracking"],
                by=request.user,  # type: ignore[arg-type]
                at=timezone.localtime(),
                shop_url=settings.SITE_URL,
            )

        return self._act(request, pk, SHIP, form, deed, _("The parcel is booked; the customer gets a mail."))

    @method_decorator(require_POST)
    def cancellation(self, request: HttpRequest, pk: int) -> HttpResponse:
        order = get_object_or_404(Order, pk=pk)
        permission = CANCEL if order.state == OrderState.PENDING else REFUND

        def deed(order: Order, values: dict[str, Any]) -> None:
            cancel_order(order=order, why=values["why"], by=request.user, at=timezone.localtime(), shop_url=settings.SITE_URL)  # type: ignore[arg-type]

        done = _("The order is cancelled: its goods are back on sale, and what was paid is given back.")
        return self._act(request, pk, permission, CancellationForm(request.POST), deed, done)

    @method_decorator(require_POST)
    def refunds(self, request: HttpRequest, pk: int) -> HttpResponse:
        def deed(order: Order, values: dict[str, Any]) -> None:
            refund_order(
                order=order,
                amount=values["amount"],
                reason=values["reason"],
                key=values["key"],
                by=request.user,  # type: ignore[arg-type]
                at=timezone.localtime(),
                shop_url=settings.SITE_URL,
            )

        done = _("The refund is on its way; the customer gets a mail.")
        return self._act(request, pk, REFUND, RefundForm(request.POST), deed, done)

    @method_decorator(require_POST)
    def payment_check(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask Stripe now, instead of waiting for its news."""

        def deed(order: Order, values: dict[str, Any]) -> None:
            for payment in order.payments.filter(method=PaymentMethod.CARD):
                look_at_card_payment(payment=payment, at=timezone.localtime(), shop_url=settings.SITE_URL)

        return self._act(request, pk, RECORD_TRANSFER, DeedForm(request.POST), deed, _("The books are as Stripe has them."))


@admin.register(Parcel)
class ParcelAdmin(ReadOnlyAdmin):
    list_display = ("order", "carrier", "tracking", "shipped_at", "by")
    list_select_related = ("order", "by")


@admin.register(OrderEvent)
class OrderEventAdmin(ReadOnlyAdmin):
    list_display = ("order", "from_state", "to_state", "why", "by", "at")
    list_select_related = ("order", "by")
