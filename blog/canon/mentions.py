"""Where a text names something of the catalog, and where it nearly does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from blog.canon.names import Dictionary, Key, Name, key_of
from blog.canon.near import SHORTEST, deletions, distance, slips_allowed
from blog.canon.written import Written, written_words

MOST_WORDS = 150_000  # of one text are looked at, and …
MOST_DIFFERENT = 25_000  # … so many different ones: a novel has fewer, and 5 MB of letters at random keep nobody waiting
ENDINGS = ("s", "es", "n", "en")
SLIPS = 2  # in a name, all its words together
SURE = 12  # letters; a name of that many is recognized without one word that is right
LONE = 6  # letters; shorter names of one word are too near to ordinary words


@dataclass(frozen=True)
class Mention:
    """A name at `words`. `right`: it is written as the catalog has it, or as staff allowed."""

    name: Name
    words: tuple[Written, ...]
    right: bool

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end

    @property
    def as_written(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def spelling(self) -> str:
        """The same for two that differ in their capitals alone."""
        return " ".join(word.key for word in self.words)

    def slipped(self) -> list[Written]:
        """The words that are not those of the name."""
        return [word for word, wanted in zip(self.words, key_of(self.name.text), strict=True) if _slips(word.key, wanted)]


class Finder:
    """Finds the names of one dictionary in one text."""

    def __init__(self, html: str, names: Dictionary) -> None:
        self.words: list[Written] = []
        self.is_cut = False
        self._look_for(names)
        different: set[str] = set()
        for word in written_words(html):
            different.add(word.key)
            if len(self.words) == MOST_WORDS or len(different) > MOST_DIFFERENT:
                self.is_cut = True
                break
            self.words.append(word)

    def _look_for(self, names: Dictionary) -> None:
        self.names = names
        self._near: dict[str, dict[str, int]] = {}

    def mentions(self, *, wrong: bool = True) -> Iterator[Mention]:
        """In their order, none inside another; the longest wins, and what is right wins against what is nearly so."""
        at = 0
        while at < len(self.words):
            found = self._right(at) or (self._wrong(at) if wrong else None)
            if found:
                yield found
            at += len(found.words) if found else 1

    def _right(self, at: int) -> Mention | None:
        first = self.words[at].key
        starts = (first, *(first.removesuffix(ending) for ending in ENDINGS if first.endswith(ending) and len(first) > SHORTEST))
        lengths = {length for start in starts for length in self.names.lengths.get(start, ())}
        for length in sorted(lengths, reverse=True):
            words = self.words[at : at + length]
            if len(words) < length or words[-1].block != words[0].block:
                continue
            for key in _without_ending(tuple(word.key for word in words)):
                name = self.names.exact.get(key)
                if name and (length > 1 or _looks_like(name, words[0])):
                    return Mention(name, tuple(words), right=True)
        return None

    def _wrong(self, at: int) -> Mention | None:
        best: tuple[int, int, Name, tuple[Written, ...]] | None = None
        for key, slips in self._candidates(at):
            words = tuple(self.words[at : at + len(key)])
            name = self.names.exact[key]
            if not self._is_meant(name, key, words):
                continue
            if best is None or (-len(key), slips) < best[:2]:
                best = (-len(key), slips, name, words)
        return Mention(best[2], best[3], right=False) if best else None

    def _candidates(self, at: int) -> Iterator[tuple[Key, int]]:
        """Names whose words are near to those at `at`, with the slips between them."""
        for first, slips in self._near_words(self.words[at].key).items():
            if slips:
                yield from self._fitting(self.names.by_start.get((first,), ()), at, 1)
            if at + 1 < len(self.words) and not self.words[at + 1].apart:
                for second, more in self._near_words(self.words[at + 1].key).items():
                    if slips + more <= SLIPS:
                        yield from self._fitting(self.names.by_start.get((first, second), ()), at, 2)

    def _fitting(self, keys: Sequence[Key], at: int, least: int) -> Iterator[tuple[Key, int]]:
        for key in keys:
            words = self.words[at : at + len(key)]
            if len(key) < least or len(words) < len(key) or any(word.apart for word in words[1:]):
                continue
            slips = sum(_slips(word.key, wanted) for word, wanted in zip(words, key, strict=True))
            if 0 < slips <= SLIPS:
                yield key, slips

    def _near_words(self, word: str) -> dict[str, int]:
        """Words of names that are as near as is allowed, and the word itself, each with its slips."""
        found = self._near.get(word)
        if found is None:
            wanted = {one for piece in deletions(word) for one in self.names.pieces.get(piece, ())}
            found = {one: slips for one in wanted if (slips := _slips(word, one)) <= slips_allowed(one)}
            self._near[word] = found
        return found

    def _is_meant(self, name: Name, key: Key, words: tuple[Written, ...]) -> bool:
        """Whether it is this name that was to be written, and no ordinary words."""
        if len(key) > 1:
            surely = any(
                word.key == wanted and (len(wanted) >= 3 or wanted.isdigit()) for word, wanted in zip(words, key, strict=True)
            )
            return (surely or sum(map(len, key)) >= SURE) and any(word.text[0].isupper() for word in words)
        (word,), (wanted,) = words, key
        return (
            len(wanted) >= LONE
            and len(word.key) >= LONE - 1
            and word.key[0] == wanted[0]
            and distance(word.key, wanted) == 1
            and word.text[0].isupper()
            and not word.begins
            and name.text[:1].isupper()
            and word.key not in self._small
        )

    @cached_property
    def _small(self) -> set[str]:
        """Words that also stand in the text without a capital: ordinary ones."""
        return {word.key for word in self.words if word.text[0].islower()}


def _looks_like(name: Name, word: Written) -> bool:
    """A name of one word has its capital, so that bones are not Bones."""
    return not name.text[:1].isupper() or word.text[0].isupper()


def _without_ending(key: Key) -> Iterator[Key]:
    yield key
    for ending in ENDINGS:
        if key[-1].endswith(ending) and len(key[-1]) > SHORTEST:
            yield (*key[:-1], key[-1].removesuffix(ending))


def _slips(word: str, wanted: str) -> int:
    """Slips between a word and that of a name; a plural or genitive is none."""
    if word == wanted or any(word == wanted + ending for ending in ENDINGS if len(wanted) >= SHORTEST):
        return 0
    return distance(word, wanted) if abs(len(word) - len(wanted)) <= SLIPS else SLIPS + 1
