"""A whole figure on a transparent picture, in tall or chibi proportions, from the front or from behind."""

from PIL import Image, ImageChops, ImageFilter, ImageOps

from demo.drawings import body, head
from demo.drawings.look import Look
from demo.drawings.pen import Pen, mix, rgba
from demo.drawings.staging import EFFECTS, STANDS, Staging

SHADOW = 8  # the shadow is blurred at an eighth of the size


def ink_of(look: Look) -> str:
    return mix(look.hair_color, "#0d0a16", 0.82)


PLAIN = Staging()


def draw_figure(
    look: Look, scale: float, *, tall: bool, base: bool = True, back: bool = False, staging: Staging = PLAIN
) -> Image.Image:
    """The figure in the plane of 1200 x 1500 units; `base` adds its stand and effect, `back` shows it from behind."""
    pen = Pen(scale, ink_of(look))
    if base:
        if staging.effect in EFFECTS:
            EFFECTS[staging.effect](pen, look.colors[1])
        STANDS[staging.stand](pen, look.colors[2])
    if tall:
        to_body = {"zoom": 0.94, "stretch": 1.42, "around": (600.0, 1330.0)}
        to_head = {"zoom": 0.6, "around": (600.0, 752.0), "to": (600.0, 566.0)}
    else:
        to_body, to_head = {}, {}
    if back:
        _from_behind(pen, look, to_body, to_head)
    else:
        _from_front(pen, look, to_body, to_head)
    return ImageOps.mirror(pen.image) if staging.mirrored != back else pen.image


def _from_front(pen: Pen, look: Look, to_body: dict, to_head: dict) -> None:
    pen.place(**to_body)
    body.behind_body(pen, look)
    pen.place(**to_head)
    head.back_hair(pen, look)
    pen.place(**to_body)
    body.legs(pen, look)
    body.torso(pen, look)
    body.arms(pen, look)
    pen.place(**to_head)
    head.face(pen, look)
    head.front_hair(pen, look)
    head.worn(pen, look)
    pen.place()


def _from_behind(pen: Pen, look: Look, to_body: dict, to_head: dict) -> None:
    pen.place(**to_body)
    body.legs(pen, look)
    body.torso(pen, look)
    body.nape(pen, look)
    body.arms(pen, look)
    body.behind_body(pen, look)
    pen.place(**to_head)
    head.back_hair(pen, look)
    pen.oval(600, 470, 240, 300, look.hair_color)
    for x in (450, 520, 600, 680, 750):
        pen.stroke([(600 + (x - 600) * 0.4, 220), (x, 700)], 5, mix(look.hair_color, "#1a0f33", 0.32))
    head.worn(pen, look)
    pen.place()


def on_backdrop(background: Image.Image, figure: Image.Image, scale: float) -> Image.Image:
    """The figure over its backdrop with a soft shadow and a rim of light."""
    alpha = figure.getchannel("A")
    small = alpha.resize((figure.width // SHADOW, figure.height // SHADOW), Image.Resampling.BOX)
    soft = (
        small.filter(ImageFilter.GaussianBlur(24 * scale / SHADOW))
        .resize(figure.size, Image.Resampling.BILINEAR)
        .point(lambda v: v * 75 // 255)
    )
    background.paste(rgba("#120a24")[:3], (round(30 * scale), round(18 * scale)), soft)
    background.alpha_composite(figure)
    for dx, dy, color, strength in ((9, 6, "#fff3dc", 150), (-8, 5, "#b9d2ff", 110)):
        # A band along the edges that look to the light: the figure without itself, moved away from the light.
        band = ImageChops.subtract(alpha, ImageChops.offset(alpha, round(dx * scale), round(dy * scale)))
        background.paste(rgba(color)[:3], (0, 0), band.point(lambda v, s=strength: v * s // 255))
    return background
