"""Readers of an article in a real browser: what is counted of them, and what is not."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from blog.articles.models import Post
from blog.figures.models import ArticleDay

pytestmark = pytest.mark.browser
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
ARTICLE = "metallic-rouge-episode-1"


@pytest.fixture
def reader(browser: Browser, shop: str) -> Page:
    """On the article's page, with the browser's clock in our hands and a name that is no machine's."""
    context = browser.new_context(user_agent=READER)
    page = context.new_page()
    page.clock.install()
    page.goto(f"{shop}/de/blog/{Post.objects.get(slug_en=ARTICLE).slug_de}/")
    yield page  # type: ignore[misc]
    context.close()


def counted(page: Page) -> tuple[int, int]:
    """Reads and clicks of the article, when the browser has nothing left to tell."""
    page.wait_for_load_state("networkidle")
    row = ArticleDay.objects.filter(post__slug_en=ARTICLE, on=timezone.localdate()).values_list("reads", "clicks").first()
    return row or (0, 0)


def test_article_that_stays_on_the_screen_is_read_once(reader: Page) -> None:
    reader.clock.run_for(9_000)
    before = counted(reader)
    with reader.expect_response("**/reads/") as told:
        reader.clock.run_for(2_000)
    reader.clock.run_for(60_000)
    assert (before, told.value.status, counted(reader)) == ((0, 0), 204, (1, 0))
    assert reader.context.cookies() == []


def test_page_behind_another_is_not_read(reader: Page) -> None:
    reader.evaluate("Object.defineProperty(document, 'hidden', { value: true })")
    reader.clock.run_for(60_000)
    assert counted(reader) == (0, 0)


def test_card_is_clicked_by_link_middle_button_and_purchase(reader: Page) -> None:
    card = reader.locator(".inline-card").first
    with reader.expect_response("**/clicks/"):
        card.locator(".inline-card__name a").click(button="middle")
    reader.locator("h1").click()
    card.locator(".inline-card__name a").click(button="right")
    assert counted(reader) == (0, 1)
    with reader.expect_response("**/clicks/"):
        card.locator("button[type=submit]").click()
    assert counted(reader) == (0, 2)
    reader.go_back()
    with reader.expect_response("**/clicks/"):
        reader.locator(".inline-card__name a").first.click()
    expect(reader.locator("h1")).to_be_visible()
    assert counted(reader) == (0, 3)
