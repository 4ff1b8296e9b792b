"""What the invoice's fonts can print.

PDF/A forbids a character without a glyph, so one emoji in a name would keep a paid order without its invoice. The letter shows a box
in its place; the e-invoice inside keeps the name as it was typed.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "fonts"
UNKNOWN = "□"


@dataclass(frozen=True)
class Coverage:
    """The characters of one font: runs of code points, ascending, each from its start to its end."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def holds(self, text: str) -> bool:
        """Whether each character of `text` has a glyph."""
        runs = ((bisect_right(self.starts, ord(character)) - 1, ord(character)) for character in text)
        return all(run >= 0 and point <= self.ends[run] for run, point in runs)


def legible(text: str) -> str:
    """`text` in one line, with a box for each character that no font of the invoice holds, without invisible ones."""
    seen = "".join(_seen(character) for character in unicodedata.normalize("NFC", text))
    # A letter is set together with its combining marks, all from one font.
    shown = re.sub(r"(.)([\u0300-\u036f]*)", lambda found: _shown(found[1], found[2]), seen)
    return re.sub(" +", " ", shown).strip()


def _seen(character: str) -> str:
    if character.isspace():
        return character if _held(character) else " "
    # Controls; and signs that join, hide or turn round their neighbors, which could make an address read otherwise than it is.
    invisible = unicodedata.category(character) in {"Cc", "Cf"} or "VARIATION SELECTOR" in unicodedata.name(character, "")
    return "" if invisible else character


def _shown(letter: str, marks: str) -> str:
    if _held(letter + marks):
        return letter + marks
    return (letter if _held(letter) else UNKNOWN) + (UNKNOWN if marks and _held(letter) else "")


def _held(text: str) -> bool:
    return any(font.holds(text) for font in coverage())


@cache
def coverage() -> tuple[Coverage, ...]:
    """What each font holds, as fonts/coverage.txt says."""
    sections = (FONTS / "coverage.txt").read_text(encoding="ascii").split("#")[1:]
    runs = [[run.split("-") for line in section.splitlines()[1:] for run in line.split()] for section in sections]
    return tuple(Coverage(tuple(int(run[0], 16) for run in font), tuple(int(run[-1], 16) for run in font)) for font in runs)
