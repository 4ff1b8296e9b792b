"""The kinds of goods: how a figure, a plush, a shirt, a stand, a poster or a book of a character looks in each view."""

import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageFilter

from demo.drawings import head
from demo.drawings.backdrops import backdrop, gradient, star
from demo.drawings.figure import draw_figure, ink_of, on_backdrop
from demo.drawings.look import Look
from demo.drawings.pen import H, Pen, W, curve, mirror, mix, rgba
from demo.drawings.staging import Staging, staged

VIEWS: dict[str, tuple[str, ...]] = {
    "scale_figure": ("front", "detail", "back", "box"),
    "chibi": ("front", "detail", "box"),
    "plush": ("front", "detail"),
    "apparel": ("front", "detail"),
    "acrylic_stand": ("front", "detail"),
    "poster": ("front", "detail"),
    "manga": ("front", "back"),
}


def crop(image: Image.Image, left: float, top: float, width: float, scale: float) -> Image.Image:
    """A 4:5 part of a picture, in units."""
    box = (left, top, left + width, top + width * 1.25)
    return image.crop(tuple(round(edge * scale) for edge in box))  # type: ignore[arg-type]


def scale_figure(look: Look, rnd: random.Random, scale: float, view: str) -> Image.Image:
    look, staging = staged(look, rnd)
    if view == "box":
        return box(look, rnd, scale, tall=True, staging=staging)
    figure = draw_figure(look, scale, tall=True, back=view == "back", staging=staging)
    whole = on_backdrop(backdrop(look, rnd, scale), figure, scale)
    return crop(whole, 330, 170, 540, scale) if view == "detail" else crop(whole, 60, 60, 1080, scale)


def chibi(look: Look, rnd: random.Random, scale: float, view: str) -> Image.Image:
    look, staging = staged(look, rnd)
    if view == "box":
        return box(look, rnd, scale, tall=False, staging=staging)
    whole = on_backdrop(backdrop(look, rnd, scale), draw_figure(look, scale, tall=False, staging=staging), scale)
    return crop(whole, 260, 160, 680, scale) if view == "detail" else whole


def box(look: Look, rnd: random.Random, scale: float, *, tall: bool, staging: Staging) -> Image.Image:
    """The figure behind the window of its box."""
    image = backdrop(look, rnd, scale)
    draw = ImageDraw.Draw(image)
    _main, second, third = look.colors

    def px(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x * scale, y * scale) for x, y in points]

    draw.polygon(px((930, 250), (1030, 190), (1030, 1290), (930, 1380)), fill=rgba(mix(third, "#0b0a12", 0.5)))
    draw.polygon(px((220, 250), (320, 190), (1030, 190), (930, 250)), fill=rgba(mix(third, "#ffffff", 0.25)))
    draw.rectangle((220 * scale, 250 * scale, 930 * scale, 1380 * scale), fill=rgba(third))
    inside = gradient(mix(look.background[0], "#ffffff", 0.3), look.background[1], (round(590 * scale), round(830 * scale)))
    figure = draw_figure(look, scale * 0.62, tall=tall, staging=staging)
    left, top = round((590 * scale - figure.width) / 2), round(830 * scale - figure.height * 0.96)
    inside.alpha_composite(figure, (max(0, left), max(0, top)), (max(0, -left), max(0, -top)))
    shine = Image.new("RGBA", inside.size)
    ImageDraw.Draw(shine).polygon(px((60, 0), (190, 0), (-60 + 190, 830), (-60, 830)), fill=(255, 255, 255, 46))
    ImageDraw.Draw(shine).polygon(px((250, 0), (300, 0), (150, 830), (100, 830)), fill=(255, 255, 255, 46))
    inside.alpha_composite(shine)
    mask = Image.new("L", inside.size)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, *inside.size), radius=round(60 * scale), fill=255)
    image.paste(inside, (round(280 * scale), round(310 * scale)), mask)
    draw = ImageDraw.Draw(image)
    draw.polygon(star(330, 1255, 52, scale), fill=rgba(second))
    for k, width in enumerate((360, 250)):
        y = 1220 + k * 56
        draw.rounded_rectangle(
            (420 * scale, y * scale, (420 + width) * scale, (y + 34) * scale),
            radius=17 * scale,
            fill=rgba(mix(third, "#ffffff", 0.75)),
        )
    draw.rectangle(
        (220 * scale, 250 * scale, 930 * scale, 1380 * scale), outline=rgba(mix(third, "#0b0a12", 0.65)), width=round(6 * scale)
    )
    return image


def plush(look: Look, rnd: random.Random, scale: float, view: str) -> Image.Image:
    """A round soft toy with button eyes and seams."""
    look, _staging = staged(look, rnd)
    pen = Pen(scale, mix(look.hair_color, "#2a1c2c", 0.6))
    main, second, _third = look.colors
    for side in (lambda p: p, mirror):
        (foot, hand) = side([(430, 1290), (372, 1085)])
        pen.oval(foot[0], foot[1], 118, 84, main)
        pen.oval(hand[0], hand[1], 86, 110, look.skin)
    pen.oval(600, 1110, 250, 240, main)
    pen.oval(600, 1130, 150, 150, mix(main, "#ffffff", 0.35), 0)
    pen.oval(600, 905, 330, 40, second, 0)
    pen.place(zoom=1.18, around=(600, 500), to=(600, 580))
    head.back_hair(pen, look)
    face = curve(
        (372, 470), (362, 640), (460, 760), (600, 770), (740, 760), (838, 640), (828, 470), (800, 300), (400, 300), (372, 470)
    )
    pen.poly(face, look.skin)
    for sign in (-1, 1):
        pen.oval(600 + sign * 104, 606, 34, 40, "#241a2e")
        pen.oval(600 + sign * 104 - 10, 590, 11, 13, "#ffffff", 0)
        pen.oval(600 + sign * 158, 676, 44, 24, mix(look.skin, "#ff5d7a", 0.42), 0)
    pen.stroke(curve((562, 676), (575, 708), (598, 708), (600, 680)), 7)
    pen.stroke(curve((600, 680), (602, 708), (625, 708), (638, 676)), 7)
    head.front_hair(pen, look)
    head.worn(pen, look)
    pen.place()
    for x in range(470, 731, 26):
        pen.stroke([(x, 1210), (x + 12, 1216)], 5, mix(main, "#000000", 0.35))
    fuzz = Image.frombytes("L", (240, 300), rnd.randbytes(240 * 300)).resize(pen.image.size, Image.Resampling.BILINEAR)
    felt = Image.merge("RGBA", (fuzz, fuzz, fuzz, pen.image.getchannel("A").point(lambda v: v * 26 // 255)))
    pen.image.alpha_composite(felt)
    whole = on_backdrop(backdrop(look, rnd, scale), pen.image, scale)
    return crop(whole, 250, 260, 700, scale) if view == "detail" else whole


def apparel(look: Look, rnd: random.Random, scale: float, view: str) -> Image.Image:
    """A shirt or a hoodie on a hanger, with the character as its print."""
    look, _staging = staged(look, rnd)
    main, second, third = look.colors
    cloth = rnd.choice((main, third, "#1d1a26", "#f4efe6", second))
    hood = look.outfit in {"hoodie", "coat", "mech", "armor"}
    pen = Pen(scale, mix(cloth, "#0d0a16", 0.7))
    pen.stroke(curve((600, 150), (560, 90), (640, 60), (650, 120), (650, 160), (600, 170), (600, 220)), 12, "#8d8798")
    pen.stroke([(330, 330), (600, 215), (870, 330)], 18, "#b79b78")
    shirt = curve(
        (440, 250),
        (500, 320),
        (700, 320),
        (760, 250),
        (860, 280),
        (960, 330),
        (1060, 420),
        (1090, 520),
        (1080, 600),
        (1040, 690),
        (960, 680),
        (900, 650),
        (880, 600),
        (880, 900),
        (890, 1100),
        (900, 1290),
        (700, 1320),
        (500, 1320),
        (300, 1290),
        (310, 1100),
        (320, 900),
        (320, 600),
        (300, 650),
        (240, 680),
        (160, 690),
        (120, 600),
        (110, 520),
        (140, 420),
        (240, 330),
        (340, 280),
        (440, 250),
    )
    pen.poly(shirt, cloth, 7)
    pen.shade(shirt, [(820, 560), (1100, 500), (1100, 1340), (760, 1340)], mix(cloth, "#0d0a16", 0.22))
    for x, lean in ((380, 40), (520, -20), (760, 30)):
        pen.stroke([(x, 1010), (x + lean, 1270)], 5, mix(cloth, "#0d0a16", 0.3))
    if hood:
        pen.poly(
            curve((420, 262), (440, 420), (760, 420), (780, 262), (700, 200), (500, 200), (420, 262)), mix(cloth, "#0d0a16", 0.25)
        )
        pen.poly([(420, 1010), (780, 1010), (830, 1170), (370, 1170)], mix(cloth, "#ffffff", 0.08))
        for x in (545, 655):
            pen.stroke([(x, 390), (x + (10 if x > 600 else -10), 560)], 10, mix(cloth, "#ffffff", 0.6))
    else:
        pen.stroke(curve((440, 250), (500, 320), (700, 320), (760, 250)), 20, mix(cloth, "#0d0a16", 0.3))
    y = 760 if hood else 740
    pen.oval(600, y, 205, 205, look.background[0], 0)
    printed = Pen(scale, ink_of(look))
    printed.place(zoom=0.52, around=(600, 470), to=(600, y - 10))
    head.back_hair(printed, look)
    head.face(printed, look)
    head.front_hair(printed, look)
    head.worn(printed, look)
    circle = Image.new("L", printed.image.size)
    ImageDraw.Draw(circle).ellipse(((395) * scale, (y - 205) * scale, 805 * scale, (y + 205) * scale), fill=255)
    pen.image.paste(printed.image, (0, 0), Image.composite(printed.image.getchannel("A"), Image.new("L", circle.size), circle))
    whole = on_backdrop(backdrop(look, rnd, scale, floor=False), pen.image, scale)
    return crop(whole, 320, 420, 560, scale) if view == "detail" else whole


def acrylic_stand(look: Look, rnd: random.Random, scale: float, view: str) -> Image.Image:
    """The printed character, cut out with a clear edge, on a clear base."""
    look, staging = staged(look, rnd)
    figure = draw_figure(look, scale, tall=False, base=False, staging=staging)
    grown = figure.getchannel("A").resize((figure.width // 6, figure.height // 6))
    edge = (
        grown.filter(ImageFilter.MaxFilter(9))
        .filter(ImageFilter.GaussianBlur(1.5))
        .resize(figure.size)
        .point(lambda v: 255 if v > 110 else 0)
    )
    sheet = Image.new("RGBA", figure.size, rgba("#ffffff"))
    sheet.putalpha(edge.point(lambda v: v * 140 // 255))
    draw = ImageDraw.Draw(sheet)
    draw.ellipse(
        (330 * scale, 1290 * scale, 870 * scale, 1420 * scale),
        fill=(255, 255, 255, 120),
        outline=(255, 255, 255, 230),
        width=round(7 * scale),
    )
    sheet.alpha_composite(figure)
    gloss = Image.new("RGBA", figure.size)
    ImageDraw.Draw(gloss).polygon(
        [(x * scale, y * scale) for x, y in ((250, 100), (420, 100), (180, 1300), (40, 1300))], fill=(255, 255, 255, 60)
    )
    sheet.paste(gloss, (0, 0), Image.composite(gloss.getchannel("A"), Image.new("L", edge.size), edge))
    whole = on_backdrop(backdrop(look, rnd, scale), sheet, scale)
    return crop(whole, 240, 180, 640, scale) if view == "detail" else whole


def _print(look: Look, rnd: random.Random, scale: float) -> Image.Image:
    """The artwork of a poster or of a book's cover, in the whole plane."""
    art = backdrop(look, rnd, scale, floor=False)
    look, staging = staged(look, rnd)
    figure = draw_figure(look, scale, tall=rnd.random() < 0.6, base=False, staging=staging)
    art = on_backdrop(art, figure, scale)
    draw = ImageDraw.Draw(art)
    second = look.colors[1]
    for k in range(rnd.randint(4, 6)):
        x, w = 90 + k * 150, rnd.randint(70, 130)
        shape = rnd.choice(("bar", "ring", "wedge"))
        box_ = (x * scale, 90 * scale, (x + w) * scale, 230 * scale)
        if shape == "ring":
            draw.ellipse(box_, outline=rgba(second), width=round(30 * scale))
        elif shape == "wedge":
            draw.polygon([(box_[0], box_[3]), ((box_[0] + box_[2]) / 2, box_[1]), (box_[2], box_[3])], fill=rgba(second))
        else:
            draw.rectangle((box_[0], box_[1], box_[0] + 46 * scale, box_[3]), fill=rgba(second))
            draw.rectangle((box_[0], box_[1], box_[2], box_[1] + 40 * scale), fill=rgba(second))
    return art


def poster(look: Look, rnd: random.Random, scale: float, view: str) -> Image.Image:
    wall = gradient(
        mix(look.background[0], "#e9e4dc", 0.75), mix(look.background[1], "#b9b2a8", 0.75), (round(W * scale), round(H * scale))
    )
    art = _print(look, rnd, scale)
    if view == "detail":
        return crop(art, 300, 260, 600, scale)
    small = art.resize((round(840 * scale), round(1050 * scale)), Image.Resampling.BILINEAR)
    draw = ImageDraw.Draw(wall)
    draw.rectangle((205 * scale, 205 * scale, 1035 * scale, 1285 * scale), fill=(20, 14, 30, 255))
    draw.rectangle((160 * scale, 170 * scale, 1040 * scale, 1260 * scale), fill=rgba("#2b2430"))
    wall.paste(small, (round(180 * scale), round(190 * scale)))
    return wall


def manga(look: Look, rnd: random.Random, scale: float, view: str) -> Image.Image:
    """A standing book: cover or back, its spine and the paper."""
    table = backdrop(look, rnd, scale)
    third = look.colors[2]
    art = _print(look, rnd, scale)
    if view == "back":
        art = gradient(mix(third, "#ffffff", 0.15), mix(third, "#0b0a12", 0.3), art.size)
        draw = ImageDraw.Draw(art)
        for k in range(9):
            draw.rounded_rectangle(
                (150 * scale, (760 + k * 52) * scale, (1050 - (k % 3) * 130) * scale, (786 + k * 52) * scale),
                radius=12 * scale,
                fill=rgba(mix(third, "#ffffff", 0.7)),
            )
        face = draw_figure(look, scale * 0.55, tall=False, base=False)
        art.alpha_composite(face, (round(270 * scale), 0))
    cover = art.resize((round(720 * scale), round(1020 * scale)), Image.Resampling.BILINEAR)
    draw = ImageDraw.Draw(table)
    draw.polygon([(x * scale, y * scale) for x, y in ((1000, 260), (1050, 292), (1050, 1290), (1000, 1272))], fill=rgba("#efe8da"))
    for x in range(1004, 1050, 7):
        draw.line(
            [(x * scale, (262 + (x - 1000) * 0.64) * scale), (x * scale, (1272 + (x - 1000) * 0.36) * scale)],
            fill=rgba("#cfc6b4"),
            width=1,
        )
    draw.polygon(
        [(x * scale, y * scale) for x, y in ((210, 290), (280, 252), (280, 1272), (210, 1310))],
        fill=rgba(mix(third, "#0b0a12", 0.25)),
    )
    draw.polygon(star(245, 400, 26, scale), fill=rgba(look.colors[1]))
    table.paste(cover, (round(280 * scale), round(252 * scale)))
    return table


DRAWERS: dict[str, Callable[[Look, random.Random, float, str], Image.Image]] = {
    "scale_figure": scale_figure, "chibi": chibi, "plush": plush, "apparel": apparel, "acrylic_stand": acrylic_stand,
    "poster": poster, "manga": manga,
}  # fmt: skip
