"""What the canon looks at beside the text: titles, excerpt, verdict, and the words of pictures, places and criteria."""

from collections.abc import Callable
from typing import Any

import pytest

from blog.articles.models import Post
from blog.articles.parts import ArticlePicture, Criterion, RankedItem
from blog.canon.advice import Rule
from blog.canon.check_article import check_article
from blog.canon.correct_name import NothingToCorrect, correct_name
from blog.history.models import Revision
from tests.blog.canon.test_check_article import AT, ON
from tests.factories import a_picture, a_post, a_series

pytestmark = pytest.mark.django_db
WRONG, RIGHT = "Metallic Rogue", "Metallic Rouge"


def a_text(name: str) -> Callable[[Post, str], object]:
    return lambda post, words: Post.objects.update(**{f"{name}_en": words})


def a_row(model: Any, **fields: Any) -> Callable[[Post, str], object]:
    def create(post: Post, words: str) -> object:
        values = {name: words if value is WRONG else value for name, value in fields.items()}
        if model is ArticlePicture:
            values["picture"] = a_picture()
        return model.objects.create(post=post, **values)

    return create


PLACES: dict[str, Callable[[Post, str], object]] = {
    **{name: a_text(name) for name in ("title", "excerpt", "reviewed", "verdict", "cover_alt", "body")},
    "alternative text": a_row(ArticlePicture, number=1, alt_en=WRONG),
    "caption": a_row(ArticlePicture, number=1, alt_en="x", caption_en=WRONG),
    "title of a place": a_row(RankedItem, place=1, title_en=WRONG),
    "text of a place": a_row(RankedItem, place=1, title_en="x", text_en=WRONG),
    "picture of a place": a_row(RankedItem, place=1, title_en="x", alt_en=WRONG),
    "criterion": a_row(Criterion, name_de="x", name_en=WRONG, score=1),
}


def told(post: Post) -> list[tuple[str, str, int]]:
    found = check_article(Post.objects.get(pk=post.pk), at=AT, on=ON)
    return [(one.found, one.wanted, one.count) for one in found if one.rule == Rule.NAME]


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_wrong_name_is_found_and_put_right_wherever_it_stands(place: Callable[[Post, str], object]) -> None:
    a_series(name=RIGHT)
    post = a_post(slug_de=None)
    place(post, f"The end of {WRONG}.")
    assert told(post) == [(WRONG, RIGHT, 1)]
    assert correct_name(post=post, language="en", wrong=WRONG, right=RIGHT, seen=1, by=None, at=AT) == 1
    assert told(post) == []
    assert f"The end of {RIGHT}." in str(Revision.objects.get(version=2).data)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_right_name_is_left_alone(place: Callable[[Post, str], object]) -> None:
    a_series(name=RIGHT)
    post = a_post(slug_de=None)
    place(post, f"The end of {RIGHT}.")
    assert told(post) == []
    with pytest.raises(NothingToCorrect):
        correct_name(post=post, language="en", wrong=WRONG, right=RIGHT, seen=1, by=None, at=AT)


def test_other_language_of_a_row_stays() -> None:
    a_series(name=RIGHT)
    post = a_post()
    Criterion.objects.create(post=post, name_de=WRONG, name_en=WRONG, score=1)
    assert correct_name(post=post, language="en", wrong=WRONG, right=RIGHT, seen=1, by=None, at=AT) == 1
    assert list(Criterion.objects.values_list("name_de", "name_en")) == [(WRONG, RIGHT)]


def test_unlabeled_advertising_is_found_in_a_caption() -> None:
    post = a_post(slug_de=None)
    assert [one.rule for one in check_article(post, at=AT, on=ON)] == []
    ArticlePicture.objects.create(
        post=post, number=1, picture=a_picture(), alt_en="x", caption_en="In paid partnership with a maker."
    )
    assert Rule.ADVERTISING in [one.rule for one in check_article(post, at=AT, on=ON)]
