"""Two versions of an article side by side, word by word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

BLOCK = re.compile(r"</(?:p|h2|h3|li|blockquote|td|th)>|<br>")
WORDS = re.compile(r"\s+|\w+|[^\w\s]+")
LONGEST = 4_000  # words and spaces of both sides of a piece, compared one by one: half a second; beyond, the piece as a whole


@dataclass(frozen=True)
class Difference:
    """A field that differs; `old` and `new` are safe HTML with <del> and <ins>."""

    name: str
    old: SafeString
    new: SafeString


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """The fields that differ, in the order of `new`; of one that only one side has, nobody can say whether it does."""
    found = []
    for name in new:
        if name not in old:
            continue
        before, after = _text(old[name]), _text(new[name])
        if before != after:
            found.append(Difference(name, *_marked(before, after)))
    return found


def _text(value: Any) -> str:
    """A field as plain text, with a line for each block of HTML."""
    text = "" if value is None else str(value)
    return unescape(strip_tags(BLOCK.sub("\n", text))).strip() if "<" in text else text


def _marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    left: list[str] = []
    right: list[str] = []
    for old, new in _changed(before.splitlines(keepends=True), after.splitlines(keepends=True)):
        for deed, a, b, c, d in _steps(old, new):
            gone, come = "".join(old[a:b]), "".join(new[c:d])
            if deed == "equal":
                left.append(format_html("{}", gone))
                right.append(format_html("{}", come))
            else:
                left.append(format_html("<del>{}</del>", gone) if gone else "")
                right.append(format_html("<ins>{}</ins>", come) if come else "")
    return mark_safe("".join(left)), mark_safe("".join(right))  # noqa: S308 -- every part was escaped


def _changed(before: list[str], after: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """Pieces that stand beside each other, as their words. What is alike as a whole, gone or new costs no look at its words."""
    for deed, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if deed == "replace" and b - a == d - c:  # changed, but not moved: paragraph beside paragraph
            yield from ((WORDS.findall(old), WORDS.findall(new)) for old, new in zip(before[a:b], after[c:d], strict=True))
        elif deed == "replace":
            yield WORDS.findall("".join(before[a:b])), WORDS.findall("".join(after[c:d]))
        else:
            yield before[a:b], after[c:d]


def _steps(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """How `old` becomes `new`; as one step where a look at each word would keep staff waiting, for it costs the square of their number."""
    if len(old) + len(new) > LONGEST:
        return [("equal" if old == new else "replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
