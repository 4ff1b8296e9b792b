"""What authors write as marks inside a text, made into HTML: folds for spoilers, footnotes, headings to jump to, wide tables.

- A paragraph of its own `[[spoiler:until episode 3]]` begins a fold, `[[/spoiler]]` ends it; one that is left open ends with the text.
- `[[note:where this comes from]]` anywhere in a sentence is a footnote.
"""

import re
from dataclasses import dataclass, field

from django.utils.html import strip_tags
from django.utils.text import slugify

from blog.articles.clean import clean

FOLD = re.compile(r"<p>\s*\[\[(?:spoiler:\s*([^\[\]<>]{1,120})|(/)spoiler)\]\]\s*</p>")
NOTE = re.compile(r"\s*\[\[note:\s*((?:(?!\[\[|\]\]|</?(?:p|h2|h3|li|ul|ol|td|th|blockquote)\b).)+)\]\]", re.DOTALL)
HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)


@dataclass(frozen=True)
class Expanded:
    """`headings`: anchor and words of each second-level heading. `notes`: safe HTML of each footnote, from the first on."""

    html: str
    headings: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def expand(body: str) -> Expanded:
    """The sanitized text with its marks made into HTML."""
    notes: list[str] = []
    headings: list[tuple[str, str]] = []

    def note(mark: re.Match[str]) -> str:
        notes.append(mark[1].strip())
        number = len(notes)
        return f'<sup class="note"><a href="#note-{number}" id="note-{number}-back">{number}</a></sup>'

    def heading(mark: re.Match[str]) -> str:
        words = strip_tags(mark[1]).strip()
        anchor = f"part-{len(headings) + 1}-{slugify(words)[:60]}".rstrip("-")
        headings.append((anchor, words))
        return f'<h2 id="{anchor}">{mark[1]}</h2>'

    html = HEADING.sub(heading, NOTE.sub(note, _folds(clean(body))))
    html = html.replace("<table>", '<div class="table-scroll" tabindex="0"><table>').replace("</table>", "</table></div>")
    return Expanded(html, headings, notes)


def without_spoilers(body: str, *, words: str) -> str:
    """The sanitized text for feeds, whose readers know no folds: what a fold hides is left out, and `words` says so; notes in brackets."""
    parts: list[str] = []
    at, hidden = 0, False
    text = clean(body)
    for mark in FOLD.finditer(text):
        if not hidden:
            parts.append(text[at : mark.start()])
        if mark[1] and not hidden:
            parts.append(f"<p><em>{words}: {mark[1].strip()}</em></p>")
        at, hidden = mark.end(), not mark[2]
    if not hidden:
        parts.append(text[at:])
    return NOTE.sub(lambda note: f" ({note[1].strip()})", "".join(parts))


def _folds(text: str) -> str:
    """Folds are never inside each other: a new one ends the one before, and an end without a beginning is left out."""
    is_open = False

    def fold(mark: re.Match[str]) -> str:
        nonlocal is_open
        end = "</details>" if is_open else ""
        is_open = not mark[2]
        return end if mark[2] else f'{end}<details class="spoiler"><summary>{mark[1].strip()}</summary>'

    html = FOLD.sub(fold, text)
    return f"{html}</details>" if is_open else html
