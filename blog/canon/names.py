"""The dictionary of names: series, characters, makers, product lines and goods as the catalog writes them, and what else is allowed."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from html import escape

from django.db.models import CharField, Q, Value

from blog.canon.models import RightName
from blog.canon.near import deletions
from blog.canon.written import written_words
from shop.catalog.models import Character, Manufacturer, Product, ProductLine, Series
from shop.search.models import SearchSynonym
from shop.search.normalize import normalize

LONGEST_NAME = 12  # words; what is longer is found by nobody's slip of a finger
SCALE = re.compile(r"[\s–—,-]+\d{1,2}[/:]\d{1,3}\s*$")


class NameKind(StrEnum):
    SERIES = "series"
    CHARACTER = "character"
    MAKER = "maker"
    LINE = "line"
    PRODUCT = "product"
    ALLOWED = "allowed"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is to be written. `pk` and `slug` are those of what it names, where it names something of the catalog."""

    text: str
    kind: NameKind
    pk: int = 0
    slug: str = ""


Key = tuple[str, ...]
Row = tuple[str, int, str, str]  # name, id, slug, kind


@lru_cache(maxsize=60_000)  # the dictionary is built anew when one name changes; the others are as they were
def key_of(text: str) -> Key:
    """A name as its words in plain small letters, cut as those of a text are."""
    return tuple(word.key for word in written_words(escape(text, quote=False)))


@dataclass
class Dictionary:
    """`exact`: names by their words. The rest finds near misses: pieces of words to words, and the first two words of a name to names.
    `goods`: names of goods, found by rules of their own (`blog/canon/goods.py`).
    """

    exact: dict[Key, Name] = field(default_factory=dict)
    lengths: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    words: set[str] = field(default_factory=set)
    pieces: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_start: dict[Key, list[Key]] = field(default_factory=lambda: defaultdict(list))
    goods: "Dictionary | None" = None

    def add(self, name: Name) -> None:
        """The first of two names with the same words stays."""
        key = key_of(name.text)
        if not key or len(key) > LONGEST_NAME or key in self.exact:
            return
        self.exact[key] = name
        self.lengths[key[0]].add(len(key))
        if name.kind is not NameKind.ALLOWED:
            self.by_start[key[:2]].append(key)
            for word in set(key) - self.words:
                self.words.add(word)
                for piece in deletions(word):
                    self.pieces[piece].append(word)


def dictionary(*, post_id: int | None = None, with_goods: bool = False) -> Dictionary:
    """All names of the catalog, staff's synonyms of them, and what staff said is right everywhere or in one article: three queries, and
    one for the names of published goods. It is not to be changed, because the next one who asks gets the same.
    """
    allowed = RightName.objects.filter(Q(post__isnull=True) | Q(post=post_id)).values_list("words", flat=True)
    parts = [
        model.objects.order_by().values_list("name", "pk", "slug", Value(kind.value, output_field=CharField()))
        for model, kind in KINDS
    ]
    rows = sorted(parts[0].union(*parts[1:], all=True), key=lambda row: (ORDER[row[3]], row[1]))
    goods = Product.objects.published().order_by("pk").values_list("name_de", "name_en") if with_goods else ()
    synonyms = SearchSynonym.objects.values_list("words", "meaning")
    return _built(tuple(allowed), tuple(rows), tuple(synonyms), tuple(goods))


@lru_cache(maxsize=3)
def _built(
    allowed: tuple[str, ...], rows: tuple[Row, ...], synonyms: tuple[tuple[str, str], ...], goods: tuple[tuple[str, str], ...]
) -> Dictionary:
    """Kept for the next article: to build it costs far more than to read the rows anew and see that they are the same."""
    found = Dictionary(goods=_of_goods(allowed, goods) if goods else None)
    for text in allowed:
        found.add(Name(text, NameKind.ALLOWED))
    by_meaning: dict[str, Name] = {}
    for text, pk, slug, kind in rows:
        name = Name(text, NameKind(kind), pk, slug)
        found.add(name)
        by_meaning.setdefault(normalize(text), name)
    for words, meaning in synonyms:
        if meant := by_meaning.get(normalize(meaning)):
            found.add(Name(words, NameKind.ALLOWED, meant.pk, meant.slug))
    return found


def _of_goods(allowed: tuple[str, ...], goods: tuple[tuple[str, str], ...]) -> Dictionary:
    found = Dictionary()
    for text in allowed:
        found.add(Name(text, NameKind.ALLOWED))
    for text in dict.fromkeys(name for names in goods for one in names for name in _with_and_without_scale(one)):
        found.add(Name(text, NameKind.PRODUCT))
    return found


def _with_and_without_scale(name: str) -> Iterator[str]:
    """'Lumi, Encore – 1/7' is 'Lumi, Encore' in a text."""
    yield name
    if (short := SCALE.sub("", name)) != name:
        yield short


KINDS = ((Series, NameKind.SERIES), (Character, NameKind.CHARACTER), (Manufacturer, NameKind.MAKER), (ProductLine, NameKind.LINE))
ORDER = {kind.value: place for place, (_model, kind) in enumerate(KINDS)}
