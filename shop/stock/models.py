"""How many there are: on hand, reserved, and promised from a coming release."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shop.catalog.models import Variant


def left_on_shelf(*, on_hand: int, reserved: int, preordered: int) -> int:
    """How many pieces the shelf still offers: arrived pieces are owed to pre-orders first."""
    return max(0, on_hand - reserved - preordered)


class Stock(models.Model):
    """One row per variant. Every change is one conditional UPDATE and one `StockMove` (see `reserve.py`)."""

    variant = models.OneToOneField(Variant, models.CASCADE, related_name="stock", verbose_name=_("variant"))
    on_hand = models.PositiveIntegerField(_("on hand"), default=0)
    reserved = models.PositiveIntegerField(_("reserved"), default=0)
    preorder_limit = models.PositiveIntegerField(_("pre-order limit"), default=0)
    preordered = models.PositiveIntegerField(_("pre-ordered"), default=0)
    low_at = models.PositiveIntegerField(
        _("low at"), default=2, help_text=_("The stock list calls it low when this many pieces or fewer are available.")
    )

    class Meta:
        verbose_name = _("stock")
        verbose_name_plural = _("stock")
        constraints = [
            models.CheckConstraint(condition=Q(reserved__lte=F("on_hand")), name="no_more_is_reserved_than_is_on_hand"),
            models.CheckConstraint(
                condition=Q(preordered__lte=F("preorder_limit")), name="no_more_is_preordered_than_was_allocated"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant}: {self.on_hand}"

    @property
    def available(self) -> int:
        return left_on_shelf(on_hand=self.on_hand, reserved=self.reserved, preordered=self.preordered)

    @property
    def preorder_available(self) -> int:
        return self.preorder_limit - self.preordered


class MoveKind(models.TextChoices):
    CORRECTED = "corrected", _("corrected by staff")
    RESERVED = "reserved", _("reserved")
    RELEASED = "released", _("released")
    SHIPPED = "shipped", _("shipped")
    PREORDERED = "preordered", _("pre-ordered")
    PREORDER_RELEASED = "preorder_released", _("pre-order released")
    PREORDER_SHIPPED = "preorder_shipped", _("pre-order shipped")


class StockMove(models.Model):
    """The ledger of a variant's stock: append-only; `quantity` is signed for corrections, else positive."""

    variant = models.ForeignKey(Variant, models.CASCADE, related_name="moves", verbose_name=_("variant"))
    kind = models.CharField(_("kind"), max_length=20, choices=MoveKind)
    quantity = models.IntegerField(_("quantity"))
    reason = models.CharField(_("reason"), max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")

    def __str__(self) -> str:
        return f"{self.kind} {self.quantity}"
