"""What was read from a file before any of it is stored: a title, clean HTML with marks, pictures, and what was not taken over."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _

from shop.pictures.store import Upload

Beside = Callable[[str], bytes | None]  # the content of a file that lies beside the text, by the name that stands there


class CannotImport(ValueError):
    """The file cannot be read; the message says why and what to do, for the person who has it. Nothing was stored."""


class Why(models.TextChoices):
    """Why something stands in the file and not in the article."""

    BANNER = "banner", _("a banner or a menu above the text")
    CAROUSEL = "carousel", _("words of a carousel")
    TAGLINE = "tagline", _("the line above a carousel")
    TAIL = "tail", _("a list of other articles below the text")
    AROUND = "around", _("what stands around the article on its page")
    MACHINE = "machine", _("scripts, forms and embedded pages")
    FAR = "far", _("a picture from another site; save it beside the text")
    MISSING = "missing", _("a picture that does not lie beside the text")
    BROKEN = "broken", _("a file that is no picture which can be read")
    FACTS = "facts", _("facts about the file above its text")


@dataclass(frozen=True)
class LeftOut:
    why: Why
    text: str


@dataclass(frozen=True)
class ReadPicture:
    """A picture that was looked at. `alt` is the file's name where nobody has described it."""

    upload: Upload
    alt: str
    caption: str = ""
    is_described: bool = True


@dataclass
class ReadText:
    """`html`: clean, with the mark `[[picture:1]]` where the first of `pictures` stands."""

    title: str = ""
    html: str = ""
    pictures: list[ReadPicture] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)

    def leave_out(self, why: Why, text: str) -> None:
        if short := " ".join(text.split()):
            self.left_out.append(LeftOut(why, short if len(short) <= 160 else f"{short[:159]}…"))
