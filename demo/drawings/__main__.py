"""`python -m demo.drawings DIRECTORY` writes a contact sheet of every kind and view, and says how long a picture takes."""

import sys
import time
from pathlib import Path

from PIL import Image

from demo.content import look_of, rows
from demo.drawings import VIEWS, draw, draw_cover
from demo.drawings.covers import MOTIFS

TILE = 240  # pixels


def main(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    looks = [look_of(row) for row in rows("character")]
    cells, began = [], time.perf_counter()
    for number, look in enumerate(looks):
        kind = list(VIEWS)[number % len(VIEWS)]
        cells += [draw(kind, look, seed=number, view=view) for view in VIEWS[kind]]
    took = (time.perf_counter() - began) / len(cells)
    sheet = Image.new("RGB", (8 * TILE, -(-len(cells) // 8) * TILE * 5 // 4), "#ffffff")
    for i, cell in enumerate(cells):
        sheet.paste(cell.resize((TILE, TILE * 5 // 4)), (i % 8 * TILE, i // 8 * TILE * 5 // 4))
    sheet.save(directory / "goods.png")
    covers = Image.new("RGB", (4 * 400, 2 * 250), "#ffffff")
    for i, motif in enumerate(MOTIFS):
        covers.paste(draw_cover(looks[i * 3 : i * 3 + 3], motif=motif, seed=i, width=400), (i % 4 * 400, i // 4 * 250))
    covers.save(directory / "covers.png")
    sys.stdout.write(f"{len(cells)} pictures, {took:.2f} s each\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
