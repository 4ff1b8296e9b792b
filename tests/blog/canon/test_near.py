"""How near two words are."""

import pytest

from blog.canon.near import deletions, distance


@pytest.mark.parametrize(
    ("a", "b", "slips"),
    [
        ("rouge", "rouge", 0), ("rogue", "rouge", 1), ("roge", "rouge", 1), ("rouuge", "rouge", 1), ("roube", "rouge", 1),
        ("rgoeu", "rouge", 4), ("", "ab", 2), ("metal", "metallic", 3),
    ],
)  # fmt: skip
def test_slips_are_counted(a: str, b: str, slips: int) -> None:
    assert distance(a, b) == distance(b, a) == slips


def test_words_that_are_near_share_a_piece_and_others_do_not() -> None:
    assert set(deletions("rogue")) & set(deletions("rouge"))
    assert not set(deletions("naomi")) & set(deletions("rouge"))


@pytest.mark.parametrize(
    ("a", "b"), [("kotobukiya", "kotobukyia"), ("kotobukiya", "kotobuki"), ("metallic", "metalic"), ("abcdefgh", "abcdefhg")]
)
def test_slips_at_any_place_are_found(a: str, b: str) -> None:
    assert set(deletions(a)) & set(deletions(b))


def test_short_words_and_numbers_have_no_pieces() -> None:
    assert (list(deletions("lum")), list(deletions("mk2000"))) == (["lum"], ["mk2000"])
