"""Find goods, and what belongs to them, by what people type.

answer = search("metallic rogue", language="de")
answer.products      # ids, the best first; listing(among=answer.products, …) makes the page with its facets
answer.searched      # 'metallic rouge' where something else than was typed was searched for
"""

from collections.abc import Iterable
from dataclasses import dataclass

from shop.search.expression import Expression, Group
from shop.search.index_table import Ask, find_others, find_products
from shop.search.question import Question, read_question
from shop.search.rank import popularity_of
from shop.search.write_index import exact_term

MOST_PRODUCTS = 1000  # found by one search; the best of those that match
MOST_OTHERS = 24
EXACT, HEADS, BEGINNINGS, ANYWHERE = range(4)  # the tiers of results with all words; those with fewer words follow


@dataclass(frozen=True)
class Hit:
    """Something besides goods: a series, a character, a maker, an article."""

    kind: str
    object_id: int
    title: str
    address: str


@dataclass(frozen=True)
class Answer:
    """`products`: ids, the best first. `all_words`: they have every word; else most of them, or there are none.

    `searched`: the corrected words where not what was typed was searched for, else ''. `words`: how many words were understood.
    """

    products: list[int]
    others: list[Hit]
    all_words: bool
    searched: str
    words: int

    @property
    def is_miss(self) -> bool:
        """Whether nothing was found that has all words."""
        return self.words > 0 and not self.all_words and not self.others


NOTHING = Answer([], [], all_words=False, searched="", words=0)


def search(query: str, *, language: str, literally: bool = False, limit: int = MOST_PRODUCTS, typing: bool = False) -> Answer:
    """What `query` finds: goods with all words, exact names first, then by popularity, and in stock before sold out.

    Misspelled words are corrected, unless `literally`; where nothing has all words, what has most of them is found. While `typing`,
    the last word may go on. Four queries when all words are known, five when not, six or seven when nothing has all of them.
    """
    question = read_question(query)
    if not question.words:
        return NOTHING
    if not literally:
        question = question.correct([word for word in question.words if not question.is_known(word)])
    found = _products(question, query, limit=limit, typing=typing)
    if not found and not literally and (rest := [word for word in question.words if word not in question.meant]):
        corrected = question.correct(rest)
        if corrected != question and (found := _products(corrected, query, limit=limit, typing=typing)):
            question = corrected
    others = _others(question, query, language=language, typing=typing)
    all_words = bool(found)
    if not all_words and len(question.words) > 1:
        found = _most_words(question.groups(typing=typing), limit=limit)
    searched = question.searched if question.meant else ""
    return Answer(found, others, all_words=all_words, searched=searched, words=len(question.words))


def _asks(question: Question, query: str, *, limit: int, typing: bool, products: bool) -> list[Ask]:
    groups = question.groups(typing=typing)
    names = {exact_term(name) for name in (query, question.searched)} - {""}
    exact = Expression((Group(tuple((name,) for name in sorted(names))),), 1, wide=False)
    heads = Expression(groups, len(groups), wide=False, heads_only=True)
    beginnings = Expression(groups, len(groups), heads_only=True)
    anywhere = Expression(groups, len(groups))
    tiers = ((EXACT, exact), (HEADS, heads), (BEGINNINGS, beginnings), (ANYWHERE, anywhere))
    return [Ask(tier, expression, limit, products) for tier, expression in tiers]


def _products(question: Question, query: str, *, limit: int, typing: bool) -> list[int]:
    return _ranked(find_products(_asks(question, query, limit=limit, typing=typing, products=True)))[:limit]


def _others(question: Question, query: str, *, language: str, typing: bool) -> list[Hit]:
    asks = _asks(question, query, limit=MOST_OTHERS, typing=typing, products=False)
    best: dict[tuple[str, int], tuple[int, int, Hit]] = {}
    for document, tier, kind, object_id, title, address in find_others(asks, language=language):
        place = (tier, document, Hit(kind, object_id, title, address))
        best[kind, object_id] = min(best.get((kind, object_id), place), place, key=lambda entry: entry[:2])
    return [hit for _tier, _document, hit in sorted(best.values(), key=lambda entry: entry[:2])]


def _most_words(groups: tuple[Group, ...], *, limit: int) -> list[int]:
    """What has all words but one, then all but two, and so on."""
    asks = [Ask(ANYWHERE + missing, Expression(groups, len(groups) - missing), limit) for missing in range(1, len(groups))]
    return _ranked(find_products(asks))[:limit]


def _ranked(rows: Iterable[tuple[int, int, int, bool]]) -> list[int]:
    """Product ids by tier, popularity and stock; the newest first where all are equal."""
    best: dict[int, tuple[int, int, bool, int]] = {}
    for document, product, tier, in_stock in rows:
        place = (tier, -popularity_of(document), not in_stock, -product)
        best[product] = min(best.get(product, place), place)
    return sorted(best, key=best.__getitem__)
