"""A whole figure on a transparent picture, in tall or chibi proportions, from the front or from behind."""

from PIL import Image, ImageFilter

from demo.drawings import body, head
from demo.drawings.look import Look
from demo.drawings.pen import Pen, mix, rgba

SHADOW = 8  # the shadow is blurred at an eighth of the size


def ink_of(look: Look) -> str:
    return mix(look.hair_color, "#0d0a16", 0.82)


def draw_figure(look: Look, scale: float, *, tall: bool, base: bool = True, back: bool = False) -> Image.Image:
    """The figure in the plane of 1200 x 1500 units; `base` adds its stand, `back` shows it from behind."""
    pen = Pen(scale, ink_of(look))
    if base:
        _stand(pen, look)
    if tall:
        to_body = {"zoom": 0.94, "stretch": 1.42, "around": (600.0, 1330.0)}
        to_head = {"zoom": 0.6, "around": (600.0, 752.0), "to": (600.0, 566.0)}
    else:
        to_body, to_head = {}, {}
    if back:
        _from_behind(pen, look, to_body, to_head)
    else:
        _from_front(pen, look, to_body, to_head)
    return pen.image


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
    body.arms(pen, look)
    body.behind_body(pen, look)
    pen.place(**to_head)
    head.back_hair(pen, look)
    pen.oval(600, 470, 240, 300, look.hair_color)
    for x in (450, 520, 600, 680, 750):
        pen.stroke([(600 + (x - 600) * 0.4, 220), (x, 700)], 5, mix(look.hair_color, "#1a0f33", 0.32))
    head.worn(pen, look)
    pen.place()


def _stand(pen: Pen, look: Look) -> None:
    third = look.colors[2]
    pen.oval(600, 1352, 330, 82, mix(third, "#0b0a12", 0.6))
    pen.oval(600, 1326, 330, 82, third)
    pen.oval(600, 1324, 286, 64, mix(third, "#ffffff", 0.16), 0)


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
    rim = alpha.point(lambda v: v * 150 // 255)
    background.paste(rgba("#fff6e8")[:3], (-round(7 * scale), -round(4 * scale)), rim)
    background.alpha_composite(figure)
    return background
