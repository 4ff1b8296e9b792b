"""Invoices: numbered without a gap, frozen as data, with the document that was made of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.orders.models import Order


class InvoiceKind(models.TextChoices):
    INVOICE = "invoice", _("invoice")
    CANCELLATION = "cancellation", _("cancellation invoice")


class Counter(models.Model):
    """The last number of a series, moved in the transaction that writes the invoice: a crash leaves no gap."""

    series = models.CharField(max_length=20, unique=True)
    value = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.series} {self.value}"


class Invoice(models.Model):
    """Immutable: a trigger refuses every UPDATE and DELETE. A mistake is answered by a cancellation, never by an edit.

    `data` is the whole document (see `document.py`), `total` its cents, positive for both kinds.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=InvoiceKind)
    series = models.CharField(_("series"), max_length=20)
    value = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=30, unique=True)
    order = models.ForeignKey(Order, models.PROTECT, related_name="invoices", verbose_name=_("order"))
    original = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="cancellations", verbose_name=_("cancels")
    )
    key = models.CharField(max_length=120, unique=True, editable=False)
    total = models.PositiveIntegerField(_("total"))
    data = models.JSONField()
    issued_at = models.DateTimeField(_("issued"))

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = [
            models.UniqueConstraint(fields=["series", "value"], name="an_invoice_number_is_given_once"),
            models.UniqueConstraint(fields=["order"], condition=Q(kind="invoice"), name="an_order_has_one_invoice"),
            models.CheckConstraint(
                condition=Q(kind="invoice", original__isnull=True) | Q(kind="cancellation", original__isnull=False),
                name="a_cancellation_names_its_invoice",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class InvoiceDocument(models.Model):
    """The PDF/A-3 with its embedded XML as it was made once, with the SHA-256 of its bytes. Kept for eight years (AO § 147)."""

    invoice = models.OneToOneField(Invoice, models.PROTECT, related_name="document")
    pdf = models.BinaryField()
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    made_at = models.DateTimeField(_("made"))

    def __str__(self) -> str:
        return self.sha256
