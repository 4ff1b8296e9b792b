"""Where the shop ships, what it costs, and the one free-shipping rule."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from djmoney.models.fields import MoneyField
from translated_fields import TranslatedField

valid_country = RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, such as DE."))


class ShippingZone(models.Model):
    """Countries that share a price. A country in no zone cannot be shipped to."""

    name = TranslatedField(models.CharField(_("name"), max_length=80))
    carrier = models.CharField(_("carrier and service"), max_length=80)
    price = MoneyField(_("price incl. VAT"), max_digits=8, decimal_places=2, default_currency="EUR")
    days_min = models.PositiveSmallIntegerField(_("working days, from"))
    days_max = models.PositiveSmallIntegerField(_("working days, to"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("shipping zone")
        verbose_name_plural = _("shipping zones")
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=0), name="a_shipping_price_is_not_negative"),
            models.CheckConstraint(condition=Q(days_max__gte=models.F("days_min")), name="shipping_days_are_in_order"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class ZoneCountry(models.Model):
    zone = models.ForeignKey(ShippingZone, models.CASCADE, related_name="countries", verbose_name=_("shipping zone"))
    country = models.CharField(_("country"), max_length=2, unique=True, validators=[valid_country])

    class Meta:
        ordering = ["zone", "country"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return self.country


class Operator(models.TextChoices):
    """The words follow from it: 'über'/'over' or 'ab'/'from'."""

    OVER = "over", _("over (more than the amount)")
    FROM = "from", _("from (the amount or more)")


class FreeShippingRule(models.Model):
    """The one place that holds threshold, operator and country; banner, pages, mails and feeds all read it."""

    country = models.CharField(_("delivery country"), max_length=2, unique=True, default="DE", validators=[valid_country])
    operator = models.CharField(_("operator"), max_length=4, choices=Operator, default=Operator.OVER)
    threshold = MoneyField(
        _("goods after discounts, incl. VAT"), max_digits=8, decimal_places=2, default_currency="EUR", default=100
    )
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("free-shipping rule")
        verbose_name_plural = _("free-shipping rule")
        constraints = [
            models.CheckConstraint(condition=Q(threshold__gt=0), name="free_shipping_begins_above_zero"),
            models.UniqueConstraint(fields=["is_active"], condition=Q(is_active=True), name="one_free_shipping_rule_is_active"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.get_operator_display()} {self.threshold}"
