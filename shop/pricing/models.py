"""The price ledger: what each variant cost, and since when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.catalog.models import Variant


class PriceChange(models.Model):
    """Append-only. The price of a variant from `valid_from` until the next row.

    What a customer was shown hangs on past rows, so triggers refuse every UPDATE and DELETE (migration 0002). On SQLite a later
    migration that alters this table rebuilds it and drops them; tests/shop/pricing/test_models.py notices, and that migration
    must create them anew. A variant with a past cannot be deleted, only its product unpublished.
    """

    variant = models.ForeignKey(Variant, models.PROTECT, related_name="price_changes", verbose_name=_("variant"))
    cents = models.PositiveIntegerField(_("price in cents, incl. VAT"))
    valid_from = models.DateTimeField(_("valid from"))

    class Meta:
        ordering = ["variant", "valid_from", "pk"]
        verbose_name = _("price change")
        verbose_name_plural = _("price changes")
        constraints = [models.UniqueConstraint(fields=["variant", "valid_from"], name="a_price_begins_at_one_moment")]

    def __str__(self) -> str:
        return f"{self.cents} ({self.valid_from:%Y-%m-%d})"
