"""An earlier version comes back whole: what the form then shows, saved as a browser sends it, is what the version was."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from lxml import html
from zeal import zeal_ignore

from blog.articles.models import Post, Tag
from blog.articles.parts import ArticlePicture, Criterion, PostProduct, RankedItem
from blog.history.contents import NAMES, PARTS, contents_of
from blog.history.keep import keep_revision
from blog.history.models import Autosave, Revision
from demo.load_shop import load_shop
from shop.catalog.models import Product
from shop.pictures.sweep import unused_pictures
from tests.blog.staff.test_articles import editor
from tests.factories import AT, a_picture, a_post, a_product, a_series, an_author
from tests.shop.staff.test_admin import picture

pytestmark = pytest.mark.django_db
OLD = {"pk": 1}


@pytest.fixture
def post() -> Post:
    """An article with something in every field, as version 1."""
    load_shop(at=timezone.now())
    series, product = a_series(name="Lumiversum"), a_product(name="Lumi")
    post = a_post(
        kind="top10", title_de="Erster Titel", title_en="First title", cover=a_picture(color="#112233"), cover_alt_de="Vorn",
        cover_alt_en="Front", reviewed_de="Staffel 2", reviewed_en="Season 2", subject="season", reviewed_series=series, season=2,
        reviewed_product=product, score=78, verdict_de="Gut.", verdict_en="Good.", spoilers="light", is_countdown=True,
        is_advertising=True, is_review_copy=True, published_at=AT,
    )  # fmt: skip
    post.series.set([series, a_series(name="Nullsektor 9")])
    post.tags.set([Tag.objects.create(name_de="Neu", name_en="New", slug="new")])
    ArticlePicture.objects.create(post=post, number=1, picture=a_picture(color="#223344"), alt_de="Eins", caption_en="One")
    ArticlePicture.objects.create(post=post, number=2, picture=a_picture(color="#334455"), alt_en="Two")
    PostProduct.objects.create(post=post, product=product, position=2)
    PostProduct.objects.create(post=post, product=a_product(name="Rouge"), position=1)
    Criterion.objects.create(post=post, name_de="Bild", name_en="Picture", score=80, position=1)
    Criterion.objects.create(post=post, name_de="Ton", name_en="Sound", score=60, position=2)
    RankedItem.objects.create(
        post=post, place=1, title_de="Platz eins", text_de="Warum.", title_en="Place one", text_en="Why.",
        picture=a_picture(color="#445566"), alt_de="Sieger", alt_en="Winner", product=product,
    )  # fmt: skip
    RankedItem.objects.create(post=post, place=2, title_de="Platz zwei")
    keep_revision(post=post, by=None, at=timezone.now())
    return post


def url(post: Post, page: str = "change/") -> str:
    return f"/admin/blog/post/{post.pk}/{page}"


def shown(client: Client, post: Post, query: str = "") -> dict[str, Any]:
    """The form of an article as a browser would send it."""
    page = client.get(url(post) + query)
    assert page.status_code == 200
    (form,) = [one for one in html.fromstring(page.content.decode()).forms if one.get("id") == "post_form"]
    values: dict[str, Any] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values


def save(client: Client, post: Post, values: dict[str, Any]) -> None:
    with zeal_ignore():  # Django's formsets look up each row of a form that is sent
        response = client.post(url(post), values)
    assert response.status_code == 302, response.context["errors"]


def contents(post: Post) -> dict[str, Any]:
    data = contents_of(Post.objects.get(pk=post.pk))
    data["published_at"] = Post.objects.get(pk=post.pk).published_at
    return {name: value for name, value in data.items() if name != NAMES}


def delete_of(model: Any, number: int = 0) -> Callable[[Post], object]:
    return lambda post: model.objects.filter(post=post)[number].delete()


CHANGES: dict[str, Callable[[Post], object]] = {
    **{
        f"{name}_{code}": lambda post, field=f"{name}_{code}": Post.objects.update(**{field: "other"})  # type: ignore[misc]
        for name in ("title", "slug", "excerpt", "body", "reviewed", "verdict", "cover_alt")
        for code in ("de", "en")
    },
    "kind": lambda post: Post.objects.update(kind="news"),
    "author": lambda post: Post.objects.update(author=an_author(name="Ben", slug="ben")),
    "series": lambda post: post.series.set([a_series(name="Third")]),
    "no series": lambda post: post.series.clear(),
    "tags": lambda post: post.tags.set([Tag.objects.create(name_de="Alt", name_en="Old", slug="old")]),
    "no tags": lambda post: post.tags.clear(),
    "cover": lambda post: Post.objects.update(cover=a_picture(color="#998877")),
    "no cover": lambda post: Post.objects.update(cover=None),
    "subject": lambda post: Post.objects.update(subject="series"),
    "reviewed series": lambda post: Post.objects.update(reviewed_series=a_series(name="Third")),
    "season": lambda post: Post.objects.update(season=3),
    "episode": lambda post: Post.objects.update(episode=4),
    "reviewed product": lambda post: Post.objects.update(reviewed_product=None),
    "score": lambda post: Post.objects.update(score=None),
    "spoilers": lambda post: Post.objects.update(spoilers=""),
    "countdown": lambda post: Post.objects.update(is_countdown=False),
    "advertising": lambda post: Post.objects.update(is_advertising=False),
    "review copy": lambda post: Post.objects.update(is_review_copy=False),
    "picture replaced": lambda post: ArticlePicture.objects.filter(number=1).update(picture=a_picture(color="#abcdef")),
    "picture's words": lambda post: ArticlePicture.objects.filter(number=1).update(alt_de="", alt_en="New", caption_en=""),
    "picture gone": delete_of(ArticlePicture),
    "picture came": lambda post: ArticlePicture.objects.create(post=post, number=3, picture=a_picture(), alt_de="Drei"),
    "picture's number": lambda post: ArticlePicture.objects.filter(number=2).update(number=7),
    "goods gone": delete_of(PostProduct),
    "goods came": lambda post: PostProduct.objects.create(post=post, product=a_product(name="Third"), position=3),
    "goods' order": lambda post: PostProduct.objects.filter(position=2).update(position=0),
    "criterion's score": lambda post: Criterion.objects.filter(position=1).update(score=10),
    "criterion gone": delete_of(Criterion),
    "criterion came": lambda post: Criterion.objects.create(post=post, name_de="C", name_en="C", score=1, position=3),
    "place's words": lambda post: RankedItem.objects.filter(place=1).update(title_de="Anders", text_en="Otherwise."),
    "place's picture": lambda post: RankedItem.objects.filter(place=1).update(picture=a_picture(color="#abcdef")),
    "place without picture": lambda post: RankedItem.objects.filter(place=1).update(picture=None),
    "place with picture": lambda post: RankedItem.objects.filter(place=2).update(picture=a_picture(), alt_de="Zwei"),
    "place's product": lambda post: RankedItem.objects.filter(place=1).update(product=None),
    "place gone": delete_of(RankedItem),
    "place came": lambda post: RankedItem.objects.create(post=post, place=3, title_de="Drei"),
    "places swapped": lambda post: [
        RankedItem.objects.filter(place=old).update(place=new) for old, new in ((1, 9), (2, 1), (9, 2))
    ],
    "all parts gone": lambda post: [part.model._default_manager.all().delete() for part in PARTS],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changed_comes_back(post: Post, change: Callable[[Post], object]) -> None:
    client = editor()
    before = contents(post)
    change(Post.objects.get())
    changed = contents(post)
    assert changed != before
    values = shown(client, post, "?restore=1")
    assert contents(post) == changed  # nothing happens before it is saved
    save(client, post, values)
    assert contents(post) == before


def test_form_that_is_opened_and_saved_changes_nothing(post: Post) -> None:
    client = editor()
    before = contents(post)
    save(client, post, shown(client, post))
    assert (contents(post), Revision.objects.count()) == (before, 2)


def test_restored_form_may_still_be_changed(post: Post) -> None:
    client = editor()
    ArticlePicture.objects.filter(number=1).update(alt_de="Später")
    values = shown(client, post, "?restore=1") | {"pictures-0-caption_en": "Typed"}
    save(client, post, values)
    found = ArticlePicture.objects.get(number=1)
    assert (found.alt_de, found.caption_en) == ("Eins", "Typed")


def test_upload_goes_before_what_is_restored(post: Post) -> None:
    client = editor()
    Post.objects.update(cover=None)
    save(client, post, shown(client, post, "?restore=1") | {"cover_upload": picture()})
    assert Post.objects.get().cover_id not in (None, post.cover_id)


def test_published_or_not_is_no_matter_of_an_old_version(post: Post) -> None:
    client = editor()
    Post.objects.update(is_draft=True)
    save(client, post, shown(client, post, "?restore=1"))
    assert Post.objects.get().is_draft is True
    page = client.get(url(post, "versions/1/")).content.decode()
    assert "<h2>Draft</h2>" in page


def test_comparison_speaks_in_names(post: Post) -> None:
    client = editor()
    RankedItem.objects.filter(place=1).update(product=None, alt_en="Champion")
    post.series.set([a_series(name="Third")])
    Post.objects.update(is_review_copy=False, spoilers="full", reviewed_product=None)
    save(client, post, shown(client, post))
    page = html.fromstring(client.get(url(post, "versions/1/")).content.decode())
    found = {
        section.findtext("h2"): [" ".join(side.text_content().split()) for side in section.find_class("staff-compare__text")]
        for section in page.findall(".//section[@class='module']")
    }
    assert found == {
        "Series": ["Lumiversum, Nullsektor 9", "Third"],
        "Reviewed product": ["Lumi (figure)", ""],
        "Spoilers": ["hints at what happens", "tells what happens"],
        "Review copy": ["yes", "no"],
        "Ranked items": [
            "place: 1 title (German): Platz eins title (English): Place one text (German): Warum. text (English): Why. "
            f"picture: no. {number}, 60 × 40 "
            f"alternative text (German): Sieger alternative text (English): {alt}{goods} place: 2 title (German): Platz zwei"
            for number in [RankedItem.objects.get(place=1).picture_id]
            for alt, goods in (("Winner", " product: Lumi (figure)"), ("Champion", ""))
        ],
    }


def test_what_is_gone_is_told_by_its_name_and_left_out(post: Post) -> None:
    client = editor()
    Post.objects.update(reviewed_product=None)
    post.series.clear()
    Tag.objects.all().delete()
    Product.objects.filter(name_en="Lumi (figure)").delete()
    page = client.get(f"{url(post)}?restore=1").content.decode()
    assert re.search("No longer there, and therefore left out:(.*?)</p>", page)[1].strip() == "tag: New; product: Lumi (figure)"  # type: ignore[index]
    save(client, post, shown(client, post, "?restore=1"))
    saved = contents(post)
    assert (saved["tags"], saved["reviewed_product"], len(saved["links"]), saved["ranking"][0]["product"]) == ([], None, 1, None)
    assert client.get(url(post, "versions/1/")).status_code == 200


def test_version_from_before_a_field_was_kept_says_nothing_of_it(post: Post) -> None:
    client = editor()
    revision = Revision.objects.get()
    revision.data = {"title_de": "Alt", "author": post.author_id, "kind": "review"}
    revision.save()
    before = contents(post)
    save(client, post, shown(client, post, "?restore=1"))
    assert contents(post) == before | {"title_de": "Alt", "kind": "review"}
    save(client, post, shown(client, post) | {"kind": "news"})
    page = client.get(url(post, "versions/1/")).content.decode()
    assert ("<h2>Kind</h2>" in page, page.count("<h2>")) == (True, 1)


def test_picture_of_a_version_is_in_use(post: Post) -> None:
    number, cover = RankedItem.objects.get(place=1).picture_id, post.cover_id
    RankedItem.objects.all().delete()
    Post.objects.update(cover=None)
    unused = set(unused_pictures(before=timezone.now()).values_list("pk", flat=True))
    assert not unused & {number, cover}
    Revision.objects.all().delete()
    assert {number, cover} <= set(unused_pictures(before=timezone.now()).values_list("pk", flat=True))


def test_what_was_typed_comes_back_with_rows_and_boxes(post: Post) -> None:
    client = editor()
    values = shown(client, post) | {
        "title_de": "Getippt",
        "series": "",
        "pictures-0-number": "5",
        "pictures-0-alt_de": "Getippt",
        "criteria-0-DELETE": "on",
        "ranking-TOTAL_FORMS": "3",
        "ranking-2-place": "3",
        "ranking-2-title_de": "Drei",
        "is_advertising": "",
    }
    assert client.post(f"/admin/blog/post/autosave/?post={post.pk}", values).status_code == 200
    back = shown(client, post, "?restore=typed")
    assert (back["title_de"], back.get("series"), back.get("is_advertising"), back["is_review_copy"]) == (
        ["Getippt"],
        None,
        None,
        ["on"],
    )
    save(client, post, back)
    assert (Post.objects.get().title_de, post.series.count(), Post.objects.get().is_advertising) == ("Getippt", 0, False)
    kept = ArticlePicture.objects.get(number=5)
    assert (kept.alt_de, kept.caption_en, kept.picture_id) == ("Getippt", "One", kept.picture_id)
    assert (Criterion.objects.count(), RankedItem.objects.get(place=3).title_de) == (1, "Drei")
    assert (RankedItem.objects.get(place=1).picture_id is not None, Autosave.objects.count()) == (True, 0)


def test_typed_nonsense_is_left_out(post: Post) -> None:
    client = editor()
    typed = {
        "title_de": "Getippt", "series": ["x", "999999"], "reviewed_product": "-1", "author": "abc", "kept_cover": "999999",
        "links-TOTAL_FORMS": "99999999999999", "ranking-TOTAL_FORMS": "1", "ranking-0-place": "eins", "ranking-0-product": "999999",
    }  # fmt: skip
    assert client.post(f"/admin/blog/post/autosave/?post={post.pk}", typed).status_code == 200
    back = shown(client, post, "?restore=typed")
    assert (back["title_de"], back.get("series"), back["reviewed_product"]) == (["Getippt"], None, [""])


def test_second_of_two_editors_is_told_when_only_a_picture_or_the_goods_changed(post: Post) -> None:
    first, second = editor("anna"), editor("ben")
    theirs, mine = shown(first, post), shown(second, post)
    save(first, post, theirs | {"pictures-0-caption_de": "Von Anna", "links-0-DELETE": "on"})
    with zeal_ignore():
        response = second.post(url(post), mine | {"pictures-0-caption_de": "Von Ben"})
    assert "anna saved this article while you were writing" in response.content.decode()
    assert (ArticlePicture.objects.get(number=1).caption_de, PostProduct.objects.count()) == ("Von Anna", 1)
    assert Revision.objects.get(version=2).data["pictures"][0]["caption_de"] == "Von Anna"


@pytest.mark.parametrize(("query", "page"), [("", "versions/"), ("", "versions/1/"), ("?restore=1", "change/")])
def test_pages_cost_as_many_queries_for_many_rows(post: Post, query: str, page: str, django_assert_num_queries: Any) -> None:
    client = editor()
    client.get(url(post, page) + query)
    for number in range(3, 6):
        ArticlePicture.objects.create(post=post, number=number, picture=a_picture(color=f"#12345{number}"), alt_de="x")
        RankedItem.objects.create(post=post, place=number, title_de="x", product=a_product(name=f"Nr. {number}"))
        Post.objects.update(version=number)
        keep_revision(post=Post.objects.get(), by=User.objects.get(username="editor"), at=timezone.now())
    Revision.objects.filter(version=1).update(data=Revision.objects.get(version=3).data)
    with django_assert_num_queries(QUERIES[page]):
        client.get(url(post, page) + query)
    ArticlePicture.objects.create(post=post, number=9, picture=a_picture(color="#999999"), alt_de="x")
    Post.objects.update(version=9)
    keep_revision(post=Post.objects.get(), by=User.objects.get(username="editor"), at=timezone.now())
    Revision.objects.filter(version=1).update(data=Revision.objects.get(version=9).data)
    with django_assert_num_queries(QUERIES[page]):
        client.get(url(post, page) + query)


QUERIES = {"versions/": 6, "versions/1/": 7, "change/": 31}
