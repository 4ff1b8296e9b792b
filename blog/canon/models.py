"""What staff said is right."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from blog.articles.models import Post


class RightName(models.Model):
    """Words that are right although they are near to a name of the catalog: in one article, or everywhere."""

    words = models.CharField(_("words"), max_length=120)
    post = models.ForeignKey(
        Post,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="right_names",
        verbose_name=_("article"),
        help_text=_("Leave empty for all articles."),
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["words", "pk"]
        verbose_name = _("right name")
        verbose_name_plural = _("right names")
        constraints = [
            models.UniqueConstraint(Lower("words"), "post", name="a_name_is_right_once_in_an_article"),
            models.UniqueConstraint(Lower("words"), condition=Q(post__isnull=True), name="a_name_is_right_once_everywhere"),
        ]

    def __str__(self) -> str:
        return self.words
