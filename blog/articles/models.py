"""The magazine: authors and their articles, and the merchandise that an article is about."""

from datetime import datetime

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField
from translated_fields import TranslatedField

from shop.catalog.models import Product, Series
from shop.pictures.models import Picture

EDITOR = {
    "extensions": {
        "Bold": True,
        "Italic": True,
        "Heading": {"levels": [2, 3]},
        "BulletList": True,
        "OrderedList": True,
        "ListItem": True,
        "Blockquote": True,
        "Link": True,
        "HardBreak": True,
    },
    "sanitize": True,
}


class Author(models.Model):
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), unique=True)
    bio = TranslatedField(models.TextField(_("about the author"), blank=True))

    class Meta:
        ordering = ["name"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name


class PostKind(models.TextChoices):
    REVIEW = "review", _("Review")
    GUIDE = "guide", _("Guide")
    TOP10 = "top10", _("Top list")
    NEWS = "news", _("News")


class PostQuerySet(models.QuerySet["Post"]):
    def published(self, *, at: datetime) -> "PostQuerySet":
        """Articles that readers may see at `at`; one with a date in the future waits for it."""
        return self.filter(is_draft=False, published_at__lte=at)


class Post(models.Model):
    """An article. A paragraph of its own that reads `[[product:slug]]` becomes a live card of that product."""

    kind = models.CharField(_("kind"), max_length=10, choices=PostKind, default=PostKind.REVIEW)
    title = TranslatedField(models.CharField(_("title"), max_length=160))
    slug = TranslatedField(models.SlugField(_("slug"), max_length=180, unique=True))
    excerpt = TranslatedField(models.CharField(_("excerpt"), max_length=300))
    body = TranslatedField(ProseEditorField(_("text"), **EDITOR))
    author = models.ForeignKey(Author, models.PROTECT, related_name="posts", verbose_name=_("author"))
    cover = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cover"))
    cover_alt = TranslatedField(models.CharField(_("alternative text of the cover"), max_length=200, blank=True))
    reviewed = TranslatedField(models.CharField(_("what is reviewed"), max_length=160, blank=True))
    score = models.PositiveSmallIntegerField(
        _("score in tenths"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
        help_text=_("0 to 100: 78 is shown as 7.8 of 10."),
    )
    verdict = TranslatedField(models.TextField(_("verdict"), blank=True))
    series = models.ManyToManyField(Series, blank=True, related_name="posts", verbose_name=_("series"))
    products = models.ManyToManyField(Product, through="PostProduct", related_name="posts", verbose_name=_("merchandise"))
    is_advertising = models.BooleanField(_("advertising"), default=False, help_text=_("Shows the label 'Anzeige' (UWG § 5a)."))
    is_review_copy = models.BooleanField(_("review copy"), default=False)
    is_draft = models.BooleanField(_("draft"), default=True)
    published_at = models.DateTimeField(_("published"), db_index=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("publish_post", "Can publish an article")]
        constraints = [models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__lte=100), name="a_score_is_at_most_ten")]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("blog:post", args=[getattr(self, f"slug_{(get_language() or 'de')[:2]}")])


class PostProduct(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="links")
    product = models.ForeignKey(Product, models.CASCADE, related_name="post_links", verbose_name=_("product"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("merchandise")
        verbose_name_plural = _("merchandise")
        constraints = [models.UniqueConstraint(fields=["post", "product"], name="an_article_names_each_product_once")]

    def __str__(self) -> str:
        return str(self.product)
