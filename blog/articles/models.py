"""The magazine: authors and their articles, and the merchandise that an article is about."""

from datetime import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, override
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
        "Table": True,
        "TableRow": True,
        "TableHeader": True,
        "TableCell": True,
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


class Tag(models.Model):
    """A word under which articles are collected."""

    name = TranslatedField(models.CharField(_("name"), max_length=60))
    slug = models.SlugField(_("slug"), max_length=80, unique=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return str(self.name)


class PostKind(models.TextChoices):
    REVIEW = "review", _("Review")
    GUIDE = "guide", _("Guide")
    TOP10 = "top10", _("Top list")
    NEWS = "news", _("News")


class Subject(models.TextChoices):
    SERIES = "series", _("a series")
    SEASON = "season", _("a season")
    EPISODE = "episode", _("an episode")
    PRODUCT = "product", _("a product")


class Spoilers(models.TextChoices):
    """How much an article gives away; nothing is said of articles for which it was not decided."""

    NONE = "none", _("no spoilers")
    LIGHT = "light", _("hints at what happens")
    FULL = "full", _("tells what happens")


def tenths(*, optional: bool) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        _("score in tenths"),
        null=optional,
        blank=optional,
        validators=[MaxValueValidator(100)],
        help_text=_("0 to 100: 78 is shown as 7.8 of 10."),
    )


class PostQuerySet(models.QuerySet["Post"]):
    def published(self, *, at: datetime) -> "PostQuerySet":
        """Articles that readers may see at `at`; one with a date in the future waits for it."""
        return self.filter(is_draft=False, published_at__lte=at)

    def in_language(self, language: str) -> "PostQuerySet":
        """Articles that are there in a language: those with an address in it."""
        return self.filter(**{f"slug_{language}__isnull": False})


class Post(models.Model):
    """An article. Marks in its text stand for what is live or folded: see `blog/cards/marks.py` and `blog/articles/expand.py`."""

    kind = models.CharField(_("kind"), max_length=10, choices=PostKind, default=PostKind.REVIEW)
    title = TranslatedField(models.CharField(_("title"), max_length=160, blank=True))
    slug = TranslatedField(models.SlugField(_("slug"), max_length=180, unique=True, null=True, blank=True))
    excerpt = TranslatedField(models.CharField(_("excerpt"), max_length=300, blank=True))
    body = TranslatedField(ProseEditorField(_("text"), blank=True, **EDITOR))
    author = models.ForeignKey(Author, models.PROTECT, related_name="posts", verbose_name=_("author"))
    cover = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cover"))
    cover_alt = TranslatedField(models.CharField(_("alternative text of the cover"), max_length=200, blank=True))
    reviewed = TranslatedField(models.CharField(_("what is reviewed"), max_length=160, blank=True))
    subject = models.CharField(_("what kind of thing is reviewed"), max_length=10, choices=Subject, blank=True)
    reviewed_series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="reviews", verbose_name=_("reviewed series")
    )
    season = models.PositiveSmallIntegerField(_("season"), null=True, blank=True, validators=[MinValueValidator(1)])
    episode = models.PositiveSmallIntegerField(_("episode"), null=True, blank=True, validators=[MinValueValidator(1)])
    reviewed_product = models.ForeignKey(
        Product, models.PROTECT, null=True, blank=True, related_name="reviews", verbose_name=_("reviewed product")
    )
    score = tenths(optional=True)
    verdict = TranslatedField(models.TextField(_("verdict"), blank=True))
    spoilers = models.CharField(_("spoilers"), max_length=10, choices=Spoilers, blank=True)
    is_countdown = models.BooleanField(_("from the last place to the first"), default=False, help_text=_("For top lists."))
    series = models.ManyToManyField(Series, blank=True, related_name="posts", verbose_name=_("series"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="posts", verbose_name=_("tags"))
    products = models.ManyToManyField(Product, through="PostProduct", related_name="posts", verbose_name=_("merchandise"))
    is_advertising = models.BooleanField(_("advertising"), default=False, help_text=_("Shows the label 'Anzeige' (UWG § 5a)."))
    is_review_copy = models.BooleanField(_("review copy"), default=False)
    is_draft = models.BooleanField(_("draft"), default=True)
    published_at = models.DateTimeField(_("published"), db_index=True)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False, help_text=_("Counts how often it was saved."))

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("publish_post", "Can publish an article")]
        constraints = [
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__lte=100), name="a_score_is_at_most_ten"),
            models.CheckConstraint(
                condition=Q(slug_de__isnull=False) | Q(slug_en__isnull=False),
                name="an_article_is_there_in_a_language",
                violation_error_message=_("Please write the article in German or in English: title, address, excerpt and text."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"slug_{code}__isnull": True}) | ~Q(**{f"title_{code}": ""}) & ~Q(**{f"slug_{code}": ""}),
                    name=f"an_article_with_an_address_has_a_title_{code}",
                    violation_error_message=_("An article with an address needs a title in the same language."),
                )
                for code in ("de", "en")
            ),
            models.CheckConstraint(
                condition=Q(subject__in=("", Subject.PRODUCT)) | Q(reviewed_series__isnull=False),
                name="a_reviewed_series_is_named",
                violation_error_message=_("Please choose the series that is reviewed, or of which a season or an episode is."),
            ),
            models.CheckConstraint(
                condition=~Q(subject=Subject.SEASON) | Q(season__isnull=False),
                name="a_reviewed_season_is_numbered",
                violation_error_message=_("Please say which season is reviewed."),
            ),
            models.CheckConstraint(
                condition=~Q(subject=Subject.EPISODE) | Q(episode__isnull=False),
                name="a_reviewed_episode_is_numbered",
                violation_error_message=_("Please say which episode is reviewed."),
            ),
            models.CheckConstraint(
                condition=~Q(subject=Subject.PRODUCT) | Q(reviewed_product__isnull=False),
                name="a_reviewed_product_is_named",
                violation_error_message=_("Please choose the product that is reviewed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title or getattr(self, f"title_{self.languages[0]}"))

    def get_absolute_url(self) -> str:
        """Its path in the page's language, else in the one in which it is there."""
        language = (get_language() or "de")[:2]
        return self.address(language if language in self.languages else self.languages[0])

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which it is there."""
        return tuple(code for code in ("de", "en") if getattr(self, f"slug_{code}"))

    def address(self, language: str) -> str:
        """Its path in `language`; it must be there in it."""
        with override(language):
            return reverse("blog:post", args=[getattr(self, f"slug_{language}")])
