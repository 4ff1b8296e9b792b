"""Two versions of an article side by side, word by word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import unescape
from typing import Any

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe

BLOCK = re.compile(r"</(?:p|h2|h3|li|blockquote|td|th)>|<br>")
WORDS = re.compile(r"\s+|\w+|[^\w\s]+")
LONGEST = 30_000  # words of one field that are compared one by one; beyond, paragraph by paragraph


@dataclass(frozen=True)
class Difference:
    """A field that differs; `old` and `new` are safe HTML with <del> and <ins>."""

    name: str
    old: SafeString
    new: SafeString


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """The fields that differ, in the order of `new`."""
    found = []
    for name in new:
        before, after = _text(old.get(name)), _text(new[name])
        if before != after:
            found.append(Difference(name, *_marked(before, after)))
    return found


def _text(value: Any) -> str:
    """A field as plain text, with a line for each block of HTML."""
    text = "" if value is None else str(value)
    return unescape(strip_tags(BLOCK.sub("\n", text))).strip() if "<" in text else text


def _marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > LONGEST:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    left: list[str] = []
    right: list[str] = []
    for deed, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        if deed == "equal":
            left.append(format_html("{}", gone))
            right.append(format_html("{}", come))
        else:
            left.append(format_html("<del>{}</del>", gone) if gone else "")
            right.append(format_html("<ins>{}</ins>", come) if come else "")
    return mark_safe("".join(left)), mark_safe("".join(right))  # noqa: S308 -- every part was escaped
