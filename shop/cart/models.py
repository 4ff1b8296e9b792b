"""A cart and its lines. A cart that was ordered is never touched again; the next line begins a new one."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.catalog.models import Variant
from shop.vouchers.models import Voucher

MAX_QUANTITY = 10  # pieces of one variant in one order


def new_token() -> str:
    return secrets.token_urlsafe(32)


class Cart(models.Model):
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    country = models.CharField(_("delivery country"), max_length=2)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True, help_text=_("Some postcodes are taxed in their own way."))
    voucher = models.ForeignKey(Voucher, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("voucher"))
    created_at = models.DateTimeField(_("created"))
    changed_at = models.DateTimeField(_("changed"))
    ordered_at = models.DateTimeField(_("ordered"), null=True, blank=True)

    class Meta:
        verbose_name = _("cart")
        verbose_name_plural = _("carts")

    def __str__(self) -> str:
        return f"{self.pk}"


class CartLine(models.Model):
    cart = models.ForeignKey(Cart, models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, models.CASCADE, related_name="+")
    quantity = models.PositiveSmallIntegerField(_("quantity"))
    seen_cents = models.PositiveIntegerField(help_text=_("The unit price when the customer last chose it."))
    added_at = models.DateTimeField()
    # A plain number, because the magazine stands above the shop. It comes with the form, so that no cookie is needed for it.
    from_article = models.PositiveIntegerField(null=True, help_text=_("The article from which it was added last."))

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="a_cart_holds_each_variant_once"),
            models.CheckConstraint(
                condition=Q(quantity__gte=1) & Q(quantity__lte=MAX_QUANTITY), name="a_cart_line_holds_one_to_ten"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.variant_id}"
