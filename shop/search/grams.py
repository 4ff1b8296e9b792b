"""How near two words are, and the pieces that make near words meet in the database.

A word's pieces are its trigrams, with its ends marked, and what is left of it when one letter is dropped ('-rog' of 'rouge'). Words that
differ by a letter dropped, added, changed or swapped share a dropped form wherever the letter stands, the first included; words
with several mistakes share trigrams.
"""

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
    """Damerau and Levenshtein's distance: letters added, dropped, changed, or swapped with their neighbor; above `most` it is `most + 1`."""
    if abs(len(left) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, letter in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(right, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == right[j - 2] and left[i - 2] == other:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]
