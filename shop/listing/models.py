"""The change mark: which products' facts have changed, in the order in which it happened."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CatalogChange(models.Model):
    """One row per changed row of goods, releases, stock and entities, written by triggers alone (`marks.py`).

    Appended and, when old, deleted; never edited. `product_id` or `variant_id` names the goods; with neither, an entity's
    name, slug or place has changed. No foreign keys: goods that are gone have changed, too.
    """

    product_id = models.BigIntegerField(_("product"), null=True)
    variant_id = models.BigIntegerField(_("variant"), null=True)
    token = models.BigIntegerField(_("token"))

    class Meta:
        verbose_name = _("catalog change")
        verbose_name_plural = _("catalog changes")

    def __str__(self) -> str:
        return f"{self.pk}: product {self.product_id}, variant {self.variant_id}"
