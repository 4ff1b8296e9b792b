"""Wrong names of goods in a text, beside those of all else.

Names of goods share words with each other and with plain language ('Poster Akina, blue'), so what is forgiven is less than for a series or
a person: a near miss of the whole name, of several words, with its numbers right and its other words exact, is a wrong name; a word
that another name of the catalog holds, an ending of German grammar, and a word without its capital are none.
"""

from collections.abc import Iterator, Sequence

from blog.canon.mentions import LONE, SLIPS, Finder, Mention
from blog.canon.names import Dictionary, Key, Name
from blog.canon.near import SHORTEST
from blog.canon.written import BREAK, Written

LEAST_WORDS = 2  # of SHORTEST letters, in a name that is looked for
GRAMMAR = ("er", "en", "em", "es", "e", "n", "s", "")


def slips_in(html: str, names: Dictionary) -> tuple[list[Mention], bool]:
    """The wrong names of a text in their order, none inside another; and whether the text was too long to be looked at as a whole.

    Where the name of a series or a person within that of goods is wrong, it alone is told: there it is put right everywhere.
    """
    finder = Finder(html, names)
    found = list(finder.mentions())
    if names.goods is None:
        return [one for one in found if not one.right], finder.is_cut
    of_goods = list(GoodsFinder(finder, names.goods).mentions())
    is_goods = {word.start for one in of_goods if one.right for word in one.words}
    is_name = {word.start for one in found if one.right for word in one.words}
    wrong = [one for one in found if not one.right and is_goods.isdisjoint(word.start for word in one.words)]
    taken = {word.start for one in wrong for word in one.words}
    for one in of_goods:
        is_free = not one.right and taken.isdisjoint(word.start for word in one.words)
        if is_free and not is_name.issuperset(word.start for word in one.slipped()):
            wrong.append(one)
    return sorted(wrong, key=lambda one: one.start), finder.is_cut


class GoodsFinder(Finder):
    """Finds names of goods among the words that `finder` has read already."""

    def __init__(self, finder: Finder, goods: Dictionary) -> None:
        self.words = finder.words
        self.is_cut = finder.is_cut
        self.others = finder.names.words
        self._look_for(goods)

    def _candidates(self, at: int) -> Iterator[tuple[Key, int]]:
        if at + 1 < len(self.words):
            for first, slips in self._near_words(self.words[at].key).items():
                for second, more in self._near_words(self.words[at + 1].key).items():
                    if slips + more <= SLIPS:
                        yield from self._fitting(self.names.by_start.get((first, second), ()), at, LEAST_WORDS)

    def _fitting(self, keys: Sequence[Key], at: int, least: int) -> Iterator[tuple[Key, int]]:
        """Thousands of names may begin with one series: each word costs one look into what is near to it."""
        for key in keys:
            if len(key) < least or at + len(key) > len(self.words):
                continue
            slips = 0
            for place, wanted in enumerate(key, at):
                slips += self._near_words(self.words[place].key).get(wanted, SLIPS + 1)
                if slips > SLIPS:
                    break
            if 0 < slips <= SLIPS:
                yield key, slips

    def _is_meant(self, name: Name, key: Key, words: tuple[Written, ...]) -> bool:
        if words[-1].block != words[0].block or (any(word.apart for word in words[1:]) and not BREAK.search(name.text)):
            return False
        long = [wanted for wanted in key if len(wanted) >= SHORTEST and wanted.isalpha()]
        slipped = [
            (word, wanted) for word, wanted in zip(words, key, strict=True) if word.key != wanted and not _bent(word.key, wanted)
        ]
        return (
            len(long) >= LEAST_WORDS
            and 0 < len(slipped) < len(long)
            and all(self._is_slip(word, wanted, LONE if len(long) == LEAST_WORDS else SHORTEST) for word, wanted in slipped)
        )

    def _is_slip(self, word: Written, wanted: str, least: int) -> bool:
        return (
            len(wanted) >= least
            and word.key[0] == wanted[0]
            and word.text[0].isupper()
            and word.key not in self.names.words
            and word.key not in self.others
            and word.key not in self._small
        )


def _bent(word: str, wanted: str) -> bool:
    """Whether the words differ in an ending of grammar alone: 'dem Weißen Hasen' is 'Weißer Hase'."""
    stems = {word.removesuffix(ending) for ending in GRAMMAR if word.endswith(ending)}
    return any(wanted.removesuffix(ending) in stems for ending in GRAMMAR if wanted.endswith(ending))
