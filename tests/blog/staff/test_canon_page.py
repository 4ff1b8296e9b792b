"""Editors are told on saving, before publishing and on a page of its own; one click puts a name right."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from blog.articles.models import Post
from blog.canon.models import RightName
from tests.factories import a_post, a_series

pytestmark = pytest.mark.django_db


def a_client(*permissions: str) -> Client:
    user = User.objects.create_user("writer", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def post() -> Post:
    a_series(name="Metallic Rouge")
    return a_post(body_en="<p>Metallic Rogue</p><h3>Deep</h3>", slug_de=None, is_draft=True)


def fix(client: Client, post: Post, **changes: object) -> str:
    data = {"language": "en", "wrong": "Metallic Rogue", "right": "Metallic Rouge", "seen": post.version, **changes}
    page = client.post(f"/admin/blog/post/{post.pk}/check/correction/", data, follow=True)
    assert page.redirect_chain == [(f"/admin/blog/post/{post.pk}/check/", 302)]
    return page.content.decode()


def test_the_page_tells_and_one_click_mends(post: Post) -> None:
    client = a_client("view_post", "change_post")
    page = client.get(f"/admin/blog/post/{post.pk}/check/").content.decode()
    assert "English: “Metallic Rogue” (1×) is called “Metallic Rouge” in the catalog" in page
    assert "English: the heading “Deep” is of the third level" in page
    assert "“Metallic Rogue” was changed to “Metallic Rouge” in 1 place." in fix(client, post)
    post.refresh_from_db()
    assert post.body_en.startswith("<p>Metallic Rouge</p>")


def test_who_comes_second_is_told(post: Post) -> None:
    assert "Somebody saved this article meanwhile" in fix(a_client("view_post", "change_post"), post, seen=7)
    post.refresh_from_db()
    assert (post.body_en, post.version) == ("<p>Metallic Rogue</p><h3>Deep</h3>", 1)


@pytest.mark.parametrize(
    "changes", [{"wrong": "x"}, {"right": "<script>"}, {"language": "fr"}, {"seen": "no"}, {"wrong": "x" * 5000}]
)
def test_odd_requests_change_nothing(post: Post, changes: dict[str, str]) -> None:
    assert "<script>x" not in fix(a_client("view_post", "change_post"), post, **changes)
    post.refresh_from_db()
    assert (post.body_en, post.version) == ("<p>Metallic Rogue</p><h3>Deep</h3>", 1)


@pytest.mark.parametrize(("button", "here"), [("here", True), ("everywhere", False)])
def test_a_name_can_be_said_to_be_right(post: Post, button: str, here: bool) -> None:
    client = a_client("view_post", "change_post")
    page = client.post(f"/admin/blog/post/{post.pk}/check/right/", {"words": "Metallic Rogue", button: ""}, follow=True)
    assert "“Metallic Rogue” (1×)" not in page.content.decode()
    kept = RightName.objects.get()
    assert (kept.words, kept.post, kept.by) == ("Metallic Rogue", post if here else None, User.objects.get())


def test_no_words_are_no_name(post: Post) -> None:
    page = a_client("view_post", "change_post").post(f"/admin/blog/post/{post.pk}/check/right/", {"words": ""}, follow=True)
    assert "cannot be kept as a name" in page.content.decode()
    assert not RightName.objects.exists()


def test_who_may_only_look_cannot_change(post: Post) -> None:
    client = a_client("view_post")
    assert "Right everywhere" not in client.get(f"/admin/blog/post/{post.pk}/check/").content.decode()
    for where in ("correction", "right"):
        assert client.post(f"/admin/blog/post/{post.pk}/check/{where}/", {"words": "x"}).status_code == 403
    assert (RightName.objects.count(), Post.objects.get().version) == (0, 1)
    User.objects.all().update(is_superuser=False)
    User.objects.get().user_permissions.clear()
    assert client.get(f"/admin/blog/post/{post.pk}/check/").status_code == 403


def test_pages_of_no_article_are_not_there() -> None:
    client = a_client("view_post", "change_post")
    assert client.get("/admin/blog/post/99/check/").status_code == 404
    assert client.get("/admin/blog/post/99/check/correction/").status_code == 405
