"""A pen with a drawing plane: polygons, strokes and cel shadows in a space of 1200 by 1500 units."""

from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw

W, H = 1200, 1500  # units of the drawing plane
Point = tuple[float, float]
Color = str


def rgba(color: Color, alpha: int = 255) -> tuple[int, int, int, int]:
    """'#rrggbb' with an alpha of 0 to 255."""
    c = color.lstrip("#")
    return int(c[0:2], 16), int(c[2:4], 16), int(c[4:6], 16), alpha


def mix(first: Color, second: Color, share: float) -> Color:
    """`first` with a `share` (0 to 1) of `second`."""
    a, b = rgba(first), rgba(second)
    return "#" + "".join(f"{round(a[i] * (1 - share) + b[i] * share):02x}" for i in range(3))


def curve(start: Point, *points: Point, steps: int = 18) -> list[Point]:
    """A path of cubic Bézier pieces: start, then control, control, end for each piece; a rest of points is taken straight."""
    path, origin = [start], start
    for i in range(0, len(points), 3):
        piece = points[i : i + 3]
        if len(piece) < 3:
            path += list(piece)
            break
        (ax, ay), (bx, by), (ex, ey) = piece
        for k in range(1, steps + 1):
            t = k / steps
            u = 1 - t
            w0, w1, w2, w3 = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
            path.append((w0 * origin[0] + w1 * ax + w2 * bx + w3 * ex, w0 * origin[1] + w1 * ay + w2 * by + w3 * ey))
        origin = (ex, ey)
    return path


def mirror(points: Iterable[Point], center: float = 600) -> list[Point]:
    return [(2 * center - x, y) for x, y in points]


class Pen:
    """Draws on a transparent picture `scale` pixels per unit; `place` moves and scales what follows."""

    def __init__(self, scale: float, ink: Color = "#1b1626") -> None:
        self.scale = scale
        self.image = Image.new("RGBA", (round(W * scale), round(H * scale)))
        self.draw = ImageDraw.Draw(self.image)
        self.ink = ink
        self.place()

    def place(self, *, zoom: float = 1, stretch: float = 1, around: Point = (0, 0), to: Point | None = None) -> None:
        """From now on `around` lands on `to` (itself without one), zoomed; `stretch` is further height."""
        self.zoom, self.stretch, self.around, self.to = zoom, stretch, around, to or around

    def at(self, point: Point) -> Point:
        x = (point[0] - self.around[0]) * self.zoom + self.to[0]
        y = (point[1] - self.around[1]) * self.zoom * self.stretch + self.to[1]
        return x * self.scale, y * self.scale

    def _width(self, units: float) -> int:
        return max(1, round(units * self.scale * min(1.0, self.zoom * 1.15)))

    def poly(self, points: Sequence[Point], fill: Color, line: float = 5, ink: Color | None = None) -> None:
        path = [self.at(p) for p in points]
        self.draw.polygon(path, fill=rgba(fill))
        if line:
            self.draw.line([*path, path[0], path[1]], fill=rgba(ink or self.ink), width=self._width(line), joint="curve")

    def stroke(self, points: Sequence[Point], width: float = 5, ink: Color | None = None) -> None:
        path, color, w = [self.at(p) for p in points], rgba(ink or self.ink), self._width(width)
        self.draw.line(path, fill=color, width=w, joint="curve")
        for x, y in (path[0], path[-1]):
            self.draw.ellipse((x - w / 2, y - w / 2, x + w / 2, y + w / 2), fill=color)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Color, line: float = 5, ink: Color | None = None) -> None:
        left, top = self.at((x - rx, y - ry))
        right, bottom = self.at((x + rx, y + ry))
        outline = rgba(ink or self.ink) if line else None
        self.draw.ellipse((left, top, right, bottom), fill=rgba(fill), outline=outline, width=self._width(line) if line else 0)

    def shade(self, base: Sequence[Point], points: Sequence[Point], fill: Color, alpha: int = 255) -> None:
        """Paint `points`, but only inside `base`: a cel shadow or a light."""
        inner, outer = [self.at(p) for p in points], [self.at(p) for p in base]
        left, top = max(0, int(min(x for x, _ in outer))), max(0, int(min(y for _, y in outer)))
        right = min(self.image.width, int(max(x for x, _ in outer)) + 2)
        bottom = min(self.image.height, int(max(y for _, y in outer)) + 2)
        if right <= left or bottom <= top:
            return
        size = (right - left, bottom - top)
        masks = []
        for path, level in ((outer, 255), (inner, alpha)):
            mask = Image.new("L", size)
            ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in path], fill=level)
            masks.append(mask)
        self.image.paste(Image.new("RGBA", size, rgba(fill)), (left, top), ImageChops.multiply(*masks))
