"""Names of the catalog that are written wrongly in an article: found, counted, and put right."""

from collections import Counter
from collections.abc import Iterator
from html import escape, unescape

from blog.canon.advice import Advice, Rule, Text
from blog.canon.goods import slips_in
from blog.canon.mentions import ENDINGS, Mention
from blog.canon.names import Dictionary, key_of


def wrong_names(text: Text, names: Dictionary) -> Iterator[Advice]:
    """One advice for each spelling, the most frequent first; capitals make no difference between two of them."""
    counts: Counter[tuple[str, str]] = Counter()
    written: dict[tuple[str, str], Counter[str]] = {}
    is_cut = False
    for html in (*map(as_html, (*text.texts.values(), *text.parts)), text.body):
        slips, was_cut = slips_in(html, names)
        is_cut = is_cut or was_cut
        for mention in slips:
            key = (mention.spelling, mention.name.text)
            counts[key] += 1
            written.setdefault(key, Counter())[mention.as_written] += 1
    for key, count in counts.most_common():
        yield Advice(Rule.NAME, text.language, written[key].most_common(1)[0][0], key[1], count)
    if is_cut:
        yield Advice(Rule.TOO_LONG, text.language)


def corrected(html: str, names: Dictionary, *, wrong: str, right: str) -> tuple[str, int]:
    """`html` with the name `right` wherever it is spelled as `wrong`, and how often that was. Tags stay where they are.

    A spelling over several words with a tag between them is put right word by word; where the name has more or fewer words, it stays.
    """
    spelling = " ".join(key_of(wrong))
    parts: list[str] = []
    at = count = 0
    for mention in slips_in(html, names)[0]:
        if mention.name.text != right or mention.spelling != spelling:
            continue
        new = _replaced(html[mention.start : mention.end], mention)
        if new is not None:
            parts += [html[at : mention.start], new]
            at = mention.end
            count += 1
    return "".join([*parts, html[at:]]), count


def as_html(text: str) -> str:
    """A field without HTML as HTML; `as_text` is the way back."""
    return escape(text, quote=False)


def as_text(html: str) -> str:
    return unescape(html)


def _replaced(html: str, mention: Mention) -> str | None:
    name = mention.name.text
    if mention.as_written.isupper() and len(mention.as_written) > 3:
        name = name.upper()
    last_wanted = key_of(name)[-1]
    ending = _ending(mention.words[-1].key, last_wanted)
    if "<" not in html:
        return f"{escape(name, quote=False)}{ending}"
    words = name.split()
    if len(words) != len(mention.words):
        return None
    first = mention.start
    parts, at = [], 0
    for word, new in zip(mention.words, words, strict=True):
        parts += [html[at : word.start - first], escape(new, quote=False)]
        at = word.end - first
    return "".join(parts) + ending


def _ending(written: str, wanted: str) -> str:
    """The ending of a genitive or plural that a misspelled word bears beyond the name."""
    for ending in ENDINGS:
        bare = written.removesuffix(ending)
        if written.endswith(ending) and not wanted.endswith(ending) and len(bare) == len(wanted):
            return ending
    return ""
