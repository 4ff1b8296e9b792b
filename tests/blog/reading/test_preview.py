"""A preview shows an article as it will be on its day, to whoever has the link, for a week."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.articles.models import Post
from blog.reading.preview import preview_path
from tests.factories import a_post, a_product, a_release, a_shop, a_variant

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Post:
    a_shop()
    return a_post(is_draft=True, slug_en="about", slug_de=None, title_de="", published_at=timezone.now() + timedelta(days=90))


def test_link_shows_what_nobody_else_sees(client: Client, draft: Post) -> None:
    response = client.get(preview_path(draft, language="en"))
    page = response.content.decode()
    assert (response.status_code, client.get("/en/blog/about/").status_code) == (200, 404)
    assert ('<meta name="robots" content="noindex">' in page, 'rel="canonical"' in page) == (True, False)
    assert (response["X-Frame-Options"], "no-store" in response["Cache-Control"]) == ("SAMEORIGIN", True)
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_page_is_that_of_its_day(client: Client, draft: Post) -> None:
    product = a_product(slug="lumi")
    day = timezone.localdate() + timedelta(days=30)
    a_variant(product=product, on_hand=0, preorder_limit=3, release=a_release(product=product, released_on=day, deliver_by=day))
    Post.objects.update(body_en="<p>[[product:lumi]]</p>")
    assert "inline-card" not in client.get(preview_path(draft, language="en")).content.decode()  # by then the release has passed
    Post.objects.update(published_at=timezone.now())
    assert "inline-card" in client.get(preview_path(draft, language="en")).content.decode()


@pytest.mark.parametrize("token", ["1", "1:abc:def", "x" * 200])
def test_forged_link_shows_nothing(client: Client, draft: Post, token: str) -> None:
    assert client.get(f"/en/blog/preview/{token}/").status_code == 404


def test_link_holds_for_a_week(client: Client, draft: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    link, now = preview_path(draft, language="en"), time.time()
    for days, status in ((6.9, 200), (7.1, 404)):
        monkeypatch.setattr("django.core.signing.time.time", lambda days=days: now + days * 86400)
        assert client.get(link).status_code == status


def test_language_in_which_it_is_not_there_has_no_preview(client: Client, draft: Post) -> None:
    assert client.get(preview_path(draft, language="en").replace("/en/", "/de/")).status_code == 404


def test_staff_see_it_as_a_phone_and_as_a_desktop(admin_client: Client, draft: Post) -> None:
    response = admin_client.get(f"/admin/blog/post/{draft.pk}/preview/?language=de")
    page = response.content.decode()
    assert (page.count("<iframe"), "staff-preview__phone" in page, "/en/blog/preview/" in page) == (2, True, True)
    assert "frame-src 'self'" in response["Content-Security-Policy"]
