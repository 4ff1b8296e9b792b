"""A text becomes a draft: linked, with its pictures, and found by nobody before it is published."""

from datetime import UTC, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from blog.articles.models import Author, Post
from blog.articles.parts import ArticlePicture, PostProduct
from blog.history.models import Revision
from blog.importing.import_article import import_article, plan_import
from blog.importing.read_file import read_file
from blog.importing.read_text import CannotImport, ReadText
from blog.importing.report import report
from shop.pictures.models import Picture
from tests.factories import a_character, a_picture_file, a_post, a_product, a_series, a_staff_member, an_author
from tests.shop.test_races import at_once

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 26, 2, tzinfo=UTC)


def made(source: str, *, language: str = "en", title: str = "A title", **files: bytes) -> Post:
    text = read_file(name="x.md", content=f"# {title}\n\n{source}".encode(), beside={"a.png": a_picture_file()}.get)
    author = Author.objects.first() or an_author()
    return import_article(plan=plan_import(text=text, language=language), author=author, kind="guide", by=None, at=AT)


def test_a_draft_is_stored_in_one_language() -> None:
    post = made("The **first** paragraph.\n\n![](a.png)\n\nThe second.")
    post.refresh_from_db()
    assert (post.is_draft, post.kind, post.languages, post.title_en, post.slug_en) == (True, "guide", ("en",), "A title", "a-title")
    assert (post.excerpt_en, post.published_at, post.version) == ("The first paragraph.", AT, 1)
    assert post.body_en == "<p>The <strong>first</strong> paragraph.</p>\n<p>[[picture:1]]</p><p>The second.</p>"
    assert list(post.pictures.values_list("number", "alt_en", "alt_de")) == [(1, "a.png", "")]
    assert not Post.objects.published(at=AT).exists()
    assert Revision.objects.get().data["body_en"] == post.body_en


def test_series_and_goods_are_linked_where_they_are_named_first() -> None:
    series = a_series(name="Nullsektor 9", slug="nullsektor-9")
    lumi = a_character(series=series, name="Lumi Arden")
    figure = a_product(name_en="Lumi Arden 1/7", slug="lumi-arden-1-7", series=series, character=lumi)
    a_product(name_en="Echo 1/8", slug="echo", series=series, is_published=False)
    a_product(name_en="Other 1/8", slug="other")
    post = made(
        "## Nullsektor 9 today\n\nIn Nullsektor 9 all is dark. Nullsektor 9 is long.\n\nWe had the Lumi Arden 1/7 here; Echo 1/8, Other 1/8."
    )
    assert post.body_en == (
        "<h2>Nullsektor 9 today</h2>\n"
        '<p>In <a href="/en/series/nullsektor-9/" rel="noopener">Nullsektor 9</a> all is dark. Nullsektor 9 is long.</p>\n'
        '<p>We had the <a href="/en/products/lumi-arden-1-7/" rel="noopener">Lumi Arden 1/7</a> here; Echo 1/8, Other 1/8.</p>'
    )
    assert list(post.series.all()) == [series]
    assert [link.product for link in PostProduct.objects.all()] == [figure]


def test_goods_alone_in_their_paragraph_become_a_card() -> None:
    series = a_series(name="Nullsektor 9")
    a_product(name_de="Lumi 1/7", slug="lumi-1-7", series=series)
    post = made("About Nullsektor 9.\n\nLumi 1/7\n\nThe end.", language="de")
    assert "</p>\n<p>[[product:lumi-1-7]]</p>\n<p>The end.</p>" in post.body_de


def test_an_existing_link_is_left_as_it_is() -> None:
    a_series(name="Nullsektor 9", slug="n9")
    assert made("Read [Nullsektor 9 here](https://example.com/).").body_en == (
        '<p>Read <a href="https://example.com/" rel="noopener">Nullsektor 9 here</a>.</p>'
    )


def test_misspelled_names_are_reported_and_not_changed() -> None:
    a_series(name="Metallic Rouge")
    text = read_file(name="x.md", content=b"# T\n\nMetallic Rogue is new. metallic Rogue Metallic Rouge's world.")
    plan = plan_import(text=text, language="en")
    assert plan.linked.wrong == {("Metallic Rogue", "Metallic Rouge"): 2}
    assert dict(report(plan))["Names that look misspelled"] == ["Metallic Rogue → Metallic Rouge (2×)"]
    assert "Metallic Rogue is new." in plan.linked.html


def test_the_same_title_twice_gets_a_number() -> None:
    a_post(slug_en="a-title")
    assert [made("x").slug_en, made("x").slug_en] == ["a-title-2", "a-title-3"]


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_file_at_once_make_two_drafts_with_addresses_of_their_own() -> None:
    author = an_author()
    text = read_file(name="x.md", content=b"# A title\n\nWords ![](a.png)", beside={"a.png": a_picture_file()}.get)

    def one() -> str | None:
        plan = plan_import(text=text, language="en")
        return import_article(plan=plan, author=author, kind="guide", by=None, at=AT).slug_en

    assert sorted(map(str, at_once(*[one] * 4))) == ["a-title", "a-title-2", "a-title-3", "a-title-4"]
    assert (Post.objects.count(), ArticlePicture.objects.count(), Picture.objects.count(), Revision.objects.count()) == (4, 4, 1, 4)


def test_a_title_without_letters_is_refused_and_leaves_no_trace() -> None:
    with pytest.raises(CannotImport, match="no title"):
        made("Words ![](a.png)", title="!!!")
    assert not Post.objects.exists()
    assert not Picture.objects.exists()


def test_nothing_is_left_when_a_picture_cannot_be_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_options: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("blog.importing.import_article.store_picture", broken)
    with pytest.raises(OSError, match="disk full"):
        made("Words ![](a.png)")
    assert (Post.objects.count(), ArticlePicture.objects.count(), Revision.objects.count()) == (0, 0, 0)


def test_the_look_at_names_costs_five_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    series = [a_series(name=f"Long Series {n}") for n in range(3)]
    for one in series:
        a_product(name_en=f"Figure of {one.name}", series=one)
    text = ReadText(title="T", html="".join(f"<p>{one.name}: Figure of {one.name}</p>" for one in series))
    with django_assert_num_queries(5):
        plan = plan_import(text=text, language="en")
    assert len(plan.linked.links) == 6


def test_who_imported_it_stands_in_the_history() -> None:
    by = a_staff_member()
    plan = plan_import(text=ReadText(title="T", html="<p>x</p>"), language="en")
    import_article(plan=plan, author=an_author(), kind="news", by=by, at=AT)
    assert Revision.objects.get().by == by


@pytest.mark.parametrize(
    ("paragraph", "excerpt"),
    [
        ("Short &amp; sweet.", "Short & sweet."),
        (f"{'One sentence of words. ' * 12}{'y' * 60}", ("One sentence of words. " * 12).strip()),
        (f"Brief. {'word ' * 80}", f"Brief. {('word ' * 58).strip()}…"),
    ],
)
def test_the_excerpt_is_the_beginning_in_whole_sentences_or_words(paragraph: str, excerpt: str) -> None:
    assert made(paragraph).excerpt_en == excerpt
