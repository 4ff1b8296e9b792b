"""What a figure wears: each outfit draws the torso from neck to hem."""

from collections.abc import Callable

from demo.drawings.look import Look
from demo.drawings.pen import Color, Pen, Point, curve, mirror, mix

CX = 600  # the middle of the figure
DARK = "#120a24"
Side = Callable[[list[Point]], list[Point]]


def both() -> tuple[Side, Side]:
    """Draw on the right side, and mirrored on the left."""
    return (lambda points: points, mirror)


def _shell(pen: Pen, color: Color) -> list[Point]:
    shape = curve(
        (488, 775), (474, 880), (500, 940), (488, 1050), (540, 1080), (660, 1080), (712, 1050), (700, 940), (726, 880), (712, 775)
    )
    pen.poly(shape, color)
    pen.shade(shape, [(622, 760), (760, 760), (760, 1100), (650, 1100)], mix(color, DARK, 0.28))
    return shape


def _suit(pen: Pen, look: Look) -> None:
    main, second, _third = look.colors
    _shell(pen, main)
    pen.poly([(536, 775), (600, 868), (664, 775)], "#ffffff")
    pen.poly([(582, 846), (618, 846), (628, 940), (600, 968), (572, 940)], second)
    pen.poly([(488, 1000), (712, 1000), (710, 1032), (490, 1032)], mix(main, DARK, 0.5), 4)


def _mech(pen: Pen, look: Look) -> None:
    main, second, third = look.colors
    _shell(pen, main)
    pen.poly([(530, 800), (670, 800), (648, 880), (600, 908), (552, 880)], third)
    pen.oval(600, 846, 25, 25, mix(look.eye_color, "#ffffff", 0.45))
    for side in both():
        pen.poly(side([(494, 772), (402, 758), (360, 850), (450, 890), (500, 846)]), mix(main, "#ffffff", 0.14))
        pen.poly(side([(500, 990), (430, 1010), (446, 1110), (520, 1090)]), second)
    pen.poly([(488, 985), (712, 985), (706, 1022), (494, 1022)], second)


def _skirt(pen: Pen, color: Color, hem: float, flare: float, folds: int = 3) -> None:
    shape = curve(
        (500, 930),
        (460, 990),
        (CX - flare + 40, 1040),
        (CX - flare, hem),
        (540, hem + 40),
        (660, hem + 40),
        (CX + flare, hem),
        (CX + flare - 40, 1040),
        (740, 990),
        (700, 930),
    )
    pen.poly(shape, color)
    pen.shade(shape, [(630, 900), (900, 900), (900, hem + 60), (660, hem + 60)], mix(color, DARK, 0.24))
    for i in range(-folds, folds + 1):
        pen.stroke([(CX + i * 30, 965), (CX + i * flare / (folds + 1), hem + 8)], 4, mix(color, DARK, 0.4))


def _dress(pen: Pen, look: Look) -> None:
    main, second, third = look.colors
    _shell(pen, main)
    _skirt(pen, main, 1130, 240)
    _skirt(pen, mix(third, "#ffffff", 0.15), 1040, 190)
    pen.poly([(490, 912), (710, 912), (716, 950), (484, 950)], second)
    pen.poly(curve((540, 775), (570, 845), (630, 845), (660, 775)), "#ffffff")


def _idol(pen: Pen, look: Look) -> None:
    main, second, third = look.colors
    _shell(pen, main)
    for hem, flare, color in ((1130, 250, mix(second, "#ffffff", 0.55)), (1085, 225, second), (1030, 190, main)):
        _skirt(pen, color, hem, flare, 4)
    pen.poly([(560, 800), (520, 775), (520, 850)], third)
    pen.poly([(640, 800), (680, 775), (680, 850)], third)
    pen.oval(600, 808, 24, 24, mix(third, "#ffffff", 0.3))


def _school(pen: Pen, look: Look) -> None:
    main, second, _third = look.colors
    _shell(pen, "#fbfaf7")
    _skirt(pen, main, 1090, 190, 4)
    pen.poly([(488, 775), (600, 900), (712, 775), (740, 800), (600, 950), (460, 800)], main)
    pen.poly([(600, 880), (548, 930), (560, 960), (600, 920), (640, 960), (652, 930)], second)


def _kimono(pen: Pen, look: Look) -> None:
    main, second, third = look.colors
    robe = curve(
        (482, 775), (450, 900), (430, 1100), (420, 1262), (520, 1290), (680, 1290), (780, 1262), (770, 1100), (750, 900), (718, 775)
    )
    pen.poly(robe, main)
    pen.shade(robe, [(640, 760), (800, 760), (800, 1300), (680, 1300)], mix(main, DARK, 0.25))
    pen.poly([(500, 772), (560, 772), (668, 940), (620, 960)], mix(main, "#ffffff", 0.65))
    pen.poly([(700, 772), (640, 772), (520, 940), (560, 960)], mix(main, "#ffffff", 0.8))
    pen.poly([(462, 925), (738, 925), (744, 1025), (456, 1025)], second)
    pen.poly([(452, 962), (748, 962), (748, 986), (452, 986)], third, 4)
    for x, y in ((500, 1130), (690, 1180), (560, 1220), (660, 1090)):
        for k in range(5):
            pen.oval(x + (k % 3 - 1) * 16, y + (k // 3) * 18, 12, 12, mix(second, "#ffffff", 0.45), 0)


def _armor(pen: Pen, look: Look) -> None:
    main, second, third = look.colors
    _shell(pen, third)
    _skirt(pen, mix(third, DARK, 0.2), 1060, 170, 2)
    plate = curve((500, 775), (470, 850), (500, 930), (600, 960), (700, 930), (730, 850), (700, 775))
    pen.poly(plate, main)
    pen.shade(plate, [(620, 760), (760, 760), (760, 980), (640, 980)], mix(main, DARK, 0.3))
    pen.poly([(600, 800), (626, 850), (600, 910), (574, 850)], second)
    for side in both():
        for k in range(3):
            pen.oval(side([(430 - k * 10, 790 + k * 38)])[0][0], 790 + k * 38, 66 - k * 8, 42, mix(main, "#ffffff", 0.12 * (2 - k)))


def _hoodie(pen: Pen, look: Look) -> None:
    main, second, _third = look.colors
    body = curve(
        (470, 775), (440, 900), (450, 1000), (470, 1080), (560, 1100), (640, 1100), (730, 1080), (750, 1000), (760, 900), (730, 775)
    )
    pen.poly(body, main)
    pen.shade(body, [(640, 760), (780, 760), (780, 1110), (670, 1110)], mix(main, DARK, 0.25))
    pen.poly(curve((480, 780), (520, 870), (680, 870), (720, 780), (690, 740), (510, 740), (480, 780)), mix(main, DARK, 0.18))
    pen.poly([(520, 970), (680, 970), (706, 1050), (494, 1050)], mix(main, "#ffffff", 0.12), 4)
    for x in (560, 640):
        pen.stroke([(x, 850), (x + (8 if x > CX else -8), 940)], 8, second)
    pen.oval(600, 915, 34, 34, second, 0)


def _coat(pen: Pen, look: Look) -> None:
    main, second, third = look.colors
    _shell(pen, third)
    for side in both():
        flap = side(
            curve(
                (480, 772),
                (440, 900),
                (420, 1080),
                (400, 1220),
                (470, 1240),
                (540, 1220),
                (560, 1180),
                (566, 1000),
                (540, 860),
                (560, 775),
            )
        )
        pen.poly(flap, main)
    pen.shade(
        mirror([(480, 772), (400, 1220), (560, 1180), (560, 775)]),
        [(640, 760), (820, 760), (820, 1260), (690, 1260)],
        mix(main, DARK, 0.25),
    )
    pen.poly([(490, 985), (710, 985), (712, 1018), (488, 1018)], second)
    pen.poly([(582, 980), (618, 980), (618, 1024), (582, 1024)], mix(second, "#ffffff", 0.4), 4)


def _casual(pen: Pen, look: Look) -> None:
    main, second, third = look.colors
    _shell(pen, mix(second, "#ffffff", 0.25))
    for y in range(810, 980, 44):
        pen.poly([(482, y), (718, y), (718, y + 18), (482, y + 18)], second, 0)
    for side in both():
        pen.poly(side([(490, 775), (474, 880), (490, 1010), (556, 1010), (548, 860), (560, 775)]), main)
    pen.poly([(492, 1000), (708, 1000), (716, 1080), (484, 1080)], third)


OUTFITS: dict[str, Callable[[Pen, Look], None]] = {
    "suit": _suit, "dress": _dress, "mech": _mech, "kimono": _kimono, "school": _school, "idol": _idol, "armor": _armor,
    "hoodie": _hoodie, "coat": _coat, "casual": _casual,
}  # fmt: skip
