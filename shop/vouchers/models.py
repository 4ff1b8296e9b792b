"""Vouchers: a code that staff give out, how often it may be used, and who used it."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from djmoney.models.fields import MoneyField

valid_code = RegexValidator(r"^[A-Z0-9-]{4,30}$", _("4 to 30 capital letters, digits or hyphens."))


class VoucherKind(models.TextChoices):
    PERCENT = "percent", _("percent off the goods")
    AMOUNT = "amount", _("amount off the goods")
    FREE_SHIPPING = "free_shipping", _("free shipping")


class Voucher(models.Model):
    """`used` is a counter that only a conditional UPDATE moves; the CHECK stands behind it.

    Goods of a fixed price (books, BuchPrG § 3) are never reduced by a voucher.
    """

    code = models.CharField(_("code"), max_length=30, unique=True, validators=[valid_code])
    kind = models.CharField(_("kind"), max_length=15, choices=VoucherKind)
    percent = models.PositiveSmallIntegerField(
        _("percent"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    amount = MoneyField(
        _("amount"), max_digits=8, decimal_places=2, null=True, blank=True, default_currency="EUR", currency_field_name="currency"
    )
    minimum = MoneyField(
        _("goods at least"),
        max_digits=8,
        decimal_places=2,
        default=0,
        default_currency="EUR",
        currency_field_name="currency",
        help_text=_("What the goods that may be reduced must cost together."),
    )
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    limit = models.PositiveIntegerField(_("uses in all"), null=True, blank=True, help_text=_("Empty: as many as like."))
    limit_per_customer = models.PositiveSmallIntegerField(_("uses per customer"), null=True, blank=True, default=1)
    used = models.PositiveIntegerField(_("used"), default=0, editable=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["-valid_from", "code"]
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        constraints = [
            models.CheckConstraint(condition=Q(limit__isnull=True) | Q(used__lte=F("limit")), name="no_voucher_is_used_too_often"),
            models.CheckConstraint(
                condition=Q(kind="percent", percent__gte=1, percent__lte=100)
                | Q(kind="amount", amount__gt=0)
                | Q(kind="free_shipping"),
                name="a_voucher_is_worth_something",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class VoucherCustomer(models.Model):
    """How often one customer used one voucher; `customer` is a digest of the e-mail address, so that nobody can be read from it."""

    voucher = models.ForeignKey(Voucher, models.CASCADE, related_name="customers")
    customer = models.CharField(max_length=64)
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voucher", "customer"], name="a_customer_has_one_counter_for_a_voucher")]

    def __str__(self) -> str:
        return f"{self.voucher_id}: {self.used}"


class VoucherUse(models.Model):
    """One use by one order (`reference`, its number). Given back when the order is cancelled before it was paid."""

    voucher = models.ForeignKey(Voucher, models.PROTECT, related_name="uses", verbose_name=_("voucher"))
    reference = models.CharField(_("order"), max_length=20)
    customer = models.CharField(max_length=64)
    at = models.DateTimeField(_("used"))
    given_back_at = models.DateTimeField(_("given back"), null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("use of a voucher")
        verbose_name_plural = _("uses of vouchers")
        constraints = [models.UniqueConstraint(fields=["voucher", "reference"], name="an_order_uses_a_voucher_once")]

    def __str__(self) -> str:
        return f"{self.voucher_id} {self.reference}"
