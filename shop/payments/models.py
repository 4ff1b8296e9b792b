"""Payments: what was to be paid, how, and what became of it. Rows are moved, never deleted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from shop.money import format_cents
from shop.orders.models import Order
from shop.orders.why import why_words


class PaymentMethod(models.TextChoices):
    BANK_TRANSFER = "bank_transfer", _("Bank transfer in advance")
    CARD = "card", _("Pay online (card and more, via Stripe)")


def method_words(method: str, language: str) -> str:
    """The name of a payment method in `language`: what a document says that was paid with."""
    with override(language):
        return str(PaymentMethod(method).label)


class PaymentState(models.TextChoices):
    OPEN = "open", _("open")
    PROCESSING = "processing", _("being processed")
    PAID = "paid", _("paid")
    EXPIRED = "expired", _("expired")
    FAILED = "failed", _("failed")
    MISMATCH = "mismatch", _("amount does not match")
    CANCELLED = "cancelled", _("cancelled")


class Payment(models.Model):
    """One attempt to pay an order; amounts in cents. At most one attempt is open at a time."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="payments", verbose_name=_("order"))
    method = models.CharField(_("method"), max_length=20, choices=PaymentMethod)
    state = models.CharField(_("state"), max_length=20, choices=PaymentState, default=PaymentState.OPEN)
    amount = models.PositiveIntegerField(_("amount"))
    currency = models.CharField(max_length=3, default="EUR", editable=False)
    captured = models.PositiveIntegerField(_("received"), default=0)
    refunded = models.PositiveIntegerField(_("refunded"), default=0)
    session_id = models.CharField(_("Stripe session"), max_length=120, unique=True, null=True, blank=True, editable=False)
    session_url = models.URLField(max_length=1000, blank=True, editable=False)
    intent_id = models.CharField(_("Stripe payment intent"), max_length=120, unique=True, null=True, blank=True, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("calls to make the session"), default=0, editable=False)
    tried_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"))
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        permissions = [("record_transfer", "Can book a bank transfer"), ("make_refund", "Can give money back")]
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(state__in=["open", "processing"]), name="an_order_has_one_open_payment"
            ),
            models.CheckConstraint(condition=Q(refunded__lte=F("captured")), name="no_more_is_refunded_than_was_received"),
        ]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.get_state_display()}"

    @property
    def rest(self) -> int:
        """The cents that are still missing."""
        return max(0, self.amount - self.captured)

    @property
    def kept(self) -> int:
        """The cents that were received and not given back (or promised back)."""
        return self.captured - self.refunded


class EntryKind(models.TextChoices):
    RECEIVED = "received", _("received")
    GIVEN_BACK = "given_back", _("given back")
    TAKEN_BACK = "taken_back", _("taken by the bank (dispute)")
    RETURNED = "returned", _("returned to us")


class PaymentEntry(models.Model):
    """The ledger of the money itself: append-only, `amount` signed in cents, `reference` unique so that nothing is booked twice."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="entries", verbose_name=_("payment"))
    kind = models.CharField(_("kind"), max_length=15, choices=EntryKind)
    amount = models.IntegerField(_("amount"))
    reference = models.CharField(_("reference"), max_length=120, unique=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("payment entry")
        verbose_name_plural = _("payment entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["received", "returned"], amount__gt=0)
                | Q(kind__in=["given_back", "taken_back"], amount__lt=0),
                name="money_that_comes_is_positive_and_money_that_goes_negative",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"


class RefundState(models.TextChoices):
    REQUESTED = "requested", _("to be made")
    PENDING = "pending", _("on its way")
    SUCCEEDED = "succeeded", _("made")
    FAILED = "failed", _("failed")


class Refund(models.Model):
    """Money to be given back; `key` names the reason, so that no reason pays twice. By hand for a bank transfer."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds", verbose_name=_("payment"))
    key = models.CharField(max_length=120, unique=True, editable=False)
    amount = models.PositiveIntegerField(_("amount"))
    state = models.CharField(_("state"), max_length=12, choices=RefundState, default=RefundState.REQUESTED)
    stripe_id = models.CharField(_("refund at Stripe"), max_length=120, unique=True, null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("created"))
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="a_refund_gives_something_back")]

    def __str__(self) -> str:
        return f"{self.payment} {format_cents(self.amount, 'de')}"

    @property
    def why(self) -> str:
        """The reason in the reader's words."""
        return why_words(self.reason)


class DisputeState(models.TextChoices):
    OPEN = "open", _("open")
    WON = "won", _("won")
    LOST = "lost", _("lost")


class Dispute(models.Model):
    """A customer asked the bank for the money back. While it is open, nothing of the order is shipped."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="disputes", verbose_name=_("payment"))
    stripe_id = models.CharField(_("dispute at Stripe"), max_length=120, unique=True)
    amount = models.PositiveIntegerField(_("amount"))
    state = models.CharField(_("state"), max_length=5, choices=DisputeState, default=DisputeState.OPEN)
    reason = models.CharField(_("reason"), max_length=60, blank=True)
    opened_at = models.DateTimeField(_("opened"))
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")

    def __str__(self) -> str:
        return f"{self.stripe_id} {self.get_state_display()}"


class StripeEvent(models.Model):
    """The inbox of Stripe's webhooks: every signed event once, by its id."""

    event_id = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(_("kind"), max_length=80)
    session_id = models.CharField(max_length=120, blank=True, db_index=True)
    intent_id = models.CharField(max_length=120, blank=True, db_index=True)
    order_number = models.CharField(_("order"), max_length=40, blank=True)
    happened_at = models.DateTimeField(_("happened"), null=True, db_index=True)
    received_at = models.DateTimeField(_("received"))
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]
        verbose_name = _("Stripe event")
        verbose_name_plural = _("Stripe events")

    def __str__(self) -> str:
        return self.kind
