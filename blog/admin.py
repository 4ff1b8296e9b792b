"""Staff: articles. An author writes; publishing needs its own permission."""

from typing import Any

import js_asset
from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.body import card_slugs, clean
from blog.models import Author, Post, PostProduct
from shop.catalog.models import Product
from shop.pictures.store import Upload, store_picture
from shop.staff.forms import read_upload

PUBLISH = "blog.publish_post"


class PostForm(forms.ModelForm):
    cover_upload = forms.FileField(label=_("cover picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))

    class Meta:
        model = Post
        exclude = ("cover", "products")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "published_at" in self.fields and not self.instance.pk:
            self.fields["published_at"].initial = timezone.now

    def clean_cover_upload(self) -> Upload | None:
        return read_upload(self.cleaned_data.get("cover_upload"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for name in ("body_de", "body_en"):
            wanted = set(card_slugs(values.get(name) or ""))
            missing = wanted - set(Product.objects.filter(slug__in=wanted).values_list("slug", flat=True))
            if missing:
                message = _("There is no product with this address: %(slugs)s. Please check the card in the text.")
                self.add_error(name, message % {"slugs": ", ".join(sorted(missing))})
            elif values.get(name):
                values[name] = clean(values[name])
        return values

    def save(self, commit: bool = True) -> Post:
        if self.cleaned_data.get("cover_upload"):
            self.instance.cover = store_picture(upload=self.cleaned_data["cover_upload"], at=timezone.now())
        return super().save(commit)


class PostProductInline(admin.TabularInline):
    model = PostProduct
    extra = 1
    autocomplete_fields = ("product",)


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    form = PostForm
    inlines = (PostProductInline,)
    list_display = ("title_de", "kind", "author", "published_at", "is_draft")
    list_filter = ("is_draft", "kind", "author")
    list_select_related = ("author",)
    search_fields = ("title_de", "title_en", "slug_de", "slug_en")
    prepopulated_fields = {"slug_de": ("title_de",), "slug_en": ("title_en",)}
    autocomplete_fields = ("series",)
    date_hierarchy = "published_at"
    fieldsets = (
        (None, {"fields": ("kind", "author", "is_draft", "published_at", "series", "is_advertising", "is_review_copy")}),
        (_("German"), {"fields": ("title_de", "slug_de", "excerpt_de", "body_de", "reviewed_de", "verdict_de")}),
        (_("English"), {"fields": ("title_en", "slug_en", "excerpt_en", "body_en", "reviewed_en", "verdict_en")}),
        (_("Cover and score"), {"fields": ("cover_upload", "cover_alt_de", "cover_alt_en", "score")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> tuple[str, ...]:
        return () if request.user.has_perm(PUBLISH) else ("is_draft", "published_at")

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        """What is published is changed only by those who may publish."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.is_draft or request.user.has_perm(PUBLISH))

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        if obj.published_at is None:
            obj.published_at = timezone.now()
        super().save_model(request, obj, form, change)

    def view_on_site(self, post: Post) -> str:
        return post.get_absolute_url()

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """The editor's import map is an inline script, so it carries the page's nonce."""
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
        context["media"] = js_asset.Media.from_media(context["media"], nonce=nonce)
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
