"""A picture: decoded, made upright, stripped of metadata and written anew in several widths."""

from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

WIDTHS = (240, 480, 960)  # pixels; the widest that fits the original is the page's fallback


class Picture(models.Model):
    """The renditions live in the default storage under `pictures/<digest>-<width>.webp`; their names never change their content."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    color = models.CharField(max_length=7, editable=False, help_text=_("Mean color, shown while the picture loads."))

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.digest[:12]

    @property
    def widths(self) -> list[int]:
        return [width for width in WIDTHS if width <= self.width] or [self.width]

    def path(self, width: int) -> str:
        return f"pictures/{self.digest}-{width}.webp"

    def url(self, width: int | None = None) -> str:
        """The address of one rendition; the widest without `width`."""
        return default_storage.url(self.path(width or self.widths[-1]))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of the widest rendition."""
        width = self.widths[-1]
        return width, max(1, self.height * width // self.width)

    @property
    def thumbnail(self) -> str:
        """The address of the smallest rendition."""
        return self.url(self.widths[0])

    @property
    def srcset(self) -> str:
        return ", ".join(f"{self.url(width)} {width}w" for width in self.widths)
