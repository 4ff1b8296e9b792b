"""Bars for the days of one article, as places in a drawing that the template writes down as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 720, 120  # of the drawing, in its own units


@dataclass(frozen=True)
class Bar:
    """A day's rectangle; `inner` is the height of the part of it that is told apart (0 for none)."""

    on: date
    x: str
    y: str
    width: str
    height: str
    inner_y: str
    inner: str
    value: int
    part: int


@dataclass(frozen=True)
class Chart:
    """`most` is the value whose bar is as high as the drawing; 0 where there is nothing to draw."""

    bars: tuple[Bar, ...]
    most: int
    width: int = WIDTH
    height: int = HEIGHT


def chart(days: Sequence[tuple[date, int, int]]) -> Chart:
    """A bar for each (day, value, part of it); a part that is greater than its value counts as high as itself."""
    most = max((max(value, part) for _on, value, part in days), default=0)
    step = WIDTH / max(len(days), 1)
    bars = []
    for place, (on, value, part) in enumerate(days):
        if not (value or part):
            continue
        height, inner = (HEIGHT * amount / most for amount in (value, part))
        bars.append(
            Bar(
                on=on,
                x=_units(place * step + step * 0.1),
                y=_units(HEIGHT - height),
                width=_units(step * 0.8),
                height=_units(height),
                inner_y=_units(HEIGHT - inner),
                inner=_units(inner),
                value=value,
                part=part,
            )
        )
    return Chart(tuple(bars), most)


def _units(number: float) -> str:
    """With a point in every language, as drawings want it."""
    return f"{number:.2f}"
