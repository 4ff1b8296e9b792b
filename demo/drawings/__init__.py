"""The demo's pictures, drawn by code: every character looks the same on each of its goods, and no two goods are twins."""

import random
from collections.abc import Sequence

from PIL import Image

from demo.drawings.covers import COVER_W, MOTIFS, cover
from demo.drawings.goods import DRAWERS, VIEWS
from demo.drawings.look import Look
from demo.drawings.pen import W

__all__ = ["VIEWS", "Look", "draw", "draw_cover"]
SUPERSAMPLING = 1.35  # pixels drawn for each pixel shown


def draw(kind: str, look: Look, *, seed: int, view: str = "front", width: int = 960) -> Image.Image:
    """The picture of goods as RGB, 4:5, `width` pixels wide; the same arguments give the same bytes.

    Raises `ValueError` for a kind or view that there is none of.
    """
    if kind not in VIEWS:
        raise ValueError(f"{kind!r} is no kind of goods; there are {', '.join(VIEWS)}")
    if view not in VIEWS[kind]:
        raise ValueError(f"{kind} has no view {view!r}; there are {', '.join(VIEWS[kind])}")
    scale = width * SUPERSAMPLING / W
    image = DRAWERS[kind](look, random.Random(f"{kind} {seed}"), scale, view)
    return image.convert("RGB").resize((width, width * 5 // 4), Image.Resampling.HAMMING)


def draw_cover(looks: Sequence[Look], *, motif: str, seed: int, width: int = 1280) -> Image.Image:
    """The cover of an article as RGB, 16:10, `width` pixels wide. Raises `ValueError` for an unknown motif or without looks."""
    if motif not in MOTIFS:
        raise ValueError(f"{motif!r} is no motif; there are {', '.join(MOTIFS)}")
    if not looks:
        raise ValueError("a cover needs at least one look")
    scale = width * SUPERSAMPLING / COVER_W
    image = cover(looks, motif=motif, rnd=random.Random(f"{motif} {seed}"), scale=scale)
    return image.convert("RGB").resize((width, width * 10 // 16), Image.Resampling.HAMMING)
