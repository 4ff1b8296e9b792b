"""Plain text as the text of an article: what is furniture of a page is left out and said, short lines become headings.

A page that was copied as text brings along what stood around it: a banner above, the words of a carousel, other articles below.
"""

import re
from collections.abc import Sequence
from html import escape

from blog.importing.read_text import ReadText, Why

CAROUSEL = re.compile(
    r"(?:(?:previous|next|prev)(?: slide| page| image| item)?|slide \d+(?: (?:of|von) \d+)?|go to slide \d+|"
    r"(?:vorherige[rs]?|nächste[rs]?|voriges?)(?: folie| bild| seite| element)?|zurück|weiter|[‹›«»←→<>•·\s]+)",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"(?:recent|latest|more|related|other|popular|neueste|aktuelle|letzte|weitere|ähnliche|mehr|beliebte|das könnte)\b.{0,60}?"
    r"(?:posts?|articles?|stories|reads?|news|blogs\w*|beiträge|artikel|interessieren|gefallen|lesen)\W*",
    re.IGNORECASE,
)
BANNER = re.compile(
    r"free shipping|kostenlose\w* versand|versandkostenfrei|gratis versand|newsletter|cookies?\b|% (?:off|rabatt)|gutschein|"
    r"skip to content|zum inhalt|sign in|log ?in|anmelden|warenkorb|add to cart",
    re.IGNORECASE,
)
MENU = re.compile(r"\s(?:[|·•»>/])\s")
PICTOGRAM = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
BULLET = re.compile(r"\s*[-*•–]\s+")
NUMBER = re.compile(r"\s*\d{1,3}[.)]\s+")
QUOTE = re.compile(r"\s*>\s?")
LONGEST_HEADING = 100  # letters
MAX_TAIL = 20  # paragraphs; a list of other articles that goes on for longer is part of the text
END_MARKS = ".!:;,…"
Block = list[str]  # the lines between two empty ones


def read_plain_text(source: str) -> ReadText:
    text = ReadText()
    blocks = _blocks(source)
    blocks = _without_tail(blocks, text)
    blocks = _without_carousel(blocks, text)
    blocks = _without_banner(blocks, text)
    if blocks and _is_heading(blocks[0]):
        text.title = blocks.pop(0)[0].strip()[:160]
    parts = [_heading(block) if _leads(blocks, number) else _paragraph(block) for number, block in enumerate(blocks)]
    text.html = "\n".join(parts)
    return text


def _blocks(source: str) -> list[Block]:
    lines = [line.strip() if "\t" not in line else line.rstrip() for line in source.split("\n")]
    if not any(not line for line in lines[:-1]):  # no empty line: each line is a paragraph
        return [[line] for line in lines if line]
    blocks: list[Block] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _without_tail(blocks: list[Block], text: ReadText) -> list[Block]:
    """A heading such as 'Recent posts' in the second half, with a few short paragraphs and nothing else below it."""
    for at in range(len(blocks) // 2, len(blocks)):
        after = blocks[at + 1 :]
        is_short = len(after) <= MAX_TAIL and all(len(" ".join(block)) <= 300 for block in after)
        if at and TAIL.fullmatch(" ".join(blocks[at])) and is_short:
            for block in blocks[at:]:
                text.leave_out(Why.TAIL, " ".join(block))
            return blocks[:at]
    return blocks


def _without_carousel(blocks: list[Block], text: ReadText) -> list[Block]:
    """Lines that are buttons of a carousel, and the one line that stands above its pictures."""
    kept: list[Block] = []
    for block in blocks:
        lines = [line for line in block if not CAROUSEL.fullmatch(line.strip())]
        if len(lines) < len(block):
            if (
                not lines
                and kept
                and len(kept[-1]) == 1
                and len(kept) > 1
                and kept[-1][0][-1] in "…!"
                and len(kept[-1][0]) < LONGEST_HEADING
            ):
                text.leave_out(Why.TAGLINE, kept.pop()[0])
            text.leave_out(Why.CAROUSEL, " · ".join(line for line in block if line not in lines))
        if lines:
            kept.append(lines)
    return kept


def _without_banner(blocks: list[Block], text: ReadText) -> list[Block]:
    """Short paragraphs above the title that advertise or lead elsewhere; also one that stands at the end again."""
    banners = set()
    while len(blocks) > 1 and _is_banner(" ".join(blocks[0])):
        banners.add(" ".join(blocks[0]))
        text.leave_out(Why.BANNER, " ".join(blocks.pop(0)))
    return [block for block in blocks if " ".join(block) not in banners]


def _is_banner(words: str) -> bool:
    if len(words) > 160:
        return False
    framed = PICTOGRAM.match(words) and PICTOGRAM.search(words[-2:])
    return bool(framed or BANNER.search(words) or len(MENU.findall(words)) >= 2)


def _is_heading(block: Block) -> bool:
    words = block[0].strip()
    if len(block) > 1 or not words or len(words) > LONGEST_HEADING or words[-1] in END_MARKS:
        return False
    return "\t" not in words and not (BULLET.match(words) or QUOTE.match(words)) and any(map(str.isalpha, words))


def _leads(blocks: Sequence[Block], number: int) -> bool:
    """A short line without an end mark, above a longer paragraph; another such line may stand between."""
    if not _is_heading(blocks[number]):
        return False
    following = next((block for block in blocks[number + 1 :] if not _is_heading(block)), None)
    return following is not None and (len(" ".join(following)) > len(blocks[number][0]) or len(following) > 1)


def _heading(block: Block) -> str:
    return f"<h2>{_escaped(block[0])}</h2>"


def _paragraph(block: Block) -> str:
    for sign, tag in ((BULLET, "ul"), (NUMBER, "ol")):
        if len(block) > 1 and all(sign.match(line) for line in block):
            items = "".join(f"<li>{_escaped(sign.sub('', line, count=1))}</li>" for line in block)
            return f"<{tag}>{items}</{tag}>"
    if all(line.lstrip().startswith(">") for line in block):
        return f"<blockquote><p>{_escaped(' '.join(QUOTE.sub('', line, count=1) for line in block))}</p></blockquote>"
    rows = [line.split("\t") for line in block]
    if len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
        cells = ["".join(f"<td>{_escaped(cell)}</td>" for cell in row) for row in rows]
        head = "".join(f"<th>{_escaped(cell)}</th>" for cell in rows[0])
        return f"<table><tbody><tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in cells[1:])}</tbody></table>"
    return f"<p>{_escaped(' '.join(block))}</p>"


def _escaped(words: str) -> str:
    return escape(" ".join(words.split()), quote=False)
