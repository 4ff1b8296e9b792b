"""All advice of an article together, and names put right with one click."""

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from blog.articles.models import Post
from blog.canon.advice import Advice, Rule
from blog.canon.allow import NoName, allow_name
from blog.canon.check_article import check_article
from blog.canon.correct_name import NothingToCorrect, correct_name
from blog.canon.models import RightName
from blog.history.keep import ArticleHasChanged, keep_typed
from blog.history.models import Autosave, Revision
from shop.catalog.models import Series
from shop.search.models import SearchSynonym
from tests.factories import a_character, a_line, a_manufacturer, a_post, a_product, a_series, a_staff_member, a_variant

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, tzinfo=UTC)
ON = date(2026, 11, 26)
WRONG = "<p>Metallic Rogue is new.</p><h2>metallic ROgue</h2><p>The <em>Metallic</em> Rogue’s world, not Metallic Rouge.</p>"


def told(post: Post) -> list[Advice]:
    return check_article(post, at=AT, on=ON)


@pytest.fixture
def post() -> Post:
    a_series(name="Metallic Rouge")
    return a_post(title_en="On Metallic Rogue & more", body_en=WRONG)


def correct(
    post: Post, *, seen: int = 1, wrong: str = "Metallic Rogue", right: str = "Metallic Rouge", language: str = "en"
) -> int:
    return correct_name(post=post, language=language, wrong=wrong, right=right, seen=seen, by=None, at=AT)


def test_a_wrong_name_is_told_once_with_how_often_it_stands_there(post: Post) -> None:
    assert told(post) == [Advice(Rule.NAME, "en", "Metallic Rogue", "Metallic Rouge", 4)]


def test_names_of_all_kinds_are_the_dictionary() -> None:
    a_character(name="Lumi Arden", series=a_series(name="Nullsektor Neun"))
    a_line(name="Petite Stars", manufacturer=a_manufacturer(name="Hoshikawa Works"))
    post = a_post(body_de="<p>Von Lumi Ardne aus Nullsektor Nuen, Petit Stars, Hoshikava Works.</p>", slug_en=None)
    assert [advice.wanted for advice in told(post)] == ["Lumi Arden", "Nullsektor Neun", "Petite Stars", "Hoshikawa Works"]


def test_a_name_is_put_right_everywhere_and_tags_stay(post: Post) -> None:
    assert correct(post) == 4
    post.refresh_from_db()
    assert post.title_en == "On Metallic Rouge & more"
    assert post.body_en == (
        "<p>Metallic Rouge is new.</p><h2>Metallic Rouge</h2><p>The <em>Metallic</em> Rouge’s world, not Metallic Rouge.</p>"
    )
    assert told(post) == []
    assert (post.version, post.slug_en) == (2, post.slug_en)
    assert Revision.objects.get(version=2).data["body_en"] == post.body_en


def test_who_looked_at_an_older_version_is_told_and_nothing_changes(post: Post) -> None:
    Post.objects.update(version=2)
    with pytest.raises(ArticleHasChanged):
        correct(post)
    post.refresh_from_db()
    assert (post.body_en, post.version, Revision.objects.count()) == (WRONG, 2, 0)


@pytest.mark.parametrize(
    "options", [{"wrong": "Metallic Rouge"}, {"right": "Something else"}, {"language": "de"}, {"wrong": ""}, {"wrong": "<b>"}]
)
def test_what_does_not_stand_there_leaves_no_trace(post: Post, options: dict[str, str]) -> None:
    with pytest.raises(NothingToCorrect):
        correct(post, **options)  # type: ignore[arg-type]
    post.refresh_from_db()
    assert (post.body_en, post.version, Revision.objects.count()) == (WRONG, 1, 0)


def test_a_correction_spares_what_was_typed_and_not_saved(post: Post) -> None:
    by = a_staff_member()
    keep_typed(post=post, by=by, version=1, data={"title_en": "typed"}, at=AT)
    correct_name(post=post, language="en", wrong="Metallic Rogue", right="Metallic Rouge", seen=1, by=by, at=AT)
    assert Autosave.objects.get().data == {"title_en": "typed"}


def test_a_field_that_would_grow_too_long_stays(post: Post) -> None:
    title = f"Metalic Rouge {'x' * 146}"
    Post.objects.update(title_en=title, body_en="<p>Metalic Rouge</p>")
    assert len(title) == 160
    assert correct(post, wrong="Metalic Rouge") == 1
    post.refresh_from_db()
    assert (post.title_en, post.body_en) == (title, "<p>Metallic Rouge</p>")


def test_signs_of_html_in_a_name_stay_signs() -> None:
    a_series(name="Spy & Family")
    post = a_post(title_en="Spy & Famly <3", body_en="<p>Spy &amp; Famly &lt;3</p>")
    found = told(post)
    assert [(one.wanted, one.count) for one in found] == [("Spy & Family", 2)]
    assert correct(post, wrong=found[0].found, right="Spy & Family") == 2
    post.refresh_from_db()
    assert (post.title_en, post.body_en) == ("Spy & Family <3", "<p>Spy &amp; Family &lt;3</p>")


def test_what_staff_allow_is_right_here_or_everywhere(post: Post) -> None:
    other = a_post(body_en="<p>Metallic Rogue</p>")
    allow_name(words=" Metallic  Rogue ", post=post, by=None, at=AT)
    assert (told(post), len(told(other))) == ([], 1)
    allow_name(words="metallic rogue", post=None, by=None, at=AT)
    allow_name(words="METALLIC ROGUE", post=None, by=None, at=AT)
    assert (told(other), RightName.objects.count()) == ([], 2)


@pytest.mark.parametrize("words", ["", " ", "!!!", "a b c d e f g h i j k l m", "x" * 121])
def test_what_is_no_name_is_not_allowed(words: str) -> None:
    with pytest.raises(NoName):
        allow_name(words=words, post=None, by=None, at=AT)
    assert not RightName.objects.exists()


def test_a_synonym_of_staff_is_a_right_name(post: Post) -> None:
    SearchSynonym.objects.create(words="metallic rogue", meaning="Metallic Rouge")
    assert told(post) == []


def test_all_rules_speak_of_an_article() -> None:
    a_variant(product=a_product(slug="dead"), on_hand=0)
    body = (
        "<h3>Deep</h3><p>[[picture:1]]</p><p>[[product:dead]]</p><p><a href='/de/products/gone/'>x</a> "
        "<a href='https://amzn.to/1'>y</a> Rezensionsexemplar</p>"
    ).replace("'", '"')
    found = told(a_post(body_de=body, slug_en=None))
    assert [(advice.rule, advice.found) for advice in found] == [
        (Rule.NO_PICTURE, "[[picture:1]]"),
        (Rule.HEADING_TOO_DEEP, "Deep"),
        (Rule.ADVERTISING, "https://amzn.to/1"),
        (Rule.REVIEW_COPY, "Rezensionsexemplar"),
        (Rule.DEAD_LINK, "/de/products/gone/"),
        (Rule.DEAD_CARD, "dead"),
    ]
    assert found[-1].card is not None


def test_the_check_costs_as_many_queries_for_many_names(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for count in (1, 30):
        for number in range(count):
            a_series(name=f"Long Series {count} {number}")
        links = "".join(f'<a href="/de/products/x{number}/">x</a>' for number in range(count))
        post = a_post(body_de=f"<p>Metallic Rogue {links}</p>", slug_en=None)
        with django_assert_num_queries(9):
            check_article(post, at=AT, on=ON)


def test_a_name_that_changes_is_known_at_once(post: Post) -> None:
    assert len(told(post)) == 1
    Series.objects.update(name="Metallic Rogue")
    assert [(advice.found, advice.wanted) for advice in told(post)] == [("Metallic Rouge", "Metallic Rogue")]
