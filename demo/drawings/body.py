"""The body of a figure below the neck: legs, torso in its outfit, arms in their pose, and what is held."""

import math

from demo.drawings.look import Look
from demo.drawings.outfits import CX, DARK, OUTFITS, both
from demo.drawings.pen import Color, Pen, Point, curve, mix

# Elbow and hand of the right and the left arm, for each pose.
ARMS: dict[str, tuple[tuple[Point, Point], tuple[Point, Point]]] = {
    "stand": (((430, 900), (392, 1010)), ((770, 900), (808, 1010))),
    "salute": (((430, 900), (392, 1010)), ((812, 820), (740, 650))),
    "hand_on_hip": (((392, 900), (486, 985)), ((770, 900), (808, 1010))),
    "fight": (((400, 860), (330, 770)), ((800, 880), (890, 960))),
    "wave": (((430, 900), (392, 1010)), ((800, 800), (862, 640))),
    "cheer": (((388, 800), (338, 640)), ((812, 800), (862, 640))),
    "think": (((430, 905), (560, 960)), ((786, 900), (676, 770))),
    "point": (((430, 900), (392, 1010)), ((830, 836), (966, 806))),
    "hips": (((392, 900), (486, 985)), ((808, 900), (714, 985))),
    "shy": (((446, 910), (560, 985)), ((754, 910), (640, 985))),
    "sit": (((440, 900), (478, 1010)), ((760, 900), (722, 1010))),
}


def limb(pen: Pen, points: list[Point], width: float, fill: Color) -> None:
    """An arm or a leg: a thick stroke with an outline."""
    pen.stroke(points, width + 10)
    pen.stroke(points, width, fill)


def behind_body(pen: Pen, look: Look) -> None:
    """Wings, cape and tail."""
    _main, second, third = look.colors
    if "cape" in look.extras:
        cape = curve(
            (490, 770),
            (380, 900),
            (330, 1150),
            (300, 1290),
            (480, 1330),
            (720, 1330),
            (900, 1290),
            (870, 1150),
            (820, 900),
            (710, 770),
        )
        pen.poly(cape, third)
        pen.shade(cape, [(600, 760), (900, 760), (900, 1330), (560, 1330)], mix(third, DARK, 0.3))
    if "wings" in look.extras:
        for side in both():
            wing = side(
                [(520, 830), (270, 640), (170, 690), (240, 745), (150, 805), (240, 835), (200, 915), (300, 905), (490, 935)]
            )
            pen.poly(wing, mix(second, "#ffffff", 0.3))
            pen.shade(wing, side([(520, 870), (150, 840), (300, 940), (500, 940)]), mix(second, DARK, 0.15))
    if "tail" in look.extras:
        tail = curve(
            (640, 1040),
            (820, 1080),
            (900, 980),
            (850, 840),
            (930, 900),
            (960, 1060),
            (840, 1150),
            (740, 1180),
            (650, 1130),
            (600, 1090),
        )
        pen.poly(tail, look.hair_color)
        pen.poly([(850, 840), (872, 912), (912, 892)], mix(look.hair_color, "#ffffff", 0.55), 3)


def legs(pen: Pen, look: Look) -> None:
    main, second, third = look.colors
    bare = look.outfit in {"dress", "school", "idol", "kimono"}
    skin = look.skin if bare else mix(third, "#ffffff", 0.06)
    if look.pose == "sit":
        pen.poly([(420, 1130), (780, 1130), (800, 1318), (400, 1318)], mix(second, "#ffffff", 0.4))
        pen.poly([(420, 1130), (780, 1130), (740, 1090), (460, 1090)], mix(second, "#ffffff", 0.62))
        paths = [[(545, 1060), (500, 1130), (505, 1262)], [(655, 1060), (700, 1130), (690, 1262)]]
    elif look.pose == "fight":
        paths = [[(548, 1030), (470, 1150), (440, 1286)], [(652, 1030), (720, 1150), (770, 1286)]]
    else:
        paths = [[(553, 1020), (548, 1150), (546, 1290)], [(647, 1020), (652, 1150), (656, 1290)]]
    for path in [[(float(x), float(y)) for x, y in path] for path in paths]:
        limb(pen, path, 66, skin)
        (kx, ky), (fx, fy) = path[1], path[2]
        boot_top = (kx + (fx - kx) * 0.35, ky + (fy - ky) * 0.35)
        limb(pen, [boot_top, (fx, fy)], 78, main if look.outfit != "kimono" else second)
        pen.oval(fx + (14 if fx > CX else -14), fy + 18, 58, 30, mix(main, DARK, 0.25))


def torso(pen: Pen, look: Look) -> None:
    OUTFITS[look.outfit](pen, look)
    pen.poly([(566, 735), (634, 735), (640, 792), (560, 792)], mix(look.skin, "#c2506a", 0.22))
    if "scarf" in look.extras:
        second = look.colors[1]
        pen.poly(curve((670, 800), (760, 860), (900, 820), (980, 900), (930, 930), (780, 940), (640, 830)), second)
        pen.poly(
            curve((490, 770), (540, 840), (660, 840), (710, 770), (700, 725), (500, 725), (490, 770)), mix(second, "#ffffff", 0.12)
        )


def nape(pen: Pen, look: Look) -> None:
    """The back of the clothes, over what the torso shows at the front."""
    cloth = "#fbfaf7" if look.outfit == "school" else look.colors[0]
    low = 896.0 if look.outfit in {"dress", "idol", "kimono"} else 974.0
    back: list[Point] = [(494, 780), (706, 780), (716, 880), (698, low), (502, low), (484, 880)]
    pen.poly(back, cloth, 0)
    pen.shade(back, [(484, 770), (560, 770), (540, low), (480, low)], mix(cloth, DARK, 0.24))
    pen.stroke([(600, 792), (600, low - 8)], 4, mix(cloth, DARK, 0.4))
    pen.stroke(curve((540, 780), (570, 806), (630, 806), (660, 780)), 5)


def arms(pen: Pen, look: Look) -> None:
    """Both arms, the sleeves of the outfit, and what the hands hold."""
    main, second, third = look.colors
    sleeve = {"dress": look.skin, "school": "#fbfaf7", "idol": look.skin, "armor": third, "casual": main}.get(look.outfit, main)
    for index, (elbow, hand) in enumerate(ARMS[look.pose]):
        shoulder = (506, 812) if index == 0 else (694, 812)
        if index == 1:
            _held(pen, look, hand)
        limb(pen, [shoulder, elbow, hand], 58, sleeve)
        if look.outfit == "kimono":
            drop = [
                (elbow[0] - 40, elbow[1] - 20),
                (elbow[0] + 40, elbow[1] - 20),
                (hand[0] + 50, hand[1] + 90),
                (hand[0] - 50, hand[1] + 90),
            ]
            pen.poly(drop, mix(main, "#ffffff", 0.1))
        _hand(pen, elbow, hand, look.skin if look.outfit != "mech" else third)
        if look.outfit in {"mech", "armor"}:
            middle = ((elbow[0] + hand[0]) / 2, (elbow[1] + hand[1]) / 2)
            pen.oval(*middle, 44, 44, second)


def _hand(pen: Pen, elbow: Point, hand: Point, color: Color) -> None:
    """A palm with a thumb and three lines between the fingers, turned as the arm is."""
    (x, y), length = hand, max(1.0, math.dist(elbow, hand))
    dx, dy = (hand[0] - elbow[0]) / length, (hand[1] - elbow[1]) / length
    inner = 1 if x < CX else -1  # the thumb lies towards the body
    pen.oval(x - dy * -22 * inner - dx * 8, y + dx * -22 * inner - dy * 8, 15, 17, color)
    pen.oval(x, y, 33, 34, color)
    for place in (-11, 0, 11):
        start = (x + dx * 8 - dy * place, y + dy * 8 + dx * place)
        pen.stroke([start, (start[0] + dx * 20, start[1] + dy * 20)], 3, mix(color, "#7a2d45", 0.45))


def _held(pen: Pen, look: Look, hand: Point) -> None:
    _main, second, third = look.colors
    x, y = hand
    if "staff" in look.extras:
        pen.stroke([(x + 30, y - 420), (x - 10, 1300)], 22)
        pen.stroke([(x + 30, y - 420), (x - 10, 1300)], 14, mix(third, "#000000", 0.2))
        pen.oval(x + 32, y - 450, 50, 50, second)
        pen.oval(x + 20, y - 466, 16, 16, "#ffffff", 0)
    if "sword" in look.extras or "katana" in look.extras:
        broad = 34 if "sword" in look.extras else 18
        tip = (x + 150, y - 520)
        pen.poly([(x - broad / 2, y - 20), (x + broad / 2, y - 8), (tip[0] + broad / 2, tip[1] + 60), tip], "#e6ecf5")
        pen.stroke([(x + 8, y - 30), (tip[0] - 4, tip[1] + 70)], 4, "#9fb0c6")
        pen.poly([(x - 52, y - 36), (x + 48, y + 2), (x + 42, y + 22), (x - 58, y - 16)], second)
        pen.stroke([(x - 4, y), (x - 34, y + 90)], 18, mix(third, "#000000", 0.3))
    if "mic" in look.extras:
        pen.stroke([(x, y + 30), (x - 16, y - 90)], 20, "#3a3446")
        pen.oval(x - 20, y - 116, 36, 40, "#c9ccd6")
    if "book" in look.extras:
        pen.poly([(x - 70, y - 80), (x + 50, y - 100), (x + 66, y + 40), (x - 54, y + 60)], second)
        pen.poly([(x - 54, y + 60), (x + 66, y + 40), (x + 72, y + 60), (x - 46, y + 82)], "#fff8ea", 4)
