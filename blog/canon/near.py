"""How near two words are: a letter wrong, missing, too many, or two that changed places."""

from collections.abc import Iterator

from rapidfuzz.distance import OSA

SHORTEST = 4  # letters; of shorter words too many are near to each other
BEGINNING = 7  # letters
LONG = 8  # letters; from here on two slips are forgiven


def slips_allowed(word: str) -> int:
    if len(word) < SHORTEST or any(map(str.isdigit, word)):
        return 0
    return 1 if len(word) < LONG else 2


def deletions(word: str) -> Iterator[str]:
    """The beginning of the word, and what is left of it without one letter, or two of a long word: words that are near share one of
    these. The beginning is enough to find who may be near, and keeps their number small.
    """
    beginning = word[:BEGINNING]
    seen = {beginning}
    edge = {beginning}
    for _ in range(slips_allowed(word)):
        edge = {one[:i] + one[i + 1 :] for one in edge for i in range(len(one))}
        seen |= edge
    yield from seen


def distance(a: str, b: str) -> int:
    """Slips between two words; neighbours that changed places are one."""
    return OSA.distance(a, b)
