"""What staff must look at: money that does not match, goods that are missing, work that keeps failing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AlertKind(models.TextChoices):
    PAYMENT_MISMATCH = "payment_mismatch", _("payment does not match the order")
    LATE_PAYMENT = "late_payment", _("paid after the order was cancelled")
    OVERPAID = "overpaid", _("paid more than was due")
    REFUND_DUE = "refund_due", _("refund to be transferred by hand")
    REFUND_FAILED = "refund_failed", _("refund failed")
    DISPUTE = "dispute", _("payment disputed")
    UNKNOWN_PAYMENT = "unknown_payment", _("payment at Stripe without an order here")
    JOB_FAILS = "job_fails", _("a job keeps failing")
    MAIL_FAILS = "mail_fails", _("a mail was given up")
    WEBHOOK = "webhook", _("Stripe's webhook does not arrive")
    CLOCK = "clock", _("the clock of this machine, or a replay")
    WITHDRAWAL_DUE = "withdrawal_due", _("a withdrawal waits to be settled")
    OSS = "oss", _("threshold of sales to other EU countries")
    BOOKS = "books", _("the books do not add up")


class Alert(models.Model):
    """One matter, once: `key` names it. It stays until somebody says that it is settled."""

    key = models.CharField(max_length=120, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=30, choices=AlertKind)
    reference = models.CharField(_("order"), max_length=60, blank=True)
    message = models.TextField(_("what happened"))
    raised_at = models.DateTimeField(_("raised"), db_index=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )

    class Meta:
        ordering = ["-raised_at", "-pk"]
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}".strip()
