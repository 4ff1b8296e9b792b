"""Covers of articles, 16:10: the characters before a scene of the article's motif."""

import math
import random
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw

from demo.drawings.backdrops import gradient, star
from demo.drawings.figure import draw_figure, on_backdrop
from demo.drawings.look import Look
from demo.drawings.pen import mix, rgba

COVER_W, COVER_H = 1600, 1000  # units


def cover(looks: Sequence[Look], *, motif: str, rnd: random.Random, scale: float) -> Image.Image:
    """The scene in pixels of `scale` per unit."""
    first = looks[0]
    image = gradient(*first.background, (round(COVER_W * scale), round(COVER_H * scale)))
    layer = Image.new("RGBA", image.size)
    MOTIFS[motif](ImageDraw.Draw(layer), first, rnd, scale)
    image.alpha_composite(layer)
    shown = list(looks[:3]) if motif != "portrait" else [first]
    zoom = {"portrait": 1.05, "duo": 0.86}.get(motif, 0.7)
    for index, look in enumerate(shown):
        figure = draw_figure(
            look, scale * zoom, tall=motif in {"shelf", "boxes", "list"}, base=motif not in {"portrait", "duo", "city"}
        )
        canvas = Image.new("RGBA", image.size)
        middle = COVER_W * (index + 1) / (len(shown) + 1) if len(shown) > 1 else COVER_W * (0.5 if motif == "portrait" else 0.66)
        top = -90 if motif == "portrait" else (-20 if motif == "duo" else COVER_H - 1460 * zoom + 60)
        left = round(middle * scale - figure.width / 2)
        canvas.alpha_composite(figure, (max(0, left), max(0, round(top * scale))), (max(0, -left), max(0, -round(top * scale))))
        image = on_backdrop(image, canvas, scale)
    return image


def _rect(
    draw: ImageDraw.ImageDraw, s: float, left: float, top: float, right: float, bottom: float, color: str, alpha: int = 255
) -> None:
    draw.rectangle((left * s, top * s, right * s, bottom * s), fill=rgba(color, alpha))


def _city(draw: ImageDraw.ImageDraw, look: Look, rnd: random.Random, s: float) -> None:
    dark = mix(look.background[1], "#0d0a16", 0.45)
    draw.ellipse((980 * s, 90 * s, 1420 * s, 530 * s), fill=rgba(mix(look.background[0], "#ffffff", 0.5), 170))
    x = -20
    while x < COVER_W:
        width, height = rnd.randint(70, 170), rnd.randint(250, 700)
        _rect(draw, s, x, COVER_H - height, x + width, COVER_H, mix(dark, look.background[1], rnd.random() * 0.4))
        for wy in range(COVER_H - height + 30, COVER_H - 30, 48):
            for wx in range(x + 16, x + width - 20, 36):
                if rnd.random() < 0.4:
                    _rect(draw, s, wx, wy, wx + 14, wy + 22, mix(look.colors[1], "#ffffff", 0.4), 190)
        x += width + rnd.randint(0, 18)


def _rays(draw: ImageDraw.ImageDraw, look: Look, rnd: random.Random, s: float) -> None:
    light = mix(look.background[0], "#ffffff", 0.5)
    for k in range(18):
        a, b = (k + rnd.random() * 0.3) * math.tau / 18, (k + 0.5) * math.tau / 18
        far = [(800 + 1500 * math.cos(t), 560 + 1500 * math.sin(t)) for t in (a, b)]
        draw.polygon([(800 * s, 560 * s), *((x * s, y * s) for x, y in far)], fill=rgba(light, 90))


def _shelf(draw: ImageDraw.ImageDraw, look: Look, rnd: random.Random, s: float) -> None:
    wood, dark = "#b98a5e", "#7c5636"
    for y in (330, 960):
        _rect(draw, s, 0, y, COVER_W, y + 40, wood)
        _rect(draw, s, 0, y + 28, COVER_W, y + 40, dark)
    for k in range(12):
        x, h = 60 + k * 125 + rnd.randint(-20, 20), rnd.randint(120, 240)
        _rect(draw, s, x, 330 - h, x + rnd.randint(40, 90), 330, rnd.choice([*look.colors, look.background[0]]))


def _stars(draw: ImageDraw.ImageDraw, look: Look, rnd: random.Random, s: float) -> None:
    for _ in range(46):
        draw.polygon(
            star(rnd.randint(0, COVER_W), rnd.randint(0, COVER_H), rnd.randint(10, 60), s),
            fill=rgba(mix(look.background[0], "#ffffff", 0.6), rnd.randint(80, 190)),
        )


def _list(draw: ImageDraw.ImageDraw, look: Look, rnd: random.Random, s: float) -> None:
    for k in range(5):
        y = 110 + k * 170
        draw.rounded_rectangle(
            (110 * s, y * s, (1480 - k * 130) * s, (y + 110) * s),
            radius=55 * s,
            fill=rgba(mix(look.background[0], "#ffffff", 0.6), 130),
        )
        draw.ellipse((130 * s, (y + 15) * s, 210 * s, (y + 95) * s), fill=rgba(look.colors[k % 3], 220))


def _boxes(draw: ImageDraw.ImageDraw, look: Look, rnd: random.Random, s: float) -> None:
    for k in range(7):
        x, w, h = 30 + k * 230, rnd.randint(150, 220), rnd.randint(220, 480)
        color = rnd.choice([*look.colors, "#c9a27a"])
        _rect(draw, s, x, COVER_H - h, x + w, COVER_H, color)
        _rect(draw, s, x, COVER_H - h, x + w, COVER_H - h + 26, mix(color, "#ffffff", 0.3))
        draw.polygon(star(x + w / 2, COVER_H - h / 2, 34, s), fill=rgba(mix(color, "#ffffff", 0.55)))


def _care(draw: ImageDraw.ImageDraw, look: Look, rnd: random.Random, s: float) -> None:
    light = mix(look.background[0], "#ffffff", 0.7)
    for _ in range(40):
        x, y, r = rnd.randint(0, COVER_W), rnd.randint(0, COVER_H), rnd.randint(12, 80)
        draw.ellipse(
            ((x - r) * s, (y - r) * s, (x + r) * s, (y + r) * s),
            fill=rgba(light, 60),
            outline=rgba("#ffffff", 150),
            width=max(1, round(4 * s)),
        )


MOTIFS: dict[str, Callable[[ImageDraw.ImageDraw, Look, random.Random, float], None]] = {
    "duo": _rays, "portrait": _stars, "shelf": _shelf, "city": _city, "care": _care, "list": _list, "stars": _stars, "boxes": _boxes,
}  # fmt: skip
