"""The head of a figure: hair behind, face, hair in front, and what is worn on it."""

from demo.drawings.look import Look
from demo.drawings.outfits import CX, both
from demo.drawings.pen import Pen, Point, curve, mix


def back_hair(pen: Pen, look: Look) -> None:  # noqa: C901 -- one branch per style
    light, dark = look.hair_color, mix(look.hair_color, "#1a0f33", 0.32)
    style = look.hair
    if style in {"long", "hime", "messy"}:
        reach = {"long": 1120, "hime": 1180, "messy": 960}[style]
        shape = curve(
            (385, 430),
            (270, 640),
            (300, 960),
            (350, reach),
            (420, reach - 30),
            (480, reach + 10),
            (600, reach - 15),
            (720, reach + 10),
            (780, reach - 30),
            (850, reach),
            (900, 960),
            (930, 640),
            (815, 430),
        )
        pen.poly(shape, dark)
        for x in (420, 500, 700, 780):
            pen.stroke([(x, 700), (x + (x - CX) * 0.12, reach - 60)], 5, mix(dark, "#000000", 0.25))
    elif style == "twin":
        for side in both():
            tail = side(
                curve(
                    (410, 360),
                    (200, 330),
                    (180, 700),
                    (270, 1010),
                    (300, 900),
                    (330, 860),
                    (345, 760),
                    (365, 600),
                    (370, 500),
                    (450, 420),
                )
            )
            pen.poly(tail, light)
            pen.shade(tail, [(x + (60 if x < CX else -60), y + 30) for x, y in tail], dark)
    elif style == "drill":
        for side in both():
            for k in range(5):
                curl = side([(330.0 - k * 6, 560.0 + k * 92)])[0]
                pen.oval(curl[0], curl[1], 92 - k * 12, 62, light if k % 2 == 0 else dark)
    elif style == "pony":
        tail = curve(
            (690, 260), (1020, 160), (1040, 640), (900, 960), (890, 820), (850, 700), (770, 560), (740, 460), (710, 380), (660, 330)
        )
        pen.poly(tail, light)
        pen.shade(tail, [(x - 70, y + 40) for x, y in tail], dark)
    elif style == "braid":
        for k in range(7):
            pen.oval(790 - k * 9, 720 + k * 66, 56 - k * 3, 46, light if k % 2 == 0 else mix(light, "#1a0f33", 0.15))
        pen.oval(728, 1190, 26, 34, look.colors[1])
    _nape(pen, look, dark)


def _nape(pen: Pen, look: Look, dark: str) -> None:
    style = look.hair
    if style in {"pony", "bob", "braid", "short", "spiky", "twin", "drill"}:
        low = {"bob": 765, "short": 690, "spiky": 690}.get(style, 720)
        shape = curve(
            (375, 400),
            (300, 560),
            (340, low - 60),
            (410, low - 30),
            (540, low),
            (660, low),
            (790, low - 30),
            (860, low - 60),
            (900, 560),
            (825, 400),
        )
        pen.poly(shape, dark)


def face(pen: Pen, look: Look) -> None:
    skin, blush = look.skin, mix(look.skin, "#c2506a", 0.28)
    for side in both():
        pen.poly(side(curve((395, 520), (350, 500), (342, 590), (404, 600))), skin)
    shape = curve(
        (388, 470), (378, 610), (460, 730), (600, 752), (740, 730), (822, 610), (812, 470), (800, 300), (400, 300), (388, 470)
    )
    pen.poly(shape, skin)
    pen.shade(shape, curve((370, 300), (370, 520), (480, 560), (600, 500), (720, 560), (830, 520), (830, 300)), blush, 170)
    for sign in (-1, 1):
        if "wink" in look.extras and sign > 0:
            _wink(pen)
        else:
            _eye(pen, look, CX + sign * 98, 592)
            for dy in (-36, -16):
                pen.stroke([(CX + sign * 150, 592 + dy), (CX + sign * 168, 584 + dy)], 6)
        pen.oval(CX + sign * 150, 664, 34, 17, mix(skin, "#ff5d7a", 0.38), 0)
    pen.stroke([(598, 646), (604, 652)], 5, mix(skin, "#a03a55", 0.6))
    for sign in (-1, 1):
        for dx in (-16, 0, 16):
            x = CX + sign * 150 + dx
            pen.stroke([(x + 5, 656), (x - 5, 672)], 3, mix(skin, "#e0345c", 0.55))
    _mouth(pen, look)
    if "glasses" in look.extras:
        _glasses(pen)


def _wink(pen: Pen) -> None:
    pen.stroke(curve((CX + 50, 590), (CX + 70, 560), (CX + 130, 560), (CX + 150, 594)), 13)
    for x, y in ((CX + 146, 586), (CX + 152, 600)):
        pen.stroke([(x, y), (x + 18, y - 8)], 6)


def _mouth(pen: Pen, look: Look) -> None:
    if "cat" in look.extras:
        pen.stroke(curve((572, 690), (576, 712), (598, 712), (600, 692)), 6)
        pen.stroke(curve((600, 692), (602, 712), (624, 712), (628, 690)), 6)
    elif "fang" in look.extras:
        pen.poly(curve((566, 688), (578, 730), (622, 730), (634, 688), (620, 696), (580, 696), (566, 688)), "#b23a52", 4)
        pen.poly([(608, 694), (624, 692), (616, 710)], "#ffffff", 3)
    elif "smile" in look.extras:
        mouth = curve((568, 686), (580, 726), (620, 726), (632, 686), (620, 694), (580, 694), (568, 686))
        pen.poly(mouth, "#b23a52", 4)
    else:
        pen.stroke(curve((584, 696), (592, 703), (608, 703), (616, 696)), 6)


def _glasses(pen: Pen) -> None:
    for sign in (-1, 1):
        x = CX + sign * 98
        pen.stroke(
            curve((x - 72, 590), (x - 72, 510), (x + 72, 510), (x + 72, 590), (x + 72, 676), (x - 72, 676), (x - 72, 590)), 8
        )
    pen.stroke([(570, 584), (630, 584)], 8)


def _eye(pen: Pen, look: Look, x: float, y: float) -> None:
    white = curve(
        (x - 50, y + 2), (x - 46, y - 72), (x + 46, y - 72), (x + 50, y + 2), (x + 44, y + 66), (x - 44, y + 66), (x - 50, y + 2)
    )
    pen.poly(white, "#ffffff", 0)
    iris = curve(
        (x - 38, y + 2), (x - 36, y - 62), (x + 36, y - 62), (x + 38, y + 2), (x + 34, y + 62), (x - 34, y + 62), (x - 38, y + 2)
    )
    pen.poly(iris, mix(look.eye_color, "#10081f", 0.45), 0)
    pen.shade(iris, [(x - 60, y + 6), (x + 60, y + 6), (x + 60, y + 80), (x - 60, y + 80)], look.eye_color)
    pen.oval(x, y + 2, 15, 24, "#140c20", 0)
    pen.oval(x - 14, y - 24, 14, 17, "#ffffff", 0)
    pen.oval(x + 14, y + 26, 7, 8, "#ffffff", 0)
    pen.stroke(curve((x - 56, y - 8), (x - 44, y - 82), (x + 44, y - 82), (x + 56, y - 8)), 12)
    brow = mix(look.hair_color, "#0d0a16", 0.55)
    pen.stroke(curve((x - 34, y - 98), (x - 10, y - 112), (x + 14, y - 112), (x + 34, y - 100)), 6, brow)


TIPS: dict[str, list[Point]] = {
    "spiky": [(750, 520), (710, 430), (640, 530), (600, 420), (540, 530), (490, 430), (440, 530), (410, 430)],
    "messy": [(756, 500), (720, 440), (660, 540), (630, 440), (570, 520), (520, 440), (450, 550), (415, 440)],
    "twin": [(750, 470), (720, 540), (660, 450), (600, 540), (540, 450), (480, 540), (450, 470), (415, 440)],
    "hime": [(770, 520), (700, 522), (640, 524), (600, 524), (560, 524), (500, 522), (430, 520), (412, 470)],
    "bob": [(764, 512), (690, 500), (620, 510), (560, 516), (500, 508), (440, 520), (420, 450)],
}
PLAIN = [(740, 505), (670, 440), (620, 500), (540, 560), (520, 470), (460, 540), (420, 440)]


def front_hair(pen: Pen, look: Look) -> None:
    light, dark, shine = look.hair_color, mix(look.hair_color, "#1a0f33", 0.32), mix(look.hair_color, "#ffffff", 0.45)
    cap = curve(
        (364, 520), (330, 250), (480, 170), (600, 170), (720, 170), (870, 250), (836, 520), (814, 480), (790, 450), (780, 420)
    )
    shape = [*cap, *TIPS.get(look.hair, PLAIN), (386, 470)]
    pen.poly(shape, light)
    gleam = curve(
        (400, 330),
        (500, 270),
        (660, 268),
        (800, 340),
        (790, 380),
        (660, 308),
        (510, 312),
        (404, 372),
        (400, 350),
        (400, 340),
        (400, 330),
    )
    pen.shade(shape, gleam, shine)
    pen.shade(shape, [*[(x + 26, y + 46) for x, y in shape[-9:]], (300, 600), (900, 600)], dark, 150)
    for x, bend in ((470, -40), (540, -18), (650, 16), (730, 40)):
        pen.stroke(curve((600 + (x - 600) * 0.5, 205), (x - bend, 260), (x, 330), (x + bend * 0.4, 420)), 4, dark)
    reach = {"hime": 880, "long": 830, "short": 640, "spiky": 660, "messy": 760}.get(look.hair, 780)
    for side in both():
        pen.poly(
            side(curve((374, 430), (338, 560), (342, reach - 110), (386, reach), (404, reach - 80), (414, 600), (410, 470))), light
        )
    if look.hair in {"spiky", "messy"}:
        for dx, dy in ((-150, 230), (-70, 165), (30, 150), (120, 185), (190, 260)):
            pen.poly([(CX + dx - 58, dy + 70), (CX + dx + (-40 if dx < 0 else 40), dy - 80), (CX + dx + 58, dy + 70)], light)
        pen.poly(curve((400, 300), (480, 190), (720, 190), (800, 300), (700, 250), (500, 250), (400, 300)), light, 0)


def worn(pen: Pen, look: Look) -> None:
    """Ears, horns, headphones and the rest, over the hair."""
    _main, second, third = look.colors
    extras = look.extras
    if "ears" in extras:
        for side in both():
            pen.poly(side([(386, 320), (374, 120), (516, 224)]), look.hair_color)
            pen.poly(side([(408, 288), (400, 172), (484, 234)]), mix("#ff8fa6", look.hair_color, 0.2), 0)
    if "horns" in extras:
        for side in both():
            pen.poly(side(curve((450, 240), (370, 180), (370, 100), (450, 60), (430, 120), (460, 170), (516, 200))), second)
    if "hat" in extras:
        pen.oval(600, 250, 300, 52, mix(third, "#0b0a12", 0.15))
        pen.poly(curve((430, 240), (450, 40), (750, 40), (770, 240), (700, 268), (500, 268), (430, 240)), third)
        pen.poly([(434, 214), (766, 214), (770, 250), (430, 250)], second)
    if "phones" in extras:
        pen.stroke(curve((354, 500), (330, 120), (870, 120), (846, 500)), 30)
        pen.stroke(curve((354, 500), (330, 120), (870, 120), (846, 500)), 20, third)
        for sign in (-1, 1):
            pen.oval(CX + sign * 244, 530, 48, 74, second)
            pen.oval(CX + sign * 244, 530, 22, 42, mix(second, "#ffffff", 0.4), 0)
    _techy(pen, look)
    _dainty(pen, look)


def _techy(pen: Pen, look: Look) -> None:
    second, extras = look.colors[1], look.extras
    if "visor" in extras:
        for side in both():
            pen.poly(side([(350, 430), (394, 440), (394, 560), (338, 600), (314, 500)]), second)
        pen.poly([(400, 352), (600, 322), (800, 352), (790, 396), (600, 366), (410, 396)], second)
        pen.poly([(560, 332), (640, 332), (626, 372), (574, 372)], mix(look.eye_color, "#ffffff", 0.35))


def _dainty(pen: Pen, look: Look) -> None:
    second, extras = look.colors[1], look.extras
    if "ribbon" in extras:
        pen.poly([(720, 232), (632, 170), (644, 296)], second)
        pen.poly([(720, 232), (810, 164), (806, 300)], second)
        pen.oval(720, 232, 26, 26, mix(second, "#000000", 0.2))
    if "halo" in extras:
        pen.stroke(curve((450, 110), (450, 60), (750, 60), (750, 110), (750, 160), (450, 160), (450, 110)), 26)
        pen.stroke(curve((450, 110), (450, 60), (750, 60), (750, 110), (750, 160), (450, 160), (450, 110)), 16, "#ffe27a")
