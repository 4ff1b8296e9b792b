"""Find goods, and what belongs to them, by what people type.

answer = search("metallic rogue", language="de")
answer.products      # ids, the best first; listing(among=answer.products, …) makes the page with its facets
answer.searched      # 'metallic rouge' where something else than was typed was searched for
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from shop.search.expression import Expression, Group
from shop.search.goods import Shelf, shelf
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


def search(
    query: str, *, language: str, literally: bool = False, limit: int = MOST_PRODUCTS, typing: bool = False, goods: Shelf = shelf
) -> Answer:
    """What `query` finds: goods with all words, exact names first, then by popularity, and in stock before sold out.

    Misspelled words are corrected, unless `literally`; where nothing has all words, what has most of them is found. While `typing`,
    the last word may go on. Two queries, three when nothing has all words: what has those that were meant, or most of them. Before
    each answer `goods` is asked what can be shown, which may cost one more.
    """
    question = read_question(query, literally=literally)
    if not question.words:
        return NOTHING
    asks = _asks(question, query, limit=limit, typing=typing)
    in_stock: dict[int, bool] = {}
    found = _shown(find(products=asks, others=_of_others(asks), language=language), goods, in_stock)
    if not _with_all_words(found):
        # In one query what was meant, if words that are known were mistakes, and what has most of the words, if nothing was.
        meant = question if literally else question.correct([word for word in question.words if word not in question.meant])
        again = [] if meant == question else _asks(meant, query, limit=limit, typing=typing)
        fewer = _fewer_words(question.groups(typing=typing), limit=limit)
        more = find(products=[*again, *fewer], others=_of_others(again), language=language) if again or fewer else []
        more = _shown(more, goods, in_stock)
        if again and _with_all_words(more):
            question, found = meant, more
        else:
            found += [one for one in more if one.tier > ANYWHERE]
    complete = _with_all_words(found)
    products = _ranked([one for one in found if not complete or one.tier <= ANYWHERE], in_stock)[:limit]
    others = _hits(found)
    return Answer(
        products,
        others,
        all_words=complete,
        searched=question.searched if question.meant and (products or others) else "",
        words=len(question.words),
    )


def _shown(found: list[Found], goods: Shelf, in_stock: dict[int, bool]) -> list[Found]:
    """Without the goods that are published no more; `in_stock` learns of the others whether they are."""
    ids = {one.object_id for one in found if one.kind == PRODUCT} - in_stock.keys()
    if ids:
        in_stock.update(goods(ids))
    return [one for one in found if one.kind != PRODUCT or one.object_id in in_stock]


def _asks(question: Question, query: str, *, limit: int, typing: bool) -> list[Ask]:
    """What has all words, tier by tier."""
    groups = question.groups(typing=typing)
    names = {exact_term(name) for name in (query, question.searched)} - {""}
    tiers = (
        (EXACT, Expression((Group(tuple((name,) for name in sorted(names))),), 1, wide=False)),
        (HEADS, Expression(groups, len(groups), wide=False, heads_only=True)),
        (BEGINNINGS, Expression(groups, len(groups), heads_only=True)),
        (ANYWHERE, Expression(groups, len(groups))),
    )
    return [Ask(tier, expression, limit) for tier, expression in tiers]


def _of_others(asks: list[Ask]) -> list[Ask]:
    return [replace(ask, limit=MOST_OTHERS, products=False) for ask in asks]


def _fewer_words(groups: tuple[Group, ...], *, limit: int) -> list[Ask]:
    """What has all words but one, then all but two, and so on."""
    return [Ask(ANYWHERE + missing, Expression(groups, len(groups) - missing), limit) for missing in range(1, len(groups))]


def _with_all_words(found: Iterable[Found]) -> bool:
    return any(one.kind == PRODUCT and one.tier <= ANYWHERE for one in found)


def _ranked(found: Iterable[Found], in_stock: Mapping[int, bool]) -> list[int]:
    """Product ids by tier, popularity and stock; the newest first where all are equal."""
    goods = [one for one in found if one.kind == PRODUCT]
    goods.sort(key=lambda one: (one.tier, -popularity_of(one.document), not in_stock[one.object_id], -one.object_id))
    return [one.object_id for one in goods]


def _hits(found: Iterable[Found]) -> list[Hit]:
    best: dict[tuple[str, int], Found] = {}
    for one in sorted(found, key=lambda one: (one.tier, one.document)):
        if one.kind != PRODUCT:
            best.setdefault((one.kind, one.object_id), one)
    return [Hit(one.kind, one.object_id, one.title, one.address) for one in best.values()]
