"""How near two words are, and that near words share a piece."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shop.search.grams import distance, grams, most_mistakes

WORD = st.text("abcdefghij", min_size=3, max_size=12)


@pytest.mark.parametrize(
    ("left", "right", "far"),
    [
        ("rouge", "rouge", 0),
        ("rogue", "rouge", 1),
        ("nendroid", "nendoroid", 1),
        ("evangleion", "evangelion", 1),
        ("etallic", "metallic", 1),
        ("ehco", "echo", 1),
        ("kitten", "sitting", 3),
        ("ab", "", 2),
    ],
)
def test_distance_counts_letters_and_swaps(left: str, right: str, far: int) -> None:
    assert distance(left, right, most=5) == far
    assert distance(right, left, most=5) == far


def test_distance_above_the_most_is_not_counted_further() -> None:
    assert distance("kitten", "sitting", most=2) == 3
    assert distance("a", "abcdefgh", most=2) == 3
    assert distance("abcd", "efgh", most=1) == 2


@pytest.mark.parametrize(("length", "most"), [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2), (8, 2), (9, 3), (30, 3)])
def test_longer_words_are_forgiven_more(length: int, most: int) -> None:
    assert most_mistakes(length) == most


@given(WORD, st.integers(0, 11), st.sampled_from("abcdefghij"))
def test_one_mistake_anywhere_leaves_a_shared_piece(word: str, place: int, letter: str) -> None:
    assume(place < len(word))
    swapped = word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]
    for wrong in (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        swapped,
    ):
        assert {piece for piece in grams(word) & grams(wrong) if piece.startswith("-")}, wrong


def test_words_that_have_nothing_in_common_share_nothing() -> None:
    assert grams("oboro") & grams("hitwelt") == set()
