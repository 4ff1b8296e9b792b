"""A picture: the upload itself, kept where no visitor reaches it, and what was made of it in three formats and five widths."""

from urllib.parse import quote

from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

WIDTHS = (240, 480, 720, 1080, 1600)  # pixels; a narrower upload gets those below its own width, and its own
SUFFIXES = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}  # the best first; browsers take the first that they know


def fitting_widths(width: int) -> list[int]:
    """The widths of the renditions of an upload `width` pixels wide; none is wider than it."""
    own = min(width, WIDTHS[-1])
    return [*(narrower for narrower in WIDTHS if narrower < own), own]


class Picture(models.Model):
    """An upload and its renditions, the files `pictures/<2 digits>/<24 digits of the digest>-<width>.<format>` of the default storage.

    `renditions` lists what is written, as {"jpeg": [240, 480], …}, and only that: it is empty until the worker has been there.
    The name of a file never changes its content, so that browsers may keep it for good.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    color = models.CharField(
        max_length=7, editable=False, help_text=_("The color that most of it has, shown while the picture loads.")
    )
    renditions = models.JSONField(default=dict, editable=False)
    stored_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.digest[:12]

    @property
    def is_ready(self) -> bool:
        """Whether there is something to show; the JPEG is what every browser and every search engine takes."""
        return bool(self.renditions.get("jpeg"))

    @property
    def widths(self) -> list[int]:
        """The widths that every written format has; those to come, where none is written yet."""
        return self.renditions.get("jpeg") or fitting_widths(self.width)

    def path(self, width: int, codec: str = "jpeg") -> str:
        return f"pictures/{self.digest[:2]}/{self.digest[:24]}-{width}.{SUFFIXES[codec]}"

    def url(self, width: int | None = None) -> str:
        """The address of one JPEG; the widest without `width`. A plain area of its color while there is none."""
        return self._address("jpeg", width or self.widths[-1]) if self.is_ready else self.placeholder

    @property
    def placeholder(self) -> str:
        """An empty picture of the same shape within its own address; the page colors it by `tint`."""
        return "data:image/svg+xml," + quote(f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {self.width} {self.height}'/>")

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels of the widest rendition."""
        return self.widths[-1], self.height_at(self.widths[-1])

    def height_at(self, width: int) -> int:
        """The height in pixels of the rendition of this `width`."""
        return max(1, round(self.height * width / self.width))

    @property
    def thumbnail(self) -> str:
        """The address of the smallest JPEG."""
        return self.url(self.widths[0])

    @property
    def sources(self) -> list[tuple[str, str]]:
        """MIME type and `srcset` of each written format that is better than JPEG, the best first."""
        return [(f"image/{codec}", self._srcset(codec)) for codec in SUFFIXES if codec != "jpeg" and codec in self.renditions]

    @property
    def srcset(self) -> str:
        """The JPEGs with their widths; empty while there is none."""
        return self._srcset("jpeg") if self.is_ready else ""

    @property
    def tint(self) -> str:
        """`color` to the nearest of 16 steps of red, green and blue, as the classes that `tint.css` knows."""
        steps = (round(int(self.color[place : place + 2], 16) / 17) for place in (1, 3, 5))
        return " ".join(["tint", *(f"tint--{channel}{step:x}" for channel, step in zip("rgb", steps, strict=True))])

    def _srcset(self, codec: str) -> str:
        return ", ".join(f"{self._address(codec, width)} {width}w" for width in self.renditions[codec])

    def _address(self, codec: str, width: int) -> str:
        return default_storage.url(self.path(width, codec))
