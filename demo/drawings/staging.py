"""What makes two goods of one character two: pose, face, color version, stand and effect, chosen by the product's seed."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from demo.drawings.look import Look
from demo.drawings.pen import Pen, curve, mix

FACES: tuple[tuple[str, ...], ...] = (("smile",), (), ("wink", "smile"), ("cat",), ("fang",), ("wink", "cat"))
HOLDING = {"sword", "katana", "staff", "mic", "book"}  # what a hand at the face would cover
POSES = ("stand", "hand_on_hip", "fight", "wave", "cheer", "think", "point", "hips", "shy", "salute")
POSES_WITH_PROP = ("stand", "hand_on_hip", "fight", "wave", "cheer", "point")


@dataclass(frozen=True)
class Staging:
    stand: str = "round"
    effect: str = "none"
    mirrored: bool = False


def staged(look: Look, rnd: random.Random) -> tuple[Look, Staging]:
    """The look of one product and how it stands; a third keeps the pose that its character is known for."""
    poses = POSES_WITH_PROP if HOLDING & set(look.extras) else POSES
    pose = look.pose if rnd.random() < 0.34 else rnd.choice(poses)
    face = rnd.choice(FACES)
    extras = tuple(extra for extra in look.extras if extra not in {"smile", "wink", "cat", "fang"}) + face
    first, second, third = look.colors
    colors = rnd.choice(((first, second, third), (first, second, third), (third, second, first), (second, first, third)))
    top, bottom = look.background
    backgrounds = ((top, bottom), (bottom, top), (mix(top, third, 0.3), mix(bottom, third, 0.45)), (mix(top, "#ffffff", 0.6), top))
    shown = replace(look, pose=pose, extras=extras, colors=colors, background=rnd.choice(backgrounds))
    return shown, Staging(rnd.choice(tuple(STANDS)), rnd.choice(("none", *EFFECTS)), rnd.random() < 0.4)


# Stands -------------------------------------------------------------------------------------------
def _round(pen: Pen, color: str) -> None:
    pen.oval(600, 1352, 330, 82, mix(color, "#0b0a12", 0.6))
    pen.oval(600, 1326, 330, 82, color)
    pen.oval(600, 1324, 286, 64, mix(color, "#ffffff", 0.16), 0)


def _angular(pen: Pen, color: str) -> None:
    top = [(270.0, 1330.0), (420.0, 1262.0), (780.0, 1262.0), (930.0, 1330.0), (780.0, 1398.0), (420.0, 1398.0)]
    pen.poly([*top[3:], top[0], (270, 1362), (420, 1432), (780, 1432), (930, 1362)], mix(color, "#0b0a12", 0.6))
    pen.poly(top, color)
    pen.poly([(600 + (x - 600) * 0.8, 1330 + (y - 1330) * 0.76) for x, y in top], mix(color, "#ffffff", 0.16), 3)


def _tiles(pen: Pen, color: str) -> None:
    pen.poly([(250, 1400), (950, 1400), (950, 1436), (250, 1436)], mix(color, "#0b0a12", 0.6))
    pen.poly([(330, 1262), (870, 1262), (950, 1400), (250, 1400)], color)
    for row in range(3):
        for column in range(6):
            if (row + column) % 2:
                y0, y1 = 1262 + row * 46, 1308 + row * 46
                left, right = 330 - row * 26.7, 870 + row * 26.7
                a, b = left + (right - left) * column / 6, left + (right - left) * (column + 1) / 6
                low = (a - 26.7 * (1 - column / 3), b - 26.7 * (1 - (column + 1) / 3))
                pen.poly([(a, y0), (b, y0), (low[1], y1), (low[0], y1)], mix(color, "#ffffff", 0.3), 0)


def _cloud(pen: Pen, color: str) -> None:
    for shade, lift in ((mix(color, "#0b0a12", 0.45), 24), (mix(color, "#ffffff", 0.55), 0)):
        for x, y, r in ((330, 1350, 92), (460, 1376, 104), (600, 1386, 116), (740, 1376, 104), (870, 1350, 92), (600, 1330, 200)):
            pen.oval(x, y + lift, r, r * 0.5, shade, 0)


def _rock(pen: Pen, color: str) -> None:
    stone = mix(color, "#6d6a78", 0.6)
    outline = [(250, 1370), (320, 1286), (470, 1268), (600, 1256), (760, 1274), (890, 1296), (950, 1376), (860, 1436), (330, 1436)]
    pen.poly(outline, mix(stone, "#0b0a12", 0.35))
    pen.poly([(290, 1340), (330, 1290), (600, 1262), (880, 1302), (910, 1346), (600, 1392)], mix(stone, "#ffffff", 0.12), 3)
    for x in (400, 560, 720, 830):
        pen.stroke([(x, 1384), (x - 20, 1410), (x + 6, 1430)], 4, mix(stone, "#0b0a12", 0.6))


STANDS: dict[str, Callable[[Pen, str], None]] = {
    "round": _round, "angular": _angular, "tiles": _tiles, "cloud": _cloud, "rock": _rock,
}  # fmt: skip


# Effects behind the figure ------------------------------------------------------------------------
def _petals(pen: Pen, color: str) -> None:
    light = mix(color, "#ffffff", 0.55)
    for n in range(16):
        x, y = 160 + (n * 233) % 900, 240 + (n * 379) % 980
        pen.poly(
            curve((x, y), (x + 34, y - 26), (x + 60, y + 6), (x + 22, y + 34), (x + 10, y + 30), (x - 6, y + 14), (x, y)), light, 3
        )


def _arc(pen: Pen, color: str) -> None:
    for width, shade in ((1.0, mix(color, "#ffffff", 0.3)), (0.45, mix(color, "#ffffff", 0.8))):
        outer = curve((200, 1270), (60, 760), (400, 330), (1060, 300))
        inner = curve((1060, 300), (400 + 120 * width, 330 + 130 * width), (60 + 150 * width, 760 + 60 * width), (200, 1270))
        pen.poly([*outer, *inner], shade, 0)


def _ring(pen: Pen, color: str) -> None:
    circle = curve((170, 860), (170, 330), (1030, 330), (1030, 860), (1030, 1390), (170, 1390), (170, 860), steps=72)
    pen.stroke(circle, 30, mix(color, "#ffffff", 0.25))
    pen.stroke(circle, 10, mix(color, "#ffffff", 0.8))


def _flames(pen: Pen, color: str) -> None:
    for size, shade in ((1.0, color), (0.66, mix(color, "#ffe27a", 0.6))):
        for x, height in ((250, 330), (370, 480), (520, 300), (690, 300), (840, 500), (950, 320)):
            w, h = 86 * size, height * size
            flame = curve((x - w, 1350), (x - w, 1350 - h * 0.5), (x + 20, 1350 - h * 0.6), (x, 1350 - h))
            pen.poly(
                [*flame, *curve((x, 1350 - h), (x + w * 0.5, 1350 - h * 0.5), (x + w, 1350 - h * 0.4), (x + w, 1350))], shade, 0
            )


EFFECTS: dict[str, Callable[[Pen, str], None]] = {"petals": _petals, "arc": _arc, "ring": _ring, "flames": _flames}
