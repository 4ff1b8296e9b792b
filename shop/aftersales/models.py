"""Withdrawals: what a consumer declared, word for word, and when it reached us (BGB § 356a)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.cart.models import new_token
from shop.orders.models import Order, OrderLine
from shop.payments.models import Refund


class WithdrawalDeclaration(models.Model):
    """Kept as it came, whether or not an order matches. Staff look at it; nothing edits it."""

    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    name = models.CharField(_("name"), max_length=120)
    contract = models.CharField(_("order number or other details"), max_length=300)
    email = models.EmailField(_("e-mail"))
    note = models.TextField(_("note"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=2)
    order = models.ForeignKey(Order, models.SET_NULL, null=True, blank=True, related_name="withdrawals", verbose_name=_("order"))
    declared_at = models.DateTimeField(_("received"))

    class Meta:
        ordering = ["-declared_at"]
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")

    def __str__(self) -> str:
        return f"{self.name}, {self.contract}"


class WithdrawalSettlement(models.Model):
    """What staff made of a declaration: which goods, how much goes back (cents), and whether shipping is part of it."""

    declaration = models.OneToOneField(
        WithdrawalDeclaration, models.PROTECT, related_name="settlement", verbose_name=_("withdrawal")
    )
    order = models.ForeignKey(Order, models.PROTECT, related_name="settlements", verbose_name=_("order"))
    amount = models.PositiveIntegerField(_("refund"))
    with_shipping = models.BooleanField(_("with shipping"))
    deduction = models.PositiveIntegerField(_("loss of value"), default=0)
    reason = models.CharField(_("reason for the deduction"), max_length=200, blank=True)
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, related_name="+", verbose_name=_("refund"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("settled"))

    class Meta:
        verbose_name = _("settled withdrawal")
        verbose_name_plural = _("settled withdrawals")
        constraints = [
            models.CheckConstraint(condition=Q(deduction=0) | ~Q(reason=""), name="a_deduction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.declaration)


class WithdrawalLine(models.Model):
    settlement = models.ForeignKey(WithdrawalSettlement, models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="+")
    quantity = models.PositiveSmallIntegerField(_("quantity"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["settlement", "order_line"], name="a_settlement_names_each_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="a_withdrawal_line_holds_something"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.order_line_id}"
