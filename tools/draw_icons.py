"""Draw the icons and the shop's own social card into static/img/ anew: PYTHONPATH=. .venv/bin/python tools/draw_icons.py.

What it writes is in the repository.

The shapes are those of favicon.svg, which browsers that know SVG take.
"""

import os
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parent.parent / "static" / "img"
PAPER, ACCENT = "#fbf8f4", "#c8173b"
STAR = (16, 3, 19.3, 10.7, 27.7, 11.4, 21.3, 16.9, 23.3, 25.1, 16, 20.8, 8.7, 25.1, 10.7, 16.9, 4.3, 11.4, 12.7, 10.7)
SHELF = (5, 26.4, 27, 28.6)
FINE = 4  # drawn so many times larger and shrunk, because Pillow draws no smooth edges


def icon(size: int, *, corner: float = 0, margin: float = 0) -> Image.Image:
    """The star on its shelf, `size` pixels wide; `corner` and `margin` in 32nds of it."""
    unit = size * FINE / 32
    image = Image.new("RGBA", (size * FINE, size * FINE))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, size * FINE - 1, size * FINE - 1), corner * unit, fill=PAPER)

    def place(value: float) -> float:
        return (margin + value * (32 - 2 * margin) / 32) * unit

    draw.polygon([(place(x), place(y)) for x, y in zip(STAR[::2], STAR[1::2], strict=True)], fill=ACCENT)
    draw.rounded_rectangle([place(value) for value in SHELF], unit, fill=ACCENT)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def main() -> None:
    # After the settings, because the card's module needs them.
    os.environ.setdefault("SHOP_MODE", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django  # noqa: PLC0415

    django.setup()
    from shop.pictures.social_card import SocialCard, draw_card  # noqa: PLC0415

    sizes = [(16, 16), (32, 32), (48, 48)]
    icon(48, corner=7).save(FOLDER / "favicon.ico", sizes=sizes, append_images=[icon(16, corner=7), icon(32, corner=7)])
    icon(180, margin=3).convert("RGB").save(FOLDER / "apple-touch-icon.png", optimize=True)  # iOS rounds it itself
    icon(192, corner=7).save(FOLDER / "icon-192.png", optimize=True)
    icon(512, corner=7).save(FOLDER / "icon-512.png", optimize=True)
    icon(512, margin=6).convert("RGB").save(FOLDER / "icon-maskable-512.png", optimize=True)  # Android cuts a circle out of it
    card = draw_card(
        SocialCard(kicker="Anime", title="Figuren, Merchandise und Magazin", note="フィギュア · figures, goods and reviews")
    )
    card.save(FOLDER / "social-card.jpg", "JPEG", quality=86, optimize=True, progressive=True)


if __name__ == "__main__":
    main()
