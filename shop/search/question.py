"""Understand what was typed: words, other words for them, and what was meant where a word is misspelled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from shop.search.expression import ANY_BEGINNING, Group, Way
from shop.search.normalize import Word, fold, terms, words
from shop.search.vocabulary import (
    MOST_SYNONYMS,
    SHORTEST_BEGINNING,
    Candidate,
    Known,
    Meant,
    can_be_corrected,
    corrections,
    halves,
    is_written,
    look_up,
)

LONGEST = 200  # characters of a question that are read
MOST_WORDS = 8
LONGEST_SYNONYM = 4  # words

# Words that say nothing about goods. They are left out where other words remain.
SAYS_NOTHING = frozenset(
    "der die das den dem ein eine einen und oder von vom zu zum zur mit für im in am auf wo gibt es ist ich suche kaufen bestellen "
    "günstig shop the a an and or of with for to in on where is i buy order cheap want".split()
)


@dataclass(frozen=True)
class Question:
    """The words that are looked for, in their order, and what is known of each.

    `near`: terms that look like one of the words. `meant`: the corrections that were applied.
    """

    words: tuple[Word, ...]
    known: Known
    synonyms: Mapping[str, tuple[Way, ...]]
    near: Sequence[Candidate]
    meant: Mapping[Word, Sequence[Meant]]

    @property
    def searched(self) -> str:
        """The words that are really searched for."""
        return " ".join(self.meant[word][0].written if word in self.meant else word.written for word in self.words)

    def groups(self, *, typing: bool = False) -> tuple[Group, ...]:
        """One group per word; words that staff have another word for stand together. While `typing`, the last word goes on."""
        groups: list[Group] = []
        place = 0
        while place < len(self.words):
            length, other = self._synonym_at(place)
            taken = [self._group(word, goes_on=typing and word is self.words[-1]) for word in self.words[place : place + length]]
            if other:
                exact, wide = (tuple(_together(taken, wide=wide)) for wide in (False, True))
                began = tuple(tuple(term + ANY_BEGINNING for term in way) for way in other)
                groups.append(Group((*exact, *other), (*wide, *began)))
            else:
                groups += taken
            place += length
        return tuple(groups)

    def _synonym_at(self, place: int) -> tuple[int, tuple[Way, ...]]:
        for length in range(min(LONGEST_SYNONYM, len(self.words) - place), 0, -1):
            for plainest in _spellings(self.words[place : place + length], self.meant):
                if plainest in self.synonyms:
                    return length, self.synonyms[plainest]
        return 1, ()

    def _group(self, word: Word, *, goes_on: bool) -> Group:
        if word in self.meant:
            exact = tuple((meant.term,) for meant in self.meant[word])
            return Group(exact, tuple((way[0] + ANY_BEGINNING,) for way in exact))
        wide: list[Way] = []
        for way in word.ways:
            if goes_on or all(len(term) >= SHORTEST_BEGINNING or not term.isascii() for term in way):
                wide.append((*way[:-1], way[-1] + ANY_BEGINNING))
            if len(way) == 1:
                wide += [(part,) for part in self.known.containing(way[0])]
        if not self.is_known(word):
            wide += [pair for pair in halves(word.written) if all(map(self.known.has, pair))]
        return Group(word.ways, tuple(wide))

    def is_known(self, word: Word) -> bool:
        """Whether the index may have the word as it stands; numbers and Japanese always count as known."""
        return _is_known(word, self.known, self.synonyms)

    def correct(self, candidates: Sequence[Word]) -> "Question":
        """With what was meant in place of `candidates`, known or not, as far as the vocabulary has something near."""
        wrong = [word for word in candidates if can_be_corrected(word)]
        return replace(self, meant={**self.meant, **corrections(wrong, [*self.near, *_kept_words(self.synonyms)])})


def read_question(text: str, *, literally: bool) -> Question:
    """What `text` asks for, word by word; unless `literally`, with what was meant in place of words that nothing has. One query."""
    found = words(text[:LONGEST])
    telling = [word for word in found if word.written not in SAYS_NOTHING] or found
    chosen = tuple(dict.fromkeys(telling))[:MOST_WORDS]
    if not chosen:
        return Question((), Known(), {}, (), {})
    looked = look_up(chosen, correct=not literally)
    question = Question(chosen, looked.known, _ways_of(looked.synonyms), looked.near, {})
    return question if literally else question.correct([word for word in chosen if not question.is_known(word)])


def _ways_of(synonyms: Sequence[tuple[str, str]]) -> dict[str, tuple[Way, ...]]:
    """What staff keep, by its words written together."""
    found: dict[str, tuple[Way, ...]] = {}
    for typed, meaning in synonyms:
        key, way = "".join(_terms(typed)), _terms(meaning)
        if key and way:
            found[key] = (*found.get(key, ()), way)
    return found


@lru_cache(maxsize=2 * MOST_SYNONYMS)  # each search reads the synonyms anew, and they are mostly those of the one before
def _terms(text: str) -> Way:
    return tuple(terms(text))


def _kept_words(synonyms: Mapping[str, tuple[Way, ...]]) -> list[Candidate]:
    return [Candidate(fold(key), key, 1) for key in synonyms if is_written(key)]


def _spellings(chosen: Sequence[Word], meant: Mapping[Word, Sequence[Meant]]) -> list[str]:
    """The words written together, as typed and as corrected."""
    corrected = [meant[word][0].term if word in meant else "".join(word.ways[0]) for word in chosen]
    return ["".join("".join(word.ways[0]) for word in chosen), "".join(corrected)]


def _is_known(word: Word, known: Known, synonyms: Mapping[str, tuple[Way, ...]]) -> bool:
    if "".join(word.ways[0]) in synonyms:
        return True
    return any(
        all(not is_written(term) or known.has(term) or known.begins(term) or known.containing(term) for term in way)
        for way in word.ways
    )


def _together(groups: Sequence[Group], *, wide: bool) -> list[Way]:
    """One way of saying all of `groups`: their plainest."""
    if len(groups) == 1:
        return list(groups[0].ways(wide=wide))
    return [tuple(term for group in groups for term in group.exact[0])]
