"""Staff upload a text: who may, what becomes of it, and what is said of one that cannot be read."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from blog.articles.models import Post
from blog.history.models import Revision
from tests.factories import a_picture_file, a_series, an_author

pytestmark = pytest.mark.django_db
URL = "/admin/blog/post/import/"


def a_client(*permissions: str) -> Client:
    user = User.objects.create_user("writer", password="x", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def upload(client: Client, name: str, content: bytes, **more: object) -> object:
    data = {"file": SimpleUploadedFile(name, content), "language": "en", "author": an_author().pk, "kind": "review", **more}
    return client.post(URL, data, follow=True)


def test_a_text_with_its_pictures_becomes_a_draft() -> None:
    a_series(name="Metallic Rouge")
    client = a_client("add_post", "change_post", "view_post")
    assert b'href="/admin/blog/post/import/"' in client.get("/admin/blog/post/").content
    assert client.get(URL).status_code == 200
    source = b"# The title\n\nMetallic Rogue ![](b.png) ![](a.png) ![](a.png)\n\n![](https://far.example/c.png)"
    pictures = [SimpleUploadedFile("a.png", a_picture_file()), SimpleUploadedFile("b.png", a_picture_file(color="#000000"))]
    page = upload(client, "x.md", source, pictures=pictures)
    post = Post.objects.get()
    assert page.redirect_chain == [(f"/admin/blog/post/{post.pk}/change/", 302)]  # type: ignore[attr-defined]
    text = page.content.decode()  # type: ignore[attr-defined]
    for words in ("imported as a draft", "Metallic Rogue → Metallic Rouge (1×)", "https://far.example/c.png"):
        assert words in text
    assert [picture.alt_en for picture in post.pictures.all()] == ["b.png", "a.png", "a.png"]
    assert Revision.objects.get().by == User.objects.get()


def test_who_may_not_write_may_not_import() -> None:
    client = a_client("view_post")
    assert client.get(URL).status_code == 403
    assert upload(client, "x.md", b"# T\n\nx").status_code == 403  # type: ignore[attr-defined]
    assert b"post/import/" not in client.get("/admin/blog/post/").content
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("x.pdf", b"%PDF", "Files of this kind"), ("x.docx", b"no", "not a Word document"), ("x.md", b"# !!!\n\nx", "no title")],
)
def test_what_cannot_be_read_is_said_beside_the_field(name: str, content: bytes, words: str) -> None:
    page = upload(a_client("add_post"), name, content)
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert words in page.content.decode()  # type: ignore[attr-defined]
    assert not Post.objects.exists()


def test_a_report_is_safe_html() -> None:
    page = upload(a_client("add_post", "change_post", "view_post"), "x.html", b"<p>x</p><nav>&lt;script&gt;alert(1)</nav>")
    assert "&lt;script&gt;alert(1)" in page.content.decode()  # type: ignore[attr-defined]
    assert "<script>alert(1)" not in page.content.decode()  # type: ignore[attr-defined]
