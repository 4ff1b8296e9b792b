"""Addresses that changed: what was once found under a slug is still found there, by a permanent redirect."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from shop.catalog.models import Character, Manufacturer, Product, ProductLine, Scale, Sculptor, Series


class RedirectKind(models.TextChoices):
    PRODUCT = "product", _("product")
    SERIES = "series", _("series")
    CHARACTER = "character", _("character")
    MANUFACTURER = "manufacturer", _("manufacturer")
    LINE = "line", _("product line")
    SCALE = "scale", _("scale")
    SCULPTOR = "sculptor", _("sculptor")


class SlugRedirect(models.Model):
    """An address that something had before. It names the thing, not its next slug, so that a chain of changes is one step."""

    kind = models.CharField(_("kind"), max_length=12, choices=RedirectKind)
    old_slug = models.SlugField(_("old slug"), max_length=180)
    target_id = models.PositiveBigIntegerField(_("target"), help_text=_("The key of the row of this kind."))

    class Meta:
        ordering = ["kind", "old_slug"]
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [models.UniqueConstraint(fields=["kind", "old_slug"], name="an_old_address_leads_to_one_place")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.old_slug}"


Addressed = Product | Series | Character | Manufacturer | ProductLine | Scale | Sculptor
KINDS: dict[RedirectKind, type[Addressed]] = {
    RedirectKind.PRODUCT: Product,
    RedirectKind.SERIES: Series,
    RedirectKind.CHARACTER: Character,
    RedirectKind.MANUFACTURER: Manufacturer,
    RedirectKind.LINE: ProductLine,
    RedirectKind.SCALE: Scale,
    RedirectKind.SCULPTOR: Sculptor,
}


@transaction.atomic
def keep_old_slug(*, thing: Addressed, old_slug: str) -> None:
    """Let the address that `thing` had before lead to it; what it is called now is nobody's old address any more."""
    kind = next(kind for kind, model in KINDS.items() if isinstance(thing, model))
    SlugRedirect.objects.filter(kind=kind, old_slug=thing.slug).delete()
    if old_slug != thing.slug:
        SlugRedirect.objects.update_or_create(kind=kind, old_slug=old_slug, defaults={"target_id": thing.pk})


def new_slug(*, kind: RedirectKind, old_slug: str) -> str | None:
    """The slug under which what was once called `old_slug` is found now: one query; None where nothing was or is."""
    known = SlugRedirect.objects.filter(kind=kind, old_slug=old_slug).values("target_id")
    model = KINDS[kind]
    found = Product.objects.published() if model is Product else model.objects.all()
    slug: str | None = found.filter(pk__in=known).values_list("slug", flat=True).first()
    return slug
