"""The picture that other sites show where a page of ours is shared: drawn once for what it says, and kept.

It says nothing that changes from day to day: a price in it would be wrong as soon as it is shared.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageDraw, ImageFont, ImageOps

from shop.pictures.models import Picture

WIDTH, HEIGHT = 1200, 630  # pixels, as Open Graph asks for
PICTURE = 504  # the picture's width: 4:5 of the height
MARGIN = 72
DESIGN = 1  # count up when the drawing below changes, so that every card is drawn anew
PAPER, INK, SOFT, ACCENT = "#fbf8f4", "#181422", "#5d5670", "#c8173b"
FONTS = Path(__file__).resolve().parent.parent / "invoices" / "fonts"
STAR = (16, 1, 19.9, 10.2, 29.9, 11, 22.3, 17.5, 24.6, 27.2, 16, 22.1, 7.4, 27.2, 9.7, 17.5, 2.1, 11, 12.1, 10.2)
Font = ImageFont.FreeTypeFont


@dataclass(frozen=True)
class SocialCard:
    """What a card says: a line above the title, the title, a line below it (such as the name in Japanese), a picture."""

    kicker: str
    title: str
    note: str = ""
    picture: Picture | None = None

    @property
    def print(self) -> str:
        """Twelve digits that are others as soon as anything on the card is: a part of its address."""
        shown = self.picture.digest if self.picture is not None and self.picture.is_ready else ""
        text = json.dumps([DESIGN, self.kicker, self.title, self.note, shown])
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    @property
    def file(self) -> str:
        return f"cards/{self.print[:2]}/{self.print}.jpg"

    @property
    def name(self) -> str:
        """The card's name below the address of its page."""
        return f"card-{self.print}.jpg"


def is_drawn(card: SocialCard) -> bool:
    return default_storage.exists(card.file)


def keep_card(card: SocialCard) -> bytes:
    """The JPEG of the card, drawn and kept; some tenths of a second."""
    buffer = io.BytesIO()
    draw_card(card).save(buffer, "JPEG", quality=86, optimize=True, progressive=True)
    default_storage.save(card.file, ContentFile(buffer.getvalue()))
    return buffer.getvalue()


def read_card(card: SocialCard) -> bytes:
    with default_storage.open(card.file) as file:
        content: bytes = file.read()
    return content


def draw_card(card: SocialCard) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    picture = _picture(card.picture)
    room = WIDTH - 2 * MARGIN
    if picture is not None:
        image.paste(picture, (WIDTH - PICTURE, 0))
        room -= PICTURE
    draw = ImageDraw.Draw(image)
    _logo(draw)
    lines, size = _fit(card.title, room)
    top = 92 + max(0, (330 - int(len(lines) * size * 1.16)) // 2)
    _text(draw, MARGIN, top, _shortened(card.kicker.upper(), 26, room), 26, ACCENT)
    for number, line in enumerate(lines):
        _text(draw, MARGIN, top + 58 + int(number * size * 1.16), line, size, INK)
    if card.note:
        _text(draw, MARGIN, top + 74 + int(len(lines) * size * 1.16), _shortened(card.note, 30, room), 30, SOFT)
    return image


def _picture(picture: Picture | None) -> Image.Image | None:
    if picture is None or not picture.is_ready:
        return None
    width = next((width for width in picture.widths if width >= PICTURE), picture.widths[-1])
    with default_storage.open(picture.path(width)) as file:
        return ImageOps.fit(Image.open(file).convert("RGB"), (PICTURE, HEIGHT), Image.Resampling.LANCZOS, centering=(0.5, 0.35))


def _logo(draw: ImageDraw.ImageDraw) -> None:
    left, top, scale = MARGIN, HEIGHT - MARGIN - 44, 1.4
    points = [(left + x * scale, top + y * scale) for x, y in zip(STAR[::2], STAR[1::2], strict=True)]
    draw.polygon(points, fill=ACCENT)
    draw.rounded_rectangle((left + 2 * scale, top + 29 * scale, left + 30 * scale, top + 31.6 * scale), 2, fill=ACCENT)
    _text(draw, left + 60, top + 2, "Sternregal", 36, INK)


def _fit(title: str, room: int) -> tuple[list[str], int]:
    """The title in at most four lines, as large as that allows; what is still too long ends with three dots."""
    title = title.replace("– ", "–\N{NO-BREAK SPACE}")  # no line ends with the dash before a scale
    words = [word for word in title.split(" ") if not _is_japanese(word)]
    for size in (76, 68, 60, 52, 44):
        lines = _wrapped(title, size, room)
        if len(lines) <= 4 and all(_width(word, size) <= room for word in words):
            return lines, size
    return ([*lines[:3], _shortened(" ".join(lines[3:]), size, room)] if len(lines) > 4 else lines), size


def _wrapped(text: str, size: int, room: int) -> list[str]:
    """Lines no wider than `room`, broken at spaces, and within a word where it is wider itself, as Japanese often is."""
    lines = [""]
    for word in text.split(" "):
        if not lines[-1] or _width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] = f"{lines[-1]} {word}".strip()
        else:
            lines.append(word)
        while _width(lines[-1], size) > room:
            end = next(end for end in range(len(lines[-1]) - 1, 0, -1) if _width(lines[-1][:end], size) <= room)
            lines[-1:] = [lines[-1][:end], lines[-1][end:]]
    return lines


def _shortened(text: str, size: int, room: int) -> str:
    if _width(text, size) <= room:
        return text
    while text and _width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


JAPANESE = 0x2E80  # the first code point that only the second font has


def _is_japanese(text: str) -> bool:
    return any(ord(letter) >= JAPANESE for letter in text)


@cache
def _font(is_japanese: bool, size: int) -> Font:
    name = "NotoSansCJKjp-Regular.otf" if is_japanese else "Inter-SemiBold.otf"
    return ImageFont.truetype(str(FONTS / name), size)


def _runs(text: str) -> list[tuple[bool, str]]:
    """The text in pieces of one font each."""
    runs: list[tuple[bool, str]] = []
    for letter in text:
        is_japanese = _is_japanese(letter)
        if runs and runs[-1][0] == is_japanese:
            runs[-1] = (is_japanese, runs[-1][1] + letter)
        else:
            runs.append((is_japanese, letter))
    return runs


def _width(text: str, size: int) -> float:
    return sum(_font(is_japanese, size).getlength(run) for is_japanese, run in _runs(text))


def _text(draw: ImageDraw.ImageDraw, left: float, top: float, text: str, size: int, color: str) -> None:
    for is_japanese, run in _runs(text):
        font = _font(is_japanese, size)
        draw.text((left, top + size), run, color, font, anchor="ls")
        left += font.getlength(run)
