"""What a typed word may mean: terms of the index that it is, begins or is part of; and what was meant when it is none of these."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Q, Sum, Value, When

from shop.search.grams import DROPPED, distance, grams, most_mistakes
from shop.search.models import SearchGram, SearchTerm
from shop.search.normalize import Word, fold, plain

SHORTEST_PART = 4  # letters: 'fuchs' is looked for inside of words, 'ohr' is not
SHORTEST_BEGINNING = 3
MOST_PARTS = 30  # words that a part stands for
MOST_ROWS = 500
MOST_CANDIDATES = 150
MOST_MEANT = 3


@dataclass(frozen=True)
class Known:
    """What the vocabulary has of some words: terms with the number of their documents."""

    documents: dict[str, int] = field(default_factory=dict)

    def has(self, term: str) -> bool:
        return term in self.documents

    def begins(self, term: str) -> bool:
        return len(term) >= SHORTEST_BEGINNING and any(known.startswith(term) for known in self.documents)

    def containing(self, term: str) -> list[str]:
        """The terms of which `term` is a part, but no beginning; those of most documents first."""
        if len(term) < SHORTEST_PART:
            return []
        found = [known for known in self.documents if term in known[1:] and not known.startswith(term)]
        return sorted(found, key=lambda known: (-self.documents[known], known))[:MOST_PARTS]


def is_written(term: str) -> bool:
    """Whether the vocabulary can know it: letters, and no Japanese."""
    return term.isalpha() and ord(term[0]) < 0x3000


def halves(word: str) -> list[tuple[str, str]]:
    """The ways to read a word as two written together; both as terms."""
    return [(fold(word[:i]), fold(word[i:])) for i in range(3, len(word) - 2)] if word.isalpha() else []


def look_up(words: Sequence[Word]) -> Known:
    """All that the vocabulary has of `words`, of their parts and of the words that contain them. One query."""
    single = {term for word in words for way in word.ways for term in way if is_written(term)}
    two = {half for word in words for pair in halves(word.written) for half in pair if len(half) > 2}
    if not single:
        return Known()
    wanted = Q(term__in=single | two)
    for term in single:
        if len(term) >= SHORTEST_PART:
            wanted |= Q(term__contains=term)
        elif len(term) >= SHORTEST_BEGINNING:
            wanted |= Q(term__startswith=term)
    rows = SearchTerm.objects.filter(wanted).order_by("-documents", "term").values_list("term", "documents")[:MOST_ROWS]
    return Known(dict(rows))


@dataclass(frozen=True)
class Meant:
    """A term that may have been meant, as it is written."""

    term: str
    written: str


def corrections(words: Sequence[Word], *, besides: Iterable[str] = ()) -> dict[Word, list[Meant]]:
    """For each word the terms that it may be a misspelling of, the nearest first; `besides` are words that staff keep. One query.

    The distance is the smaller one of the words as written and as terms, so that neither accents nor doubled letters are mistakes.
    """
    pieces = {piece for word in words for term in word.ways[0] for piece in grams(term)}
    weight = Case(When(gram__startswith=DROPPED, then=Value(4)), default=Value(1))
    rows = (
        SearchGram.objects.filter(gram__in=pieces)
        .values_list("term__term", "term__written", "term__documents")
        .annotate(shared=Sum(weight))
        .order_by("-shared", "-term__documents", "term__term")
        .values_list("term__term", "term__written", "term__documents")[:MOST_CANDIDATES]
    )
    candidates = [*rows, *((fold(plain(word)), word, 1) for word in besides)]
    found: dict[Word, list[Meant]] = {}
    for word in words:
        own = word.ways[0][0]
        by_distance: dict[int, list[tuple[int, Meant]]] = defaultdict(list)
        for term, written, documents in candidates:
            away = _mistakes(word, own, term, plain(written))
            if away and term != own:
                by_distance[away].append((-documents, Meant(term, written)))
        if by_distance:
            nearest = sorted(by_distance[min(by_distance)], key=lambda entry: (entry[0], entry[1].term))
            found[word] = [meant for _documents, meant in nearest[:MOST_MEANT]]
    return found


def _mistakes(word: Word, own: str, term: str, written: str) -> int:
    """How many mistakes lead from one to the other; 0 when it is too many to be one."""
    most = most_mistakes(len(word.written))
    away = min(distance(own, term, most=most), distance(word.written, written, most=most))
    return away if away <= most else 0
