"""How near two words are, and the pieces that make near words meet in the database.

A word's pieces are its trigrams, with its ends marked, and what is left of it when one letter is dropped ('-rog' of 'rouge'). Words that
differ by a letter dropped, added, changed or swapped share a dropped form wherever the letter stands, the first included; words
with several mistakes share trigrams.
"""

from rapidfuzz.distance import OSA

DROPPED = "-"


def grams(term: str) -> set[str]:
    marked = f"  {term} "
    trigrams = {marked[i : i + 3] for i in range(len(marked) - 2)}
    return trigrams | {DROPPED + term} | {DROPPED + term[:i] + term[i + 1 :] for i in range(len(term))}


def most_mistakes(length: int) -> int:
    """How many mistakes a word of `length` letters is forgiven."""
    if length <= 2:
        return 0
    return 1 if length <= 4 else 2 if length <= 8 else 3


def distance(left: str, right: str, *, most: int) -> int:
    """Letters added, dropped, changed, or swapped with their neighbor; above `most` it is `most + 1`.

    No letter is touched twice (the optimal string alignment of Damerau's and Levenshtein's distance).
    """
    return OSA.distance(left, right, score_cutoff=most)
