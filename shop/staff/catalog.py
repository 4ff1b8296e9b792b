"""Staff: products with variants and pictures, and the trade's entities."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shop.catalog.models import (
    Category,
    Character,
    Manufacturer,
    Product,
    ProductImage,
    ProductLine,
    Release,
    Scale,
    Sculptor,
    Series,
    Variant,
)
from shop.catalog.slug_redirect import keep_old_slug
from shop.pricing.set_price import set_price
from shop.staff.forms import ProductForm, ProductImageForm, VariantForm, VariantFormSet
from shop.staff.release_forms import ReleaseForm, ReleaseFormSet, runs_on
from shop.staff.uploads import PicturedAdmin
from shop.stock.models import Stock
from shop.stock.reserve import StockHasChanged, correct_stock


class ReleaseInline(admin.TabularInline):
    model = Release
    form = ReleaseForm
    formset = ReleaseFormSet
    extra = 0
    fields = ("kind", "released_on", "precision", "deliver_by")
    verbose_name_plural = _("releases: the first run, and each re-release with its own date")


class VariantInline(admin.TabularInline):
    model = Variant
    form = VariantForm
    formset = VariantFormSet
    extra = 0
    min_num = 1
    fields = ("run", "label", "sku", "gtin", "gross", "on_hand", "preorder_limit", "position", "stock_was")


class ProductImageInline(admin.TabularInline):
    model = ProductImage
    form = ProductImageForm
    extra = 1
    fields = ("preview", "upload", "alt_de", "alt_en", "position")
    readonly_fields = ("preview",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("picture")

    @admin.display(description=_("picture"))
    def preview(self, image: ProductImage) -> SafeString | str:
        if not image.picture_id:
            return ""
        return format_html('<img src="{}" width="60" alt="{}">', image.picture.thumbnail, image.alt)


@admin.register(Product)
class ProductAdmin(PicturedAdmin):
    form = ProductForm
    inlines = (ReleaseInline, VariantInline, ProductImageInline)
    list_display = ("name_de", "category", "series", "manufacturer", "price", "on_hand", "is_published")
    list_filter = ("is_published", "category", "series", "manufacturer")
    list_select_related = ("category", "series", "manufacturer")
    search_fields = ("name_de", "name_en", "slug", "variants__sku", "variants__gtin")
    autocomplete_fields = ("series", "character", "manufacturer", "line", "sculptor")
    prepopulated_fields = {"slug": ("name_en",)}
    list_per_page = 50
    fieldsets = (
        (None, {"fields": ("is_published", "slug", "category", "series", "character", "manufacturer", "line", "tax_kind")}),
        (_("German"), {"fields": ("name_de", "summary_de", "description_de", "material_de", "contents_de")}),
        (_("English"), {"fields": ("name_en", "summary_en", "description_en", "material_en", "contents_en")}),
        (_("Facts"), {"fields": ("native_name", "scale", "height_mm", "weight_g", "sculptor", "age_from", "added_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("variants__stock")

    def view_on_site(self, product: Product) -> str:
        return product.get_absolute_url()

    @admin.display(description=_("price"))
    def price(self, product: Product) -> str:
        return " / ".join(sorted({str(variant.price) for variant in product.variants.all()}))

    @admin.display(description=_("on hand"))
    def on_hand(self, product: Product) -> int:
        return sum(variant.stock.on_hand for variant in product.variants.all() if hasattr(variant, "stock"))

    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: bool) -> None:
        save_and_keep_slug(obj, form)

    def get_formset_kwargs(self, request: HttpRequest, obj: Product | None, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, VariantInline):
            kwargs["form_kwargs"] = {"runs": runs_on(request, obj if obj and obj.pk else None)}
        return kwargs

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        new = [row for row in formset.forms if row.instance.pk is None]
        if formset.model is Variant:
            for row in formset.forms:
                if row.cleaned_data:
                    row.instance.release = self._release(request, row)
        super().save_formset(request, form, formset, change)
        if formset.model is Release:
            request.added_releases = {row.kind: row for row in formset.new_objects}  # type: ignore[attr-defined]
        if formset.model is Variant:
            for row in formset.forms:
                if row.instance.pk and row.cleaned_data and not row.cleaned_data.get("DELETE"):
                    self._save_variant(request, row, is_new=row in new)

    def _release(self, request: HttpRequest, row: VariantForm) -> Release | None:
        """The chosen run: one of this product's releases, or the one of this kind that the page has just added."""
        run, added = row.cleaned_data["run"], getattr(request, "added_releases", {})
        return added.get(run) or (row.instance.product.releases.get(pk=run) if run else None)

    def _save_variant(self, request: HttpRequest, row: VariantForm, *, is_new: bool) -> None:
        """The first price and the stock go through the deeds that keep their ledgers."""
        now, variant, values = timezone.localtime(), row.instance, row.cleaned_data
        with transaction.atomic():
            if is_new:
                set_price(variant=variant, price=variant.price, at=now)
            Stock.objects.bulk_create([Stock(variant=variant)], ignore_conflicts=True)
            Stock.objects.filter(variant=variant, preordered__lte=values["preorder_limit"]).update(
                preorder_limit=values["preorder_limit"]
            )
            try:
                correct_stock(
                    variant_id=variant.pk,
                    was=values.get("stock_was") or 0,
                    now=values["on_hand"],
                    reason="admin",
                    at=now,
                    by=request.user,  # type: ignore[arg-type]
                )
            except StockHasChanged:
                messages.warning(
                    request, _("The stock of %(variant)s changed meanwhile and was left alone.") % {"variant": variant}
                )


def save_and_keep_slug(thing: Any, form: Any) -> None:
    """Save what the form changed; an address that it had before goes on leading to it."""
    thing.save()
    if form.initial.get("slug"):
        keep_old_slug(thing=thing, old_slug=form.initial["slug"])


class NamedAdmin(admin.ModelAdmin):
    list_display: tuple[str, ...] = ("name", "slug")
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ("name",)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_and_keep_slug(obj, form)


@admin.register(Series)
class SeriesAdmin(NamedAdmin):
    search_fields = ["name", "native_name", "slug"]


@admin.register(Sculptor)
class SculptorAdmin(NamedAdmin):
    pass


@admin.register(Scale)
class ScaleAdmin(NamedAdmin):
    list_display = ("name", "slug", "denominator")


@admin.register(ProductLine)
class ProductLineAdmin(NamedAdmin):
    list_display = ("name", "manufacturer", "slug")
    list_select_related = ("manufacturer",)
    autocomplete_fields = ("manufacturer",)
    search_fields = ["name", "native_name", "slug"]


@admin.register(Manufacturer)
class ManufacturerAdmin(NamedAdmin):
    list_display = ("name", "country", "email")


@admin.register(Character)
class CharacterAdmin(NamedAdmin):
    list_display = ("name", "series")
    list_select_related = ("series",)
    autocomplete_fields = ("series",)


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):
    list_display = ("name_de", "name_en", "slug", "position")
    prepopulated_fields = {"slug": ("name_en",)}
