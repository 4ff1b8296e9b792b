"""A parcel and the order lines in it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shop.orders.models import Order, OrderLine


class Parcel(models.Model):
    order = models.ForeignKey(Order, models.PROTECT, related_name="parcels", verbose_name=_("order"))
    carrier = models.CharField(_("carrier"), max_length=80)
    tracking = models.CharField(_("tracking number"), max_length=80, blank=True)
    shipped_at = models.DateTimeField(_("shipped"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))

    class Meta:
        ordering = ["shipped_at", "pk"]
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        permissions = [("ship_order", "Can ship an order")]

    def __str__(self) -> str:
        return f"{self.order} {self.tracking}".strip()


class ParcelLine(models.Model):
    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, models.PROTECT, related_name="parcel_lines")
    quantity = models.PositiveSmallIntegerField(_("quantity"))

    class Meta:
        verbose_name = _("parcel line")
        verbose_name_plural = _("parcel lines")
        constraints = [
            models.UniqueConstraint(fields=["parcel", "order_line"], name="a_parcel_holds_each_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="a_parcel_line_holds_something"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.order_line.name}"
