"""Names of goods: a slip in a long name is told, plain words that goods share are not."""

import pytest

from blog.canon.advice import Rule
from blog.canon.check_article import check_article
from blog.canon.correct_name import correct_name
from tests.blog.canon.test_check_article import AT, ON
from tests.factories import a_post, a_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _goods() -> None:
    for name in (
        "Hoshino Akari, Winter Concert – 1/7",
        "Hoshino Akari, Summer Parade – 1/7",
        "Poster Akina, blue",
        "Keychain Minato",
        "Plush Rabbit",
    ):
        a_product(name_en=name, name_de=name)


def told(body: str) -> list[tuple[str, str]]:
    post = a_post(body_en=f"<p>{body}</p>", slug_de=None)
    return [(one.found, one.wanted) for one in check_article(post, at=AT, on=ON) if one.rule == Rule.NAME]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Hoshino Akari, Winter Concrt", "Hoshino Akari, Winter Concert"),
        ("Hoshino Akari, Wniter Concert", "Hoshino Akari, Winter Concert"),
        ("Hoshino Akari, Summer Parode – 1/7", "Hoshino Akari, Summer Parade – 1/7"),
    ],
)
def test_slip_in_the_name_of_goods_is_told(written: str, wanted: str) -> None:
    assert told(f"Today {written} came in.") == [(written.replace(",", "").replace(" – 1/7", " 1 7"), wanted)]


@pytest.mark.parametrize(
    "written",
    [
        "Hoshino Akari, Winter Concert",  # right
        "Hoshino Akari in the winter",  # a name and a plain word
        "Hoshino Akari, Winter concerts",  # grammar and plain language
        "Hoshino Akari, Winter Parade",  # words of two goods
        "Hoshino Akari, Summer Parade – 1/8",  # another number is another figure
        "a poster of Akina, black",
        "the plush rabbits",
    ],
)
def test_what_is_no_slip_is_not_told(written: str) -> None:
    assert told(f"Today {written} came in.") == []


def test_name_of_goods_is_put_right_with_one_click() -> None:
    post = a_post(body_en="<p>Hoshino Akari, <em>Winter</em> Concrt and Hoshino Akari, Winter Concrt.</p>", slug_de=None)
    count = correct_name(
        post=post,
        language="en",
        wrong="Hoshino Akari Winter Concrt",
        right="Hoshino Akari, Winter Concert",
        seen=1,
        by=None,
        at=AT,
    )
    post.refresh_from_db()
    assert (count, "Concrt" in post.body_en, post.body_en.endswith("Hoshino Akari, Winter Concert.</p>")) == (2, False, True)


def test_goods_that_are_not_published_have_no_say() -> None:
    a_product(name_en="Shirogane Yukari, Autumn Leaves", name_de="x", is_published=False)
    assert told("Shirogane Yukari, Autumn Leavse came in.") == []
