"""Rates of value added tax, with the day from which each holds, and how the seller stands to the tax."""

from datetime import date

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

valid_area = RegexValidator(
    r"^[A-Z]{2}(-[A-Z0-9]{1,2})?$", _("Two capital letters such as AT, or a region with a rate of its own such as PT-30.")
)


class TaxKind(models.TextChoices):
    STANDARD = "standard", _("standard rate")
    BOOK = "book", _("books (reduced rate, fixed price)")


class TaxRate(models.Model):
    """`country` is an ISO code, XI for Northern Ireland, or a region that `territories` names."""

    country = models.CharField(
        _("country"),
        max_length=5,
        validators=[valid_area],
        help_text=_("PT-30 is Madeira, PT-20 the Azores, AT-JM Jungholz and Mittelberg, XI Northern Ireland."),
    )
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


class TaxProfile(models.Model):
    """How the seller stands to value added tax. There is one row, or none: then the usual holds (see `tax_profile`)."""

    # Everybody's row has the same key, so that two members of staff who add it at once cannot make two.
    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    small_business_from = models.DateField(
        _("small business from"),
        null=True,
        blank=True,
        help_text=_(
            "The day from which the seller is a small business (UStG § 19): no VAT is shown or charged on any sale, wherever it goes, "
            "and the OSS day below has no effect. Empty: VAT is charged as usual."
        ),
    )
    oss_from = models.DateField(
        _("OSS from"),
        null=True,
        blank=True,
        help_text=_(
            "The day from which sales to other EU countries bear the VAT of the destination, declared by the One-Stop-Shop. "
            "Needed from the sale that takes the year above 10,000 € net (UStG § 3c). Empty: they bear German VAT."
        ),
    )

    class Meta:
        verbose_name = _("tax profile")
        verbose_name_plural = _("tax profile")

    def __str__(self) -> str:
        return str(_("tax profile"))

    def is_small_business(self, *, on: date) -> bool:
        return self.small_business_from is not None and self.small_business_from <= on

    def uses_oss(self, *, on: date) -> bool:
        return self.oss_from is not None and self.oss_from <= on
