"""Payments: what was to be paid, how, and what became of it. Rows are moved, never deleted."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.orders.models import Order


class PaymentMethod(models.TextChoices):
    BANK_TRANSFER = "bank_transfer", _("Bank transfer in advance")
    CARD = "card", _("Card via Stripe")


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
    created_at = models.DateTimeField(_("created"))
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        permissions = [("record_transfer", "Can mark a bank transfer as received")]
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
        """What is still to come, in cents."""
        return self.amount - self.captured


class StripeEvent(models.Model):
    """The inbox of Stripe's webhooks: every signed event once, by its id."""

    event_id = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(_("kind"), max_length=80)
    session_id = models.CharField(max_length=120, blank=True, db_index=True)
    received_at = models.DateTimeField(_("received"))
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]
        verbose_name = _("Stripe event")
        verbose_name_plural = _("Stripe events")

    def __str__(self) -> str:
        return self.kind
