"""Two versions side by side: what went, what came, and no word that was typed becomes markup."""

import pytest

from blog.history import compare
from blog.history.compare import Difference, differences


def marked(old: str, new: str) -> tuple[str, str]:
    (found,) = differences({"body": old}, {"body": new})
    return found.old, found.new


def test_fields_that_are_alike_are_left_out() -> None:
    old = {"title": "Lumi", "score": 78, "excerpt": None}
    assert differences(old, {"title": "Lumi", "score": 81, "excerpt": ""}) == [
        Difference("score", "<del>78</del>", "<ins>81</ins>")  # type: ignore[arg-type]
    ]


def test_words_are_compared_one_by_one() -> None:
    assert marked("Lumi is red", "Lumi is very blue") == ("Lumi is <del>red</del>", "Lumi is <ins>very blue</ins>")


def test_paragraphs_that_changed_stand_beside_each_other() -> None:
    old, new = "<p>One red</p><p>Two</p><p>Three red</p>", "<p>One blue</p><p>Two</p><p>Three blue</p>"
    assert marked(old, new) == (
        "One <del>red</del>\nTwo\nThree <del>red</del>",
        "One <ins>blue</ins>\nTwo\nThree <ins>blue</ins>",
    )


def test_paragraph_that_came_or_went_leaves_the_others_alone() -> None:
    assert marked("<p>One</p><p>Three</p>", "<p>One</p><p>Two</p><p>Three</p>") == ("One\nThree", "One\n<ins>Two\n</ins>Three")
    assert marked("<p>One</p><p>Two</p>", "<p>Two</p>") == ("<del>One\n</del>Two", "Two")


def test_long_piece_is_compared_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "LONGEST", 9)
    assert marked("a b c", "a b d") == ("<del>a b c</del>", "<ins>a b d</ins>")
    monkeypatch.setattr(compare, "LONGEST", 10)
    assert marked("a b c", "a b d") == ("a b <del>c</del>", "a b <ins>d</ins>")


def test_nothing_typed_is_markup() -> None:
    old, new = marked("&lt;b&gt;x", "&lt;script&gt;x<p></p>")
    assert ("<b>" in old, "<script>" in new, "&lt;" in new) == (False, False, True)
