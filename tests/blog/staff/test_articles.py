"""The editors' page: write, link a product, publish; what an author may not, and what the text may not hold."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from blog.articles.models import Author, Post
from shop.catalog.models import Product
from shop.catalog.slug_redirect import keep_old_slug
from tests.factories import a_picture_file
from tests.shop.staff.test_admin import picture
from tests.small_shop import load_small_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> None:
    load_small_shop(at=timezone.now(), products=["rouge-redstar-1-7"], articles=[])


def editor(name: str = "editor", *, publishes: bool = True) -> Client:
    user = User.objects.create_user(name, password="x", is_staff=True)
    user.groups.set(Group.objects.filter(name="Magazin"))
    if not publishes:
        user.groups.clear()
        user.user_permissions.set(
            Permission.objects.filter(codename__in=("add_post", "change_post", "view_post", "add_postproduct"))
        )
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def post_form(**changes: Any) -> dict[str, Any]:
    values = {
        "kind": "review",
        "author": Author.objects.first().pk,  # type: ignore[union-attr]
        "published_at_0": "2026-11-20",
        "published_at_1": "10:00:00",
        "title_de": "Neuer Artikel",
        "slug_de": "neuer-artikel",
        "excerpt_de": "Ein Anriss.",
        "body_de": "<p>Vorher.</p><p>[[product:rouge-redstar-1-7]]</p><p>Nachher.</p>",
        "title_en": "New article",
        "slug_en": "new-article",
        "excerpt_en": "An excerpt.",
        "body_en": "<p>Text.</p>",
        "cover_upload": picture(),
        "cover_alt_de": "Eine Figur",
        "cover_alt_en": "A figure",
        "score": "85",
        "links-TOTAL_FORMS": "1",
        "links-INITIAL_FORMS": "0",
        "links-0-product": Product.objects.get(slug="rouge-redstar-1-7").pk,
        "links-0-position": "0",
        **{f"{rows}-{count}_FORMS": "0" for rows in ("criteria", "ranking", "pictures") for count in ("TOTAL", "INITIAL")},
    }
    return {**values, **changes}


@pytest.mark.usefixtures("shop")
def test_editor_publishes_a_review_with_a_card_and_it_is_live() -> None:
    response = editor().post("/admin/blog/post/add/", post_form())
    assert response.status_code == 302, response.context["errors"]
    page = Client().get("/de/blog/neuer-artikel/").content.decode()
    assert ("Vorher." in page, "[[product" in page, "/de/products/rouge-redstar-1-7/" in page) == (True, False, True)
    about = Client().get("/de/products/rouge-redstar-1-7/").content.decode()
    assert "/de/blog/neuer-artikel/" in about


@pytest.mark.usefixtures("shop")
def test_author_without_the_right_to_publish_makes_a_draft() -> None:
    response = editor("author", publishes=False).post("/admin/blog/post/add/", post_form())
    assert response.status_code == 302, response.context["errors"]
    assert Post.objects.get().is_draft is True
    assert Client().get("/de/blog/neuer-artikel/").status_code == 404


@pytest.mark.usefixtures("shop")
def test_author_may_not_change_what_is_published() -> None:
    editor().post("/admin/blog/post/add/", post_form())
    post = Post.objects.get()
    response = editor("author", publishes=False).post(f"/admin/blog/post/{post.pk}/change/", post_form(title_de="Anders"))
    assert response.status_code == 403
    post.refresh_from_db()
    assert post.title_de == "Neuer Artikel"


@pytest.mark.usefixtures("shop")
def test_card_of_an_unknown_product_is_refused_by_name() -> None:
    response = editor().post("/admin/blog/post/add/", post_form(body_de="<p>[[product:no-such-figure]]</p>"))
    assert "There is no product with this address: no-such-figure." in response.content.decode()
    assert Post.objects.count() == 0


@pytest.mark.usefixtures("shop")
def test_script_in_the_text_is_removed_on_save_and_on_render() -> None:
    bad = "<p onclick='x()'>Hallo<script>alert(1)</script><a href='javascript:alert(1)'>Link</a><img src=x onerror=alert(1)></p>"
    editor().post("/admin/blog/post/add/", post_form(body_de=bad))
    post = Post.objects.get()
    assert ("script" in post.body_de, "onclick" in post.body_de, "javascript" in post.body_de) == (False, False, False)
    Post.objects.update(body_de=bad)
    page = Client().get("/de/blog/neuer-artikel/").content.decode()
    assert ("alert(1)" in page.split("<main")[1], "onclick" in page, "javascript:" in page) == (False, False, False)


def kill(slug: str = "rouge-redstar-1-7") -> None:
    Product.objects.filter(slug=slug).update(is_published=False)


@pytest.mark.usefixtures("shop")
def test_publishing_with_a_dead_card_is_refused_once_and_then_done_all_the_same() -> None:
    kill()
    client = editor()
    response = client.post("/admin/blog/post/add/", post_form())
    page = response.content.decode()
    assert "German: the card “rouge-redstar-1-7” is not shown: nothing can be bought in its place" in page
    assert ('type="checkbox" name="publish_anyway"' in page, Post.objects.count()) == (True, 0)
    assert client.post("/admin/blog/post/add/", post_form(publish_anyway="on")).status_code == 302
    assert Post.objects.get().is_draft is False


@pytest.mark.usefixtures("shop")
def test_draft_with_a_dead_card_is_saved_and_warned_of_when_it_is_published() -> None:
    kill()
    client = editor()
    assert client.post("/admin/blog/post/add/", post_form(is_draft="on")).status_code == 302
    url = f"/admin/blog/post/{Post.objects.get().pk}/change/"
    without_links = {"links-TOTAL_FORMS": "0", "seen_version": "1"}
    assert (client.post(url, post_form(**without_links)).status_code, Post.objects.get().is_draft) == (200, True)
    Product.objects.update(is_published=True)
    assert (client.post(url, post_form(**without_links)).status_code, Post.objects.get().is_draft) == (302, False)


@pytest.mark.usefixtures("shop")
def test_page_of_all_cards_shows_the_dead_first_and_asks_for_the_right_to_see_articles() -> None:
    client = editor()
    client.post("/admin/blog/post/add/", post_form())
    assert "0 cards show something else" in client.get("/admin/blog/post/cards/").content.decode()
    kill()
    page = client.get("/admin/blog/post/cards/").content.decode()
    assert ("1 card shows something else" in page, "nothing can be bought in its place" in page) == (True, True)
    assert "/admin/blog/post/cards/" in client.get("/admin/blog/post/").content.decode()
    User.objects.create_user("packer", password="x", is_staff=True)
    other = Client()
    other.force_login(User.objects.get(username="packer"))
    assert other.get("/admin/blog/post/cards/").status_code == 403


@pytest.mark.usefixtures("shop")
def test_card_is_saved_under_the_present_name_of_its_product() -> None:
    product, form = Product.objects.get(slug="rouge-redstar-1-7"), post_form()
    product.slug = "rouge-again"
    product.save()
    keep_old_slug(thing=product, old_slug="rouge-redstar-1-7")
    editor().post("/admin/blog/post/add/", form)
    assert Post.objects.get().body_de == "<p>Vorher.</p><p>[[product:rouge-again]]</p><p>Nachher.</p>"


def a_place(**changes: Any) -> dict[str, Any]:
    values = {"place": "1", "title_de": "Lumi", "text_de": "Text.", "alt_de": "Lumi winkt", "upload": picture(), **changes}
    return {"ranking-TOTAL_FORMS": "1", **{f"ranking-0-{name}": value for name, value in values.items()}}


@pytest.mark.usefixtures("shop")
def test_editor_writes_a_top_list_with_criteria_and_pictures() -> None:
    form = post_form(
        kind="top10", **a_place(), **{"criteria-TOTAL_FORMS": "1", "criteria-0-name_de": "Bild", "criteria-0-score": "80"}
    )
    form |= {"criteria-0-name_en": "Pictures", "criteria-0-position": "0"}
    response = editor().post("/admin/blog/post/add/", form)
    assert response.status_code == 302, response.context["errors"]
    place = Post.objects.get().ranking.get()
    assert (place.title_de, place.picture is not None, Post.objects.get().criteria.get().score) == ("Lumi", True, 80)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (a_place(alt_de="", upload=SimpleUploadedFile("x.png", a_picture_file())), "Please say what the picture shows"),
        (a_place(upload=SimpleUploadedFile("x.png", b"no picture")), "This is not a picture that can be read."),
        ({"subject": "product"}, "Please choose the product that is reviewed."),
        ({"subject": "episode"}, "Please choose the series that is reviewed"),
        ({"score": "101"}, "less than or equal to 100"),
    ],
)
def test_bad_review_fields_are_refused_in_words(changes: dict[str, Any], message: str) -> None:
    response = editor().post("/admin/blog/post/add/", post_form(**changes))
    assert (message in response.content.decode(), Post.objects.count()) == (True, 0)


def a_text_picture(**changes: Any) -> dict[str, Any]:
    values = {"number": "1", "alt_de": "Lumi winkt", "upload": SimpleUploadedFile("x.png", a_picture_file()), **changes}
    return {"pictures-TOTAL_FORMS": "1", **{f"pictures-0-{name}": value for name, value in values.items()}}


@pytest.mark.usefixtures("shop")
def test_picture_in_the_text_is_written_anew_and_shown_at_its_mark() -> None:
    response = editor().post(
        "/admin/blog/post/add/", post_form(body_de="<p>[[picture:1]]</p>", cover_upload="", **a_text_picture())
    )
    assert response.status_code == 302, response.context["errors"]
    assert 'alt="Lumi winkt"' in Client().get("/de/blog/neuer-artikel/").content.decode()


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"alt_de": ""}, "Please say what the picture shows"),
        ({"upload": SimpleUploadedFile("x.png", b"no picture")}, "This is not a picture that can be read."),
        ({"upload": ""}, "Please choose a picture."),
    ],
)
def test_picture_without_alternative_text_or_without_a_picture_is_refused(changes: dict[str, Any], message: str) -> None:
    response = editor().post("/admin/blog/post/add/", post_form(**a_text_picture(**changes)))
    assert (message in response.content.decode(), Post.objects.count()) == (True, 0)
