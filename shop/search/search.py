"""Find goods, and what belongs to them, by what people type.

answer = search("metallic rogue", language="de")
answer.products      # ids, the best first; listing(among=answer.products, …) makes the page with its facets
answer.searched      # 'metallic rouge' where something else than was typed was searched for
"""

from collections.abc import Iterable
from dataclasses import dataclass

from shop.search.expression import Expression, Group
from shop.search.index_table import Ask, Found, find
from shop.search.question import Question, read_question
from shop.search.rank import PRODUCT, popularity_of
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
    the last word may go on. Two queries, five at most when nothing has all words: what was meant, again, and most words.
    """
    question = read_question(query, literally=literally)
    if not question.words:
        return NOTHING
    found = _find(question, query, language=language, limit=limit, typing=typing)
    if not any(one.kind == PRODUCT for one in found) and not literally:
        corrected = question.correct([word for word in question.words if word not in question.meant])
        if corrected != question:
            again = _find(corrected, query, language=language, limit=limit, typing=typing)
            if any(one.kind == PRODUCT for one in again):
                question, found = corrected, again
    products = _ranked(found)[:limit]
    all_words = bool(products)
    if not all_words and len(question.words) > 1:
        products = _most_words(question.groups(typing=typing), language=language, limit=limit)
    searched = question.searched if question.meant else ""
    return Answer(products, _hits(found), all_words=all_words, searched=searched, words=len(question.words))


def _find(question: Question, query: str, *, language: str, limit: int, typing: bool) -> list[Found]:
    """What has all words."""
    groups = question.groups(typing=typing)
    names = {exact_term(name) for name in (query, question.searched)} - {""}
    tiers = (
        (EXACT, Expression((Group(tuple((name,) for name in sorted(names))),), 1, wide=False)),
        (HEADS, Expression(groups, len(groups), wide=False, heads_only=True)),
        (BEGINNINGS, Expression(groups, len(groups), heads_only=True)),
        (ANYWHERE, Expression(groups, len(groups))),
    )
    return find(
        products=[Ask(tier, expression, limit) for tier, expression in tiers],
        others=[Ask(tier, expression, MOST_OTHERS, products=False) for tier, expression in tiers],
        language=language,
    )


def _most_words(groups: tuple[Group, ...], *, language: str, limit: int) -> list[int]:
    """What has all words but one, then all but two, and so on."""
    asks = [Ask(ANYWHERE + missing, Expression(groups, len(groups) - missing), limit) for missing in range(1, len(groups))]
    return _ranked(find(products=asks, language=language))[:limit]


def _ranked(found: Iterable[Found]) -> list[int]:
    """Product ids by tier, popularity and stock; the newest first where all are equal."""
    best: dict[int, tuple[int, int, bool, int]] = {}
    for one in found:
        if one.kind == PRODUCT:
            place = (one.tier, -popularity_of(one.document), not one.in_stock, -one.object_id)
            best[one.object_id] = min(best.get(one.object_id, place), place)
    return sorted(best, key=best.__getitem__)


def _hits(found: Iterable[Found]) -> list[Hit]:
    best: dict[tuple[str, int], Found] = {}
    for one in sorted(found, key=lambda one: (one.tier, one.document)):
        if one.kind != PRODUCT:
            best.setdefault((one.kind, one.object_id), one)
    return [Hit(one.kind, one.object_id, one.title, one.address) for one in best.values()]
