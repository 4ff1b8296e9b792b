"""Rates of value added tax, with the day from which each holds."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class TaxKind(models.TextChoices):
    STANDARD = "standard", _("standard rate")
    BOOK = "book", _("books (reduced rate, fixed price)")


class TaxRate(models.Model):
    country = models.CharField(_("country"), max_length=2)
    kind = models.CharField(_("kind"), max_length=10, choices=TaxKind)
    percent = models.DecimalField(_("percent"), max_digits=4, decimal_places=2)
    valid_from = models.DateField(_("valid from"))

    class Meta:
        ordering = ["country", "kind", "-valid_from"]
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        constraints = [
            models.UniqueConstraint(fields=["country", "kind", "valid_from"], name="one_tax_rate_per_country_kind_and_day"),
            models.CheckConstraint(condition=Q(percent__gte=0) & Q(percent__lt=100), name="a_tax_rate_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.kind} {self.percent} %"
