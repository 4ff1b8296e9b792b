"""What a typed word may mean: terms of the index that it is, begins or is part of; and what was meant when it is none of these."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import connection

from shop.search.grams import DROPPED, distance, grams, most_mistakes
from shop.search.normalize import Word, fold, plain

SHORTEST_PART = 4  # letters: 'fuchs' is looked for inside of words, 'ohr' is not
SHORTEST_BEGINNING = 3
MOST_PARTS = 30  # words that a part stands for
MOST_ROWS = 500
MOST_CANDIDATES = 60  # for each word
MOST_MEANT = 3
MOST_SYNONYMS = 2000


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


@dataclass(frozen=True)
class Candidate:
    """A term that shares pieces with a word, as it is written, and in how many documents it stands."""

    term: str
    written: str
    documents: int


@dataclass(frozen=True)
class Found:
    """What one look into the database tells of some words; `synonyms`: all that staff keep, what is typed and what it means."""

    known: Known
    near: list[Candidate]
    synonyms: list[tuple[str, str]]


def is_written(term: str) -> bool:
    """Whether the vocabulary can know it: letters, and no Japanese."""
    return term.isalpha() and ord(term[0]) < 0x3000


def can_be_corrected(word: Word) -> bool:
    return len(word.ways[0]) == 1 and is_written(word.ways[0][0]) and len(word.written) >= SHORTEST_BEGINNING


def halves(word: str) -> list[tuple[str, str]]:
    """The ways to read a word as two written together; both as terms."""
    return [(fold(word[:i]), fold(word[i:])) for i in range(3, len(word) - 2)] if word.isalpha() else []


def look_up(words: Sequence[Word], *, correct: bool) -> Found:
    """All that the vocabulary has of `words`, of their parts and of the words that contain them; the synonyms; and what is near to
    each word, known or not, if they are to be corrected. One query, because a second one for the few that need it costs more.
    """
    single = sorted({term for word in words for way in word.ways for term in way if is_written(term)})
    two = sorted({half for word in words for pair in halves(word.written) for half in pair if len(half) > 2})
    selects = [f"SELECT * FROM (SELECT 's', words, meaning, 0 FROM shop_searchsynonym ORDER BY id LIMIT {MOST_SYNONYMS}) s"]  # noqa: S608
    values: list[str] = []
    if single:
        likes = [("%" if len(term) >= SHORTEST_PART else "") + term + "%" for term in single if len(term) >= SHORTEST_BEGINNING]
        where = " OR ".join([f"term IN ({_marks(single + two)})", *["term LIKE %s"] * len(likes)])
        selects.append(
            f"SELECT * FROM (SELECT 'k', term, written, documents FROM shop_searchterm WHERE {where} "  # noqa: S608
            f"ORDER BY documents DESC, term LIMIT {MOST_ROWS}) k"
        )
        values += [*single, *two, *likes]
    for word in filter(can_be_corrected, words) if correct else ():
        term = word.ways[0][0]
        pieces = sorted(grams(term))
        selects.append(_near(len(pieces), place=len(selects)))
        values += pieces
    rows = _fetch(selects, values)
    return Found(
        Known({term: documents for what, term, _written, documents in rows if what == "k"}),
        [Candidate(term, written, documents) for what, term, written, documents in rows if what == "n"],
        [(typed, meaning) for what, typed, meaning, _none in rows if what == "s"],
    )


def _near(pieces: int, *, place: int) -> str:
    """The terms that share most pieces with a word. A form that is left when one letter is dropped tells more than a trigram."""
    return (
        "SELECT * FROM (SELECT 'n', t.term, t.written, t.documents FROM shop_searchterm t JOIN ("  # noqa: S608
        f"SELECT term_id, SUM(CASE WHEN gram LIKE '{DROPPED}%%' THEN 4 ELSE 1 END) AS shared FROM shop_searchgram "
        f"WHERE gram IN ({_marks(range(pieces))}) GROUP BY term_id ORDER BY shared DESC, term_id LIMIT {MOST_CANDIDATES}"
        f") g{place} ON g{place}.term_id = t.id) n{place}"
    )


def _marks(values: Sequence[object]) -> str:
    return ", ".join(["%s"] * len(values))


def _fetch(selects: Sequence[str], values: Sequence[str]) -> list[tuple[str, str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), values)
        return cursor.fetchall()


@dataclass(frozen=True)
class Meant:
    """A term that may have been meant, as it is written."""

    term: str
    written: str


def corrections(words: Iterable[Word], candidates: Sequence[Candidate]) -> dict[Word, list[Meant]]:
    """For each word the candidates that it may be a misspelling of, the nearest alone, that of most documents first.

    The distance is the smaller one of the words as written and as terms, so that neither accents nor doubled letters are mistakes.
    """
    found: dict[Word, list[Meant]] = {}
    for word in words:
        by_distance: dict[int, set[tuple[int, str, str]]] = defaultdict(set)
        for candidate in candidates:
            away = _mistakes(word, candidate)
            if away:
                by_distance[away].add((-candidate.documents, candidate.term, candidate.written))
        if by_distance:
            nearest = sorted(by_distance[min(by_distance)])[:MOST_MEANT]
            found[word] = [Meant(term, written) for _documents, term, written in nearest]
    return found


def _mistakes(word: Word, candidate: Candidate) -> int:
    """How many mistakes lead from one to the other; 0 when it is too many to be one, or none."""
    own, most = word.ways[0][0], most_mistakes(len(word.written))
    if own == candidate.term:
        return 0
    away = min(distance(own, candidate.term, most=most), distance(word.written, _plain(candidate.written), most=most))
    return away if away <= most else 0


@lru_cache(maxsize=20_000)
def _plain(written: str) -> str:
    """A term of the vocabulary as it is compared; the same ones come near again and again."""
    return plain(written).strip()
