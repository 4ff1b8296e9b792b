"""What stands behind the goods: a gradient, a shape of light and a floor, another one for each seed."""

import math
import random

from PIL import Image, ImageDraw

from demo.drawings.look import Look
from demo.drawings.pen import H, W, mix, rgba

KINDS = ("disc", "rays", "stripes", "dots", "grid", "stars", "arch", "waves")


def gradient(top: str, bottom: str, size: tuple[int, int]) -> Image.Image:
    """From `top` to `bottom`, as RGBA."""
    column = Image.new("RGB", (1, 2))
    column.putpixel((0, 0), rgba(top)[:3])
    column.putpixel((0, 1), rgba(bottom)[:3])
    return column.resize(size, Image.Resampling.BILINEAR, box=(0, 0.5, 1, 1.5)).convert("RGBA")


def backdrop(look: Look, rnd: random.Random, scale: float, *, floor: bool = True) -> Image.Image:
    """The backdrop of `look` in pixels of `scale` per unit; `rnd` chooses its shape."""
    top, bottom = look.background
    image = gradient(top, bottom, (round(W * scale), round(H * scale)))
    light = mix(top, "#ffffff", 0.45)
    layer = Image.new("RGBA", image.size)
    draw = ImageDraw.Draw(layer)
    _SHAPES[rnd.choice(KINDS)](draw, light, rnd, scale)
    if floor:
        draw.ellipse((-300 * scale, 1270 * scale, 1500 * scale, 1850 * scale), fill=rgba(mix(bottom, "#0d0a16", 0.22), 190))
    image.alpha_composite(layer)
    return image


def _disc(draw: ImageDraw.ImageDraw, light: str, rnd: random.Random, s: float) -> None:
    x, y, r = 600 + rnd.randint(-90, 90), 620 + rnd.randint(-60, 60), rnd.randint(420, 520)
    draw.ellipse(((x - r) * s, (y - r) * s, (x + r) * s, (y + r) * s), fill=rgba(light, 120))
    draw.ellipse(
        ((x - r - 50) * s, (y - r - 50) * s, (x + r + 50) * s, (y + r + 50) * s), outline=rgba(light, 120), width=round(8 * s)
    )


def _rays(draw: ImageDraw.ImageDraw, light: str, rnd: random.Random, s: float) -> None:
    turn, count = rnd.random(), rnd.choice((12, 16, 20))
    for i in range(count):
        a = (i + turn) * 2 * math.pi / count
        b = a + math.pi / count
        far = [(600 + 1600 * math.cos(t), 640 + 1600 * math.sin(t)) for t in (a, b)]
        draw.polygon([(600 * s, 640 * s), *((x * s, y * s) for x, y in far)], fill=rgba(light, 75))


def _stripes(draw: ImageDraw.ImageDraw, light: str, rnd: random.Random, s: float) -> None:
    step, lean = rnd.choice((120, 160, 210)), rnd.choice((-500, 500))
    for x in range(-800, 2000, step):
        draw.polygon(
            [(x * s, 0), ((x + step / 2) * s, 0), ((x + step / 2 + lean) * s, H * s), ((x + lean) * s, H * s)], fill=rgba(light, 70)
        )


def _dots(draw: ImageDraw.ImageDraw, light: str, rnd: random.Random, s: float) -> None:
    corner = rnd.choice(((0, 0), (1, 0), (0, 1), (1, 1)))
    for i in range(38):
        for j in range(47):
            x, y = i * 33 + (16 if j % 2 else 0), j * 33
            r = 15 * max(0.0, 1 - (abs(x / W - corner[0]) + abs(y / H - corner[1])) / 1.1)
            if r > 1:
                draw.ellipse(((x - r) * s, (y - r) * s, (x + r) * s, (y + r) * s), fill=rgba(light, 120))


def _grid(draw: ImageDraw.ImageDraw, light: str, rnd: random.Random, s: float) -> None:
    step = rnd.choice((90, 120))
    for x in range(0, W + 1, step):
        draw.line([(x * s, 0), (x * s, H * s)], fill=rgba(light, 90), width=round(4 * s))
    for y in range(0, H + 1, step):
        draw.line([(0, y * s), (W * s, y * s)], fill=rgba(light, 90), width=round(4 * s))
    draw.rectangle((180 * s, 150 * s, 1020 * s, 1180 * s), fill=rgba(light, 70))


def star(x: float, y: float, r: float, s: float, inner: float = 0.42) -> list[tuple[float, float]]:
    """A five-pointed star around x, y in pixels of `s` per unit."""
    return [
        (
            (x + (r if k % 2 == 0 else r * inner) * math.sin(k * math.pi / 5)) * s,
            (y - (r if k % 2 == 0 else r * inner) * math.cos(k * math.pi / 5)) * s,
        )
        for k in range(10)
    ]


def _stars(draw: ImageDraw.ImageDraw, light: str, rnd: random.Random, s: float) -> None:
    for _ in range(34):
        draw.polygon(star(rnd.randint(0, W), rnd.randint(0, 1250), rnd.randint(10, 44), s), fill=rgba(light, rnd.randint(70, 170)))


def _arch(draw: ImageDraw.ImageDraw, light: str, rnd: random.Random, s: float) -> None:
    for k in range(4):
        inset = 120 + k * 95
        draw.rounded_rectangle(
            (inset * s, (90 + k * 95) * s, (W - inset) * s, 1600 * s), radius=(W / 2 - inset) * s, fill=rgba(light, 45)
        )


def _waves(draw: ImageDraw.ImageDraw, light: str, rnd: random.Random, s: float) -> None:
    turn = rnd.random() * 6
    for k in range(9):
        y0 = 80 + k * 135
        ridge = [(x * s, (y0 + 38 * math.sin(x / 150 + turn + k)) * s) for x in range(0, W + 40, 40)]
        draw.line(ridge, fill=rgba(light, 120), width=round(14 * s), joint="curve")


_SHAPES = {
    "disc": _disc, "rays": _rays, "stripes": _stripes, "dots": _dots, "grid": _grid, "stars": _stars, "arch": _arch, "waves": _waves,
}  # fmt: skip
