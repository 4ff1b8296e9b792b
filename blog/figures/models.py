"""How often an article was read on a day, and how often something of its goods was clicked: sums, and nothing of who did."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.articles.models import Post


class ArticleDay(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="days", verbose_name=_("article"))
    on = models.DateField(_("day"))
    reads = models.PositiveIntegerField(_("reads"), default=0)
    clicks = models.PositiveIntegerField(_("clicks"), default=0)

    class Meta:
        verbose_name = _("day of an article")
        verbose_name_plural = _("days of articles")
        constraints = [models.UniqueConstraint(fields=["post", "on"], name="an_article_has_each_day_once")]
        indexes = [models.Index(fields=["on"], name="articles_by_day")]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.on}"
