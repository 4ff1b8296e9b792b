"""The words of an article's text as they stand in its HTML, so that a name can be found there, linked, or written anew."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from shop.search.normalize import plain

INLINE = frozenset("a strong em".split())
TOKEN = re.compile(
    r"""(?P<skip>\[\[(?:product|picture|ranking)[^\[\]<>]*\]\]|\[\[/?(?:spoiler|note):?|&[a-zA-Z0-9#]+;)"""
    r"""|<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?:"[^"]*"|[^">])*>"""
    r"""|(?P<word>[^\W_]+)""",
    re.VERBOSE,
)
BREAK = re.compile(r"[.,;!?…()\[\]|„“”\"«»–—]")  # what stands between two words that belong to no common name
GENITIVE = re.compile(r"['’‘`´]s\b")


@dataclass(frozen=True, slots=True)
class Written:
    """A word at `start`…`end` of the HTML. `apart`: a new block, or a sign that ends a name, stands before it."""

    text: str
    key: str
    start: int
    end: int
    apart: bool
    begins: bool
    block: int
    inside: frozenset[str]


def written_words(html: str) -> Iterator[Written]:
    """The words of clean HTML in their order; marks, tags and entities are none. `key` is the word in plain small letters.

    `begins` says that it is the first of a sentence or block, where every word has a capital; `block` numbers paragraphs, headings, cells;
    `inside` are the tags around it.
    """
    open_tags: list[str] = []
    inside: frozenset[str] = frozenset()
    apart, begins, block, last = True, True, 0, 0
    for token in TOKEN.finditer(html):
        gap = html[last : token.start()]
        last = token.end()
        if BREAK.search(gap):
            apart, begins = True, begins or any(sign in gap for sign in ".!?…:")
        if tag := token["tag"]:
            _step(open_tags, tag, closes=bool(token["end"]))
            inside = frozenset(open_tags)
            if tag not in INLINE:
                apart = begins = True
                block += 1
        elif (word := token["word"]) is None:
            apart = apart or token["skip"] not in {"&nbsp;", "&amp;"}
        elif word == "s" and GENITIVE.match(html, token.start() - 1) and not gap.strip("'’‘`´"):
            continue  # the genitive of the word before
        else:
            yield Written(word, _key(word), token.start(), token.end(), apart, begins, block, inside)
            apart = begins = False


@lru_cache(maxsize=50_000)  # names of goods share their words, and so do articles
def _key(word: str) -> str:
    return plain(word).strip()


def _step(open_tags: list[str], tag: str, *, closes: bool) -> None:
    if not closes:
        if tag != "br":
            open_tags.append(tag)
    elif tag in open_tags:
        del open_tags[len(open_tags) - 1 - open_tags[::-1].index(tag) :]
