"""Withdrawals: what a consumer declared, word for word, and when it reached us (BGB § 356a)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.cart.models import new_token
from shop.orders.models import Order


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
