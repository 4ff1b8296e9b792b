"""Staff: articles. An author writes; publishing needs its own permission."""

from functools import partial
from typing import Any

import js_asset
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.articles.models import Author, Post, Tag
from blog.articles.parts import ArticlePicture, Criterion, PostProduct, RankedItem
from blog.canon.models import RightName
from blog.history.keep import ArticleHasChanged, count_version, keep_old_addresses, keep_revision
from blog.staff.article_form import PostForm
from blog.staff.canon_page import check_page, correct_page, right_page, tell
from blog.staff.card_health import card_health_page
from blog.staff.history import autosave, compare_page, history_page, restored, unsaved
from blog.staff.import_page import import_page
from blog.staff.parts_forms import ArticlePictureForm, PartFormSet, RankedItemForm
from blog.staff.preview import preview_page
from blog.staff.sales_page import article_sales_csv, article_sales_page, sales_csv, sales_page
from blog.staff.version_words import what_is_gone
from shop.staff.uploads import PicturedAdmin

PUBLISH = "blog.publish_post"
MARKS = _(
    "Marks in the text, each in a paragraph of its own: [[product:slug]] a live product card, [[picture:1]] the picture with that number, "
    "[[ranking]] the places of a top list, [[spoiler:until episode 3]] and [[/spoiler]] around what is to be folded away. "
    "In a sentence: [[note:a footnote]]."
)


class PartInline(admin.options.InlineModelAdmin):
    """Rows that begin as in an earlier version, where one is restored; with what a form shows of them in `relations`."""

    formset = PartFormSet
    relations: tuple[str, ...] = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return rows.select_related(*self.relations) if self.relations else rows


class PicturedInline(PartInline, admin.StackedInline):
    relations = ("picture",)
    extra = 0


class PostProductInline(PartInline, admin.TabularInline):
    model = PostProduct
    relations = ("product",)
    extra = 1
    autocomplete_fields = ("product",)


class ArticlePictureInline(PicturedInline):
    model = ArticlePicture
    form = ArticlePictureForm
    fields = (("number", "upload", "kept_picture"), ("alt_de", "alt_en"), ("caption_de", "caption_en"))


class CriterionInline(PartInline, admin.TabularInline):
    model = Criterion
    extra = 0


class RankedItemInline(PicturedInline):
    model = RankedItem
    form = RankedItemForm
    autocomplete_fields = ("product",)
    fields = (
        "place",
        ("title_de", "title_en"),
        ("text_de", "text_en"),
        ("upload", "without_picture", "kept_picture"),
        ("alt_de", "alt_en"),
        "product",
    )


@admin.register(Post)
class PostAdmin(PicturedAdmin):
    form = PostForm
    inlines = (ArticlePictureInline, PostProductInline, CriterionInline, RankedItemInline)
    list_display = ("__str__", "kind", "author", "published_at", "is_draft")
    list_filter = ("is_draft", "kind", "author")
    list_select_related = ("author",)
    search_fields = ("title_de", "title_en", "slug_de", "slug_en")
    prepopulated_fields = {"slug_de": ("title_de",), "slug_en": ("title_en",)}
    autocomplete_fields = ("series", "tags", "reviewed_series", "reviewed_product")
    date_hierarchy = "published_at"
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("kind", "author"),
                    ("is_draft", "published_at"),
                    "publish_anyway",
                    ("series", "tags"),
                    ("is_advertising", "is_review_copy"),
                    "seen_version",
                ),
                "description": MARKS,
            },
        ),
        (
            _("German"),
            {"fields": ("title_de", "slug_de", "excerpt_de", "body_de", "reviewed_de", "verdict_de"), "classes": ("half",)},
        ),
        (
            _("English"),
            {"fields": ("title_en", "slug_en", "excerpt_en", "body_en", "reviewed_en", "verdict_en"), "classes": ("half",)},
        ),
        (_("Cover"), {"fields": (("cover_upload", "without_cover", "kept_cover"), ("cover_alt_de", "cover_alt_en"))}),
        (
            _("Review"),
            {
                "fields": (
                    "subject",
                    "reviewed_series",
                    "season",
                    "episode",
                    "reviewed_product",
                    "score",
                    "spoilers",
                    "is_countdown",
                )
            },
        ),
    )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.restored = restored(request, obj)
        return form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        found = restored(request, obj if obj.pk else None)
        return {
            **super().get_formset_kwargs(request, obj, inline, prefix),
            "restored": found.data.get(prefix) if found else None,
        }

    def get_readonly_fields(self, request: HttpRequest, obj: Post | None = None) -> tuple[str, ...]:
        return () if request.user.has_perm(PUBLISH) else ("is_draft", "published_at")

    def has_change_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        """What is published is changed only by those who may publish."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.is_draft or request.user.has_perm(PUBLISH))

    def changeform_view(self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None) -> Any:
        """Of two who save at the same moment the second one's transaction is undone; asked once more, the form tells why."""
        context = {**(extra_context or {}), "unsaved": unsaved(request, object_id)}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except ArticleHasChanged:
            return super().changeform_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        if obj.published_at is None:
            obj.published_at = timezone.now()
        before = Post.objects.filter(pk=obj.pk).first()
        if change:
            count_version(post=obj, seen=form.cleaned_data.get("seen_version") or 0)
        super().save_model(request, obj, form, change)
        if before is not None:
            keep_old_addresses(post=obj, before={code: getattr(before, f"slug_{code}") for code in before.languages})

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        keep_revision(post=form.instance, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # as everybody in the admin
        tell(request, form.instance)

    def get_urls(self) -> list[URLPattern]:
        pages = (
            ("cards/", "blog_post_cards", card_health_page),
            ("import/", "blog_post_import", import_page),
            ("sales/", "blog_post_sales", sales_page),
            ("sales.csv", "blog_post_sales_csv", sales_csv),
            ("<int:pk>/sales/", "blog_post_article_sales", article_sales_page),
            ("<int:pk>/sales.csv", "blog_post_article_sales_csv", article_sales_csv),
            ("autosave/", "blog_post_autosave", autosave),
            ("<int:pk>/versions/", "blog_post_versions", history_page),
            ("<int:pk>/versions/<int:version>/", "blog_post_compare", compare_page),
            ("<int:pk>/check/", "blog_post_check", check_page),
            ("<int:pk>/check/correction/", "blog_post_correct", correct_page),
            ("<int:pk>/check/right/", "blog_post_right", right_page),
            ("<int:pk>/preview/", "blog_post_preview", preview_page),
        )
        own = [path(where, self.admin_site.admin_view(partial(view, model_admin=self)), name=name) for where, name, view in pages]
        return [*own, *super().get_urls()]

    def view_on_site(self, post: Post) -> str:
        return post.get_absolute_url()

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
        """The editor's import map is an inline script, so it carries the page's nonce."""
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
        context["media"] = js_asset.Media.from_media(context["media"], nonce=nonce)
        if found := restored(request, context["original"]):
            context.update(restored=found, gone=what_is_gone(found))
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    list_display = ("name_de", "name_en", "slug")
    prepopulated_fields = {"slug": ("name_en",)}
    search_fields = ("name_de", "name_en", "slug")


@admin.register(RightName)
class RightNameAdmin(admin.ModelAdmin):
    """What the check does not speak of; to take a row away is to be told again."""

    list_display = ("words", "post", "by", "at")
    list_select_related = ("post", "by")
    search_fields = ("words",)
    fields = ("words", "post")
    autocomplete_fields = ("post",)

    def save_model(self, request: HttpRequest, obj: RightName, form: Any, change: bool) -> None:
        if not change:
            obj.by, obj.at = request.user, timezone.now()  # type: ignore[assignment]  # as everybody in the admin
        super().save_model(request, obj, form, change)
