"""What the shop sells: products in variants, and the trade's entities around them."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from djmoney.models.fields import MoneyField
from translated_fields import TranslatedField

from shop.pictures.models import Picture
from shop.tax.models import TaxKind

valid_gtin = RegexValidator(r"^(\d{8}|\d{12,14})$", _("A GTIN has 8, 12, 13 or 14 digits."))


class Named(models.Model):
    page: ClassVar[str]  # the name of its address in the storefront
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=140, unique=True)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse(f"shop:{self.page}", args=[self.slug])


class NativeNamed(Named):
    native_name = models.CharField(_("name in Japanese script"), max_length=120, blank=True)

    class Meta(Named.Meta):
        abstract = True


class Manufacturer(NativeNamed):
    """The maker, with what the product safety regulation (EU) 2023/988, article 19 wants shown beside the goods."""

    page = "maker"
    description = TranslatedField(models.TextField(_("description"), blank=True))
    country = models.CharField(_("country"), max_length=2, help_text=_("Two letters, such as JP."))
    address = models.TextField(_("postal address"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    eu_contact = models.TextField(
        _("responsible person in the EU"),
        blank=True,
        help_text=_("Name, postal address and e-mail; needed when the maker sits outside the EU."),
    )

    class Meta(Named.Meta):
        verbose_name = _("manufacturer")
        verbose_name_plural = _("manufacturers")


class Series(NativeNamed):
    page = "series"
    genre = TranslatedField(models.CharField(_("genre"), max_length=80, blank=True))
    description = TranslatedField(models.TextField(_("description"), blank=True))

    class Meta(Named.Meta):
        verbose_name = _("series")
        verbose_name_plural = _("series")


class Character(NativeNamed):
    page = "character"
    series = models.ForeignKey(Series, models.CASCADE, related_name="characters", verbose_name=_("series"))

    class Meta(Named.Meta):
        verbose_name = _("character")
        verbose_name_plural = _("characters")


class ProductLine(NativeNamed):
    """A maker's family of goods, such as its chibi figures."""

    page = "line"
    manufacturer = models.ForeignKey(Manufacturer, models.PROTECT, related_name="lines", verbose_name=_("manufacturer"))

    class Meta(Named.Meta):
        verbose_name = _("product line")
        verbose_name_plural = _("product lines")


class Sculptor(Named):
    page = "sculptor"

    class Meta(Named.Meta):
        verbose_name = _("sculptor")
        verbose_name_plural = _("sculptors")


class Scale(Named):
    """How far a figure is reduced: '1/7' has the denominator 7; one that is no fraction has none and comes last."""

    page = "scale"
    denominator = models.PositiveSmallIntegerField(
        _("denominator"), null=True, blank=True, help_text=_("7 for 1/7; scales stand in this order.")
    )

    class Meta:
        ordering = [models.F("denominator").asc(nulls_last=True), "name"]
        verbose_name = _("scale")
        verbose_name_plural = _("scales")


class Category(models.Model):
    name = TranslatedField(models.CharField(_("name"), max_length=80))
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return str(self.name)


class ProductQuerySet(models.QuerySet["Product"]):
    def published(self) -> "ProductQuerySet":
        return self.filter(is_published=True)


class Product(models.Model):
    """A thing on the shelf. What is bought is one of its variants; a product without sizes has exactly one."""

    name = TranslatedField(models.CharField(_("name"), max_length=160))
    native_name = models.CharField(_("name in Japanese script"), max_length=160, blank=True)
    slug = models.SlugField(_("slug"), max_length=180, unique=True)
    summary = TranslatedField(models.CharField(_("summary"), max_length=200, blank=True))
    description = TranslatedField(
        models.TextField(_("description"), blank=True, help_text=_("Paragraphs are separated by an empty line."))
    )
    category = models.ForeignKey(Category, models.PROTECT, related_name="products", verbose_name=_("category"))
    series = models.ForeignKey(Series, models.PROTECT, related_name="products", null=True, blank=True, verbose_name=_("series"))
    character = models.ForeignKey(
        Character, models.PROTECT, related_name="products", null=True, blank=True, verbose_name=_("character")
    )
    manufacturer = models.ForeignKey(Manufacturer, models.PROTECT, related_name="products", verbose_name=_("manufacturer"))
    line = models.ForeignKey(
        ProductLine, models.PROTECT, related_name="products", null=True, blank=True, verbose_name=_("product line")
    )
    scale = models.ForeignKey(Scale, models.PROTECT, related_name="products", null=True, blank=True, verbose_name=_("scale"))
    height_mm = models.PositiveIntegerField(_("height in mm"), null=True, blank=True)
    weight_g = models.PositiveIntegerField(_("weight in g"), null=True, blank=True)
    material = TranslatedField(models.CharField(_("material"), max_length=120, blank=True))
    contents = TranslatedField(models.CharField(_("in the box"), max_length=200, blank=True))
    sculptor = models.ForeignKey(
        Sculptor, models.PROTECT, related_name="products", null=True, blank=True, verbose_name=_("sculptor")
    )
    age_from = models.PositiveSmallIntegerField(
        _("age from"), null=True, blank=True, help_text=_("The maker's recommendation in years.")
    )
    tax_kind = models.CharField(_("tax"), max_length=10, choices=TaxKind, default=TaxKind.STANDARD)
    popularity = models.PositiveIntegerField(_("popularity"), default=0)
    is_published = models.BooleanField(_("published"), default=False)
    added_at = models.DateTimeField(_("added"), db_index=True)

    objects = ProductQuerySet.as_manager()

    # What a page shows, in its order; only there when the product was loaded by shop/catalog/queries.py.
    shown_variants: "list[Variant]"
    shown_images: "list[ProductImage]"

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("product")
        verbose_name_plural = _("products")
        indexes = [
            models.Index(fields=["is_published", "-added_at", "-id"], name="published_newest_first"),
            models.Index(fields=["is_published", "-popularity", "-id"], name="published_popular_first"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("shop:product", args=[self.slug])


class DatePrecision(models.TextChoices):
    DAY = "day", _("day")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")


class ReleaseKind(models.TextChoices):
    FIRST = "first", _("first run")
    RERUN = "rerun", _("re-release")


class Release(models.Model):
    """One run of a product, with the maker's date. In the future it makes the variants of this run pre-orders."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="releases", verbose_name=_("product"))
    kind = models.CharField(_("kind"), max_length=10, choices=ReleaseKind, default=ReleaseKind.FIRST)
    released_on = models.DateField(
        _("release"),
        null=True,
        blank=True,
        help_text=_("The maker's date; the first day of a month or quarter stands for all of it."),
    )
    precision = models.CharField(_("precision"), max_length=10, choices=DatePrecision, default=DatePrecision.MONTH)
    deliver_by = models.DateField(
        _("delivery at the latest"),
        null=True,
        blank=True,
        help_text=_("What a pre-order promises; without it nothing can be pre-ordered."),
    )

    class Meta:
        ordering = ["product", "kind", models.F("released_on").asc(nulls_last=True), "pk"]
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        constraints = [
            models.CheckConstraint(
                condition=Q(deliver_by__isnull=True) | Q(released_on__isnull=True) | Q(deliver_by__gte=models.F("released_on")),
                name="delivery_is_not_promised_before_the_release",
            ),
            models.UniqueConstraint(fields=["product"], condition=Q(kind="first"), name="a_product_has_one_first_run"),
        ]
        indexes = [models.Index(fields=["released_on", "id"], name="releases_by_date")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.released_on or ''}".strip()


class Variant(models.Model):
    """What is bought: a size of a run. Its dates are those of its release; without one it has no dates."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="variants", verbose_name=_("product"))
    release = models.ForeignKey(Release, models.PROTECT, related_name="variants", null=True, blank=True, verbose_name=_("release"))
    label = models.CharField(_("size"), max_length=40, blank=True, help_text=_("Such as M; empty when there is only one."))
    sku = models.CharField(_("SKU"), max_length=60, unique=True)
    gtin = models.CharField(_("GTIN / JAN"), max_length=14, blank=True, validators=[valid_gtin])
    price = MoneyField(_("price incl. VAT"), max_digits=10, decimal_places=2, default_currency="EUR")
    rrp = MoneyField(
        _("manufacturer's RRP incl. VAT"),
        max_digits=10,
        decimal_places=2,
        default_currency="EUR",
        currency_field_name="price_currency",  # one currency for both amounts of the row
        null=True,
        blank=True,
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["product", "position", "pk"]
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints = [
            models.UniqueConstraint(fields=["product", "release", "label"], name="a_release_has_each_size_once"),
            models.UniqueConstraint(
                fields=["product", "label"],
                condition=Q(release__isnull=True),  # NULLs are all different to the constraint above
                name="a_product_has_each_size_once",
            ),
            models.CheckConstraint(condition=Q(price__gte=0), name="a_price_is_not_negative"),
            models.CheckConstraint(condition=Q(rrp__gt=0), name="an_rrp_is_above_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.product} {self.label}".strip()


class ProductImage(models.Model):
    product = models.ForeignKey(Product, models.CASCADE, related_name="images", verbose_name=_("product"))
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+", verbose_name=_("picture"))
    alt = TranslatedField(
        models.CharField(_("alternative text"), max_length=200, help_text=_("What the picture shows, for those who cannot see it."))
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["product", "position", "pk"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return str(self.alt)
