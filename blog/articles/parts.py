"""What belongs to an article: its merchandise, the pictures in its text, the criteria of a review, the places of a top list."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from translated_fields import TranslatedField

from blog.articles.models import Post, tenths
from shop.catalog.models import Product
from shop.pictures.models import Picture

NO_ALT = _("Please say what the picture shows, for those who cannot see it.")


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


class ArticlePicture(models.Model):
    """A picture in the text, at its mark `[[picture:number]]`."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="pictures")
    number = models.PositiveSmallIntegerField(_("number"), validators=[MinValueValidator(1)])
    picture = models.ForeignKey(Picture, models.PROTECT, related_name="+", verbose_name=_("picture"))
    alt = TranslatedField(models.CharField(_("alternative text"), max_length=200, blank=True))
    caption = TranslatedField(models.CharField(_("caption"), max_length=200, blank=True))

    class Meta:
        ordering = ["post", "number"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="a_text_has_each_picture_number_once"),
            models.CheckConstraint(
                condition=~Q(alt_de="", alt_en=""),
                name="a_picture_in_a_text_is_described",
                violation_error_message=NO_ALT,
            ),
        ]

    def __str__(self) -> str:
        return f"[[picture:{self.number}]]"

    def words(self, name: str, language: str) -> str:
        """Its alternative text or caption in `language`, else in the other."""
        return getattr(self, f"{name}_{language}") or getattr(self, f"{name}_{'en' if language == 'de' else 'de'}")


class Criterion(models.Model):
    """One side of what is reviewed, with a score of its own; the article's score is the author's, not their mean."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="criteria")
    name = TranslatedField(models.CharField(_("name"), max_length=60))
    score = tenths(optional=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [models.CheckConstraint(condition=Q(score__lte=100), name="a_criterion_scores_at_most_ten")]

    def __str__(self) -> str:
        return str(self.name)


class RankedItem(models.Model):
    """A place of a top list, with its picture and the product to buy; `text` has paragraphs separated by an empty line."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="ranking")
    place = models.PositiveSmallIntegerField(_("place"), validators=[MinValueValidator(1)])
    title = TranslatedField(models.CharField(_("title"), max_length=120, blank=True))
    text = TranslatedField(models.TextField(_("text"), blank=True, help_text=_("Paragraphs are separated by an empty line.")))
    picture = models.ForeignKey(Picture, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picture"))
    alt = TranslatedField(models.CharField(_("alternative text"), max_length=200, blank=True))
    product = models.ForeignKey(
        Product,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("product"),
        help_text=_("Becomes a live card."),
    )

    class Meta:
        ordering = ["post", "place"]
        verbose_name = _("ranked item")
        verbose_name_plural = _("ranked items")
        constraints = [
            models.UniqueConstraint(fields=["post", "place"], name="a_ranking_gives_each_place_once"),
            models.CheckConstraint(condition=Q(place__gte=1), name="a_ranking_begins_with_the_first_place"),
            models.CheckConstraint(
                condition=Q(picture__isnull=True) | (Q(title_de="") | ~Q(alt_de="")) & (Q(title_en="") | ~Q(alt_en="")),
                name="a_ranked_picture_is_described",
                violation_error_message=NO_ALT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.title}"
