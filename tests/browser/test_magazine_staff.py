"""Those who write the magazine, in a real browser: the way back to an earlier version, and pages that everybody can use."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from blog.articles.models import Post
from blog.articles.parts import ArticlePicture, PostProduct, RankedItem
from blog.history.keep import keep_revision
from shop.catalog.models import Product
from tests.browser.matrix import SCHEMES, WIDTHS, violations
from tests.browser.test_admin import sign_in
from tests.factories import a_picture, a_post

pytestmark = pytest.mark.browser


@pytest.fixture
def post(shop: str) -> Iterator[Post]:
    """A review with a cover, a picture and goods."""
    product = Product.objects.get(slug="rouge-redstar-1-7")
    body = "<h2>Teil</h2><p>[[product:rouge-redstar-1-7]]</p><p>[[picture:1]]</p><p>Metallic Rogue.</p>"
    post = a_post(cover=a_picture(), cover_alt_de="Vorn", cover_alt_en="Front", body_de=body, score=80)
    ArticlePicture.objects.create(post=post, number=1, picture=post.cover, alt_de="Vorn", caption_en="Front")
    PostProduct.objects.create(post=post, product=product)
    keep_revision(post=post, by=None, at=timezone.now())
    yield post
    post.delete()


def url(shop: str, post: Post, page: str = "change/") -> str:
    return f"{shop}/admin/blog/post/{post.pk}/{page}"


def save(page: Page) -> None:
    page.locator("[name=_continue]").click()
    expect(page.locator(".success")).to_be_visible()


def test_earlier_version_comes_back_with_its_cover_and_places(page: Page, shop: str, post: Post) -> None:
    said = sign_in(page, shop)
    page.goto(url(shop, post))
    expect(page.locator(".field-body_de [contenteditable=true]")).to_have_attribute("aria-labelledby", "id_body_de_label")
    page.locator("#ranking-group .add-row a").click()
    page.locator("[name=ranking-0-place]").fill("1")
    page.locator("[name=ranking-0-title_de]").fill("Der erste Platz")
    save(page)
    page.locator("[name=verdict_de]").fill("Ganz anders.")
    page.locator("[name=without_cover]").check()
    page.locator("[name=ranking-0-DELETE]").check()
    save(page)
    post.refresh_from_db()
    assert (post.cover_id, post.ranking.count()) == (None, 0)

    page.goto(url(shop, post, "versions/"))
    page.locator("a[href*='/versions/']", has_text="Mit der jetzigen vergleichen").first.click()
    titles = page.locator("#content section h2").all_inner_texts()
    assert titles == ["Fazit (Deutsch)", "Titelbild", "Plätze der Liste"]
    page.get_by_role("link", name="Version 2 ins Formular holen").click()
    expect(page.locator("[name=ranking-0-title_de]")).to_have_value("Der erste Platz")
    expect(page.locator(".field-cover_upload .staff-picture, .fieldBox .staff-picture").first).to_be_visible()
    save(page)
    post.refresh_from_db()
    assert (post.cover_id is not None, RankedItem.objects.get(post=post).title_de, post.verdict_de) == (True, "Der erste Platz", "")
    assert said == []


PAGES = ("check/", "sales/", "versions/", "versions/2/", "preview/")


def test_pages_of_the_magazine_are_for_everybody(page: Page, shop: str, post: Post) -> None:
    sign_in(page, shop)
    page.emulate_media(reduced_motion="reduce")
    page.goto(url(shop, post))
    for score in ("81", "82"):
        page.locator("[name=score]").fill(score)
        save(page)
    found = []
    for path in (
        *(url(shop, post, name) for name in PAGES),
        *(f"{shop}/admin/blog/post/{name}/" for name in ("import", "sales", "cards")),
    ):
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append(f"{path} scrolls sideways at {width} px")
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                page.wait_for_timeout(400)  # the admin's colors fade
                found += violations(page, f"{path} at {width} px, {scheme}")
    assert found == []
