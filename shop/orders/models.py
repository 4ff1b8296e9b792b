"""An order: frozen copies of what was agreed, a state, and the history of that state."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shop.cart.models import Cart, new_token
from shop.catalog.models import Variant
from shop.customers.address import Address
from shop.legal.models import LegalText
from shop.orders.why import why_words
from shop.pictures.models import Picture
from shop.tax.taxation import Treatment


class OrderState(models.TextChoices):
    PENDING = "pending", _("awaiting payment")
    PAID = "paid", _("paid")
    PARTLY_SHIPPED = "partly_shipped", _("partly shipped")
    SHIPPED = "shipped", _("shipped")
    CANCELLED = "cancelled", _("cancelled")


class Order(models.Model):
    """All amounts in cents of `currency`, gross. `token` is the unguessable part of the guest's link."""

    cart = models.OneToOneField(Cart, models.PROTECT, related_name="order")
    number = models.CharField(_("order number"), max_length=20, unique=True)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=OrderState, default=OrderState.PENDING, db_index=True)
    language = models.CharField(_("language"), max_length=2)
    email = models.EmailField(_("e-mail"))
    payment_method = models.CharField(_("payment method"), max_length=20)
    currency = models.CharField(max_length=3, default="EUR", editable=False)
    goods = models.PositiveIntegerField(_("goods"))
    discount = models.PositiveIntegerField(_("discount"), default=0)
    shipping = models.PositiveIntegerField(_("shipping"))
    total = models.PositiveIntegerField(_("total"))
    shipping_reason = models.CharField(max_length=20, editable=False)
    shipping_words = models.CharField(_("shipping, in words"), max_length=200, blank=True)
    carrier = models.CharField(_("carrier"), max_length=80)
    days_min = models.PositiveSmallIntegerField()
    days_max = models.PositiveSmallIntegerField()
    tax_treatment = models.CharField(_("tax treatment"), max_length=20, choices=Treatment, default=Treatment.DOMESTIC)
    tax_country = models.CharField(_("country of the tax"), max_length=2, default="DE")
    taxes = models.JSONField(_("taxes"), help_text=_("One entry per rate: rate, net, tax, gross; and of these of shipping; cents."))
    voucher_code = models.CharField(_("voucher"), max_length=30, blank=True)
    placed_at = models.DateTimeField(_("placed"), db_index=True)
    hold_until = models.DateTimeField(
        _("held until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Until then an unpaid order keeps its goods; empty while a payment is being processed, and once it is paid."),
    )

    class Meta:
        ordering = ["-placed_at", "-pk"]
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        constraints = [
            models.CheckConstraint(condition=Q(total=F("goods") - F("discount") + F("shipping")), name="an_order_adds_up"),
            models.CheckConstraint(condition=Q(discount__lte=F("goods")), name="a_discount_is_not_above_the_goods"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("shop:order", args=[self.token])

    @property
    def is_taxed(self) -> bool:
        """Whether value added tax is part of its prices: not of an export, nor of a small business's sale."""
        return self.tax_treatment not in {Treatment.EXPORT, Treatment.SMALL_BUSINESS}

    @property
    def delivery(self) -> "OrderAddress":
        return next(address for address in self.addresses.all() if address.kind == AddressKind.DELIVERY)

    @property
    def billing(self) -> "OrderAddress":
        """The billing address; the delivery address when no other was given."""
        return next((address for address in self.addresses.all() if address.kind == AddressKind.BILLING), self.delivery)


class AddressKind(models.TextChoices):
    DELIVERY = "delivery", _("delivery")
    BILLING = "billing", _("billing")


class OrderAddress(models.Model):
    order = models.ForeignKey(Order, models.CASCADE, related_name="addresses")
    kind = models.CharField(_("kind"), max_length=10, choices=AddressKind)
    name = models.CharField(_("name"), max_length=120)
    extra = models.CharField(_("address addition"), max_length=120, blank=True)
    street = models.CharField(_("street and number"), max_length=120)
    postcode = models.CharField(_("postcode"), max_length=12)
    city = models.CharField(_("city"), max_length=80)
    country = models.CharField(_("country"), max_length=2)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        constraints = [models.UniqueConstraint(fields=["order", "kind"], name="an_order_has_one_address_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.name}, {self.postcode} {self.city}"

    @classmethod
    def of(cls, order: Order, kind: AddressKind, address: Address) -> "OrderAddress":
        return cls(order=order, kind=kind, **address.to_dict())


class OrderLine(models.Model):
    """What was agreed about one variant; later edits of the product do not change it."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, models.PROTECT, related_name="+")
    picture = models.ForeignKey(Picture, models.SET_NULL, null=True, related_name="+")
    sku = models.CharField(_("SKU"), max_length=60)
    name = models.CharField(_("name"), max_length=200)
    features = models.CharField(_("features"), max_length=300, blank=True)
    quantity = models.PositiveSmallIntegerField(_("quantity"))
    unit = models.PositiveIntegerField(_("unit price"))
    gross = models.PositiveIntegerField(_("price"))
    discount = models.PositiveIntegerField(_("discount"), default=0)
    net = models.PositiveIntegerField(_("net"))
    tax = models.PositiveIntegerField(_("tax"))
    rate = models.DecimalField(_("tax rate"), max_digits=4, decimal_places=2)
    is_preorder = models.BooleanField(_("pre-order"), default=False)
    deliver_by = models.DateField(_("delivery at the latest"), null=True, blank=True)
    shipped = models.PositiveSmallIntegerField(_("shipped"), default=0)
    released = models.PositiveSmallIntegerField(_("not to be shipped any more"), default=0)
    withdrawn = models.PositiveSmallIntegerField(_("taken back"), default=0)
    from_article = models.PositiveIntegerField(_("from article"), null=True, editable=False, db_index=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        constraints = [
            models.UniqueConstraint(fields=["order", "variant"], name="an_order_holds_each_variant_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="an_order_line_holds_something"),
            models.CheckConstraint(condition=Q(gross=F("unit") * F("quantity")), name="an_order_line_is_unit_times_quantity"),
            models.CheckConstraint(
                condition=Q(gross=F("net") + F("tax") + F("discount")), name="an_order_line_is_net_plus_tax_plus_discount"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("shipped") + F("released")), name="no_more_is_shipped_than_was_ordered"
            ),
            models.CheckConstraint(condition=Q(withdrawn__lte=F("quantity")), name="no_more_is_taken_back_than_was_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} x {self.name}"

    @property
    def open_quantity(self) -> int:
        """The pieces that are still to be shipped, and held for that."""
        return self.quantity - self.shipped - self.released

    @property
    def paid(self) -> int:
        """What the customer pays for the line, in cents: its price less its share of the discount."""
        return self.gross - self.discount


class OrderText(models.Model):
    """A legal text as it stood when the order was placed; a version that an order rests on cannot be deleted."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="texts")
    text = models.ForeignKey(LegalText, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("legal text of an order")
        verbose_name_plural = _("legal texts of orders")
        constraints = [models.UniqueConstraint(fields=["order", "text"], name="an_order_names_each_text_once")]

    def __str__(self) -> str:
        return str(self.text_id)


class OrderEvent(models.Model):
    """The history of an order: append-only; who is empty when the shop itself acted."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="events")
    from_state = models.CharField(_("from"), max_length=20, blank=True)
    to_state = models.CharField(_("to"), max_length=20)
    why = models.CharField(_("why"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.from_state} > {self.to_state}"

    @property
    def what(self) -> str:
        """What happened, in words: the new state where it changed, and why."""
        state = "" if self.from_state == self.to_state else f"{OrderState(self.to_state).label}: "
        return state + why_words(self.why)
