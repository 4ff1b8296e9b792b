"""How an article was before: each saving of it, what was typed and not saved yet, and the addresses that it had."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from blog.articles.models import Post
from shop.pictures.models import Picture


class Revision(models.Model):
    """An article with all that belongs to it as it was saved, append-only; `data` is told in `contents.py`. Its pictures are in use."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions", verbose_name=_("article"))
    version = models.PositiveIntegerField(_("version"))
    data = models.JSONField(_("fields"))
    pictures = models.ManyToManyField(Picture, related_name="+", verbose_name=_("pictures"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-version"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(fields=["post", "version"], name="an_article_has_each_version_once")]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.version}"


class Autosave(models.Model):
    """What somebody has typed and not saved: one for each person and article, and one for an article that is still to be."""

    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="autosaves", verbose_name=_("article"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    version = models.PositiveIntegerField(
        _("version"), default=0, help_text=_("The version that was being changed; 0 for a new article.")
    )
    data = models.JSONField(_("fields"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("autosave")
        verbose_name_plural = _("autosaves")
        constraints = [
            models.UniqueConstraint(fields=["post", "by"], name="everybody_has_one_autosave_of_an_article"),
            models.UniqueConstraint(
                fields=["by"], condition=Q(post__isnull=True), name="everybody_has_one_autosave_of_a_new_article"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.by_id}"


class OldAddress(models.Model):
    """A slug that an article had in a language; it still leads to it."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="old_addresses", verbose_name=_("article"))
    language = models.CharField(_("language"), max_length=2)
    slug = models.SlugField(_("old slug"), max_length=180)

    class Meta:
        verbose_name = _("old address of an article")
        verbose_name_plural = _("old addresses of articles")
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="an_old_address_of_an_article_leads_to_one")]

    def __str__(self) -> str:
        return f"{self.language}: {self.slug}"
