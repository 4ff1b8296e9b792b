"""The main job, as a person does it: read a review, buy the figure; in both languages, with and without JavaScript."""

import re

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from blog.articles.models import Post
from shop.mail.send import send_due_mails
from shop.orders.models import Order

WORDS = {
    "de": {
        "add": "In den Warenkorb",
        "cart": "Zum Warenkorb",
        "checkout": "Zur Kasse",
        "transfer": "Vorkasse per Überweisung",
        "card": "Online bezahlen (Karte und mehr, über Stripe)",
        "order": "Zahlungspflichtig bestellen",
        "pay": "Mit Testkarte bezahlen",
    },
    "en": {
        "add": "Add to cart",
        "cart": "To the cart",
        "checkout": "Checkout",
        "transfer": "Bank transfer in advance",
        "card": "Pay online (card and more, via Stripe)",
        "order": "Order with obligation to pay",
        "pay": "Pay with test card",
    },
}


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def visitor(request: pytest.FixtureRequest, browser: Browser, shop: str):  # type: ignore[no-untyped-def]
    """A page of a browser with or without JavaScript."""
    context = browser.new_context(java_script_enabled=request.param, base_url=shop, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def read_and_choose(page: Page, language: str) -> None:
    """Home, the lead review, and from it to the figure."""
    page.goto(f"/{language}/")
    page.locator(f"main a[href*='/{language}/blog/metallic-rouge']").first.click()
    expect(page.locator("h1")).to_contain_text("Metallic Rouge")
    page.locator(f"main a[href^='/{language}/products/rouge-redstar-1-7/']").first.click()
    expect(page.locator("h1")).to_contain_text("Rouge Redstar")


def buy(page: Page, language: str, method: str) -> None:
    """From the figure to the last click, as a guest."""
    words = WORDS[language]
    scripted = page.locator("[data-more]").is_visible()
    page.get_by_role("button", name=words["add"], exact=True).click()
    if scripted:  # the cart panel opens; without JavaScript the form leads to the cart itself
        page.get_by_role("dialog").get_by_role("link", name=words["cart"]).click()
    expect(page).to_have_url(re.compile(f"/{language}/cart/$"))
    page.get_by_role("link", name=words["checkout"]).click()
    page.locator("[name=email]").fill("mika@example.org")
    page.locator("[name=delivery-name]").fill("Mika Muster")
    page.locator("[name=delivery-street]").fill("Sternweg 1")
    page.locator("[name=delivery-postcode]").fill("10115")
    page.locator("[name=delivery-city]").fill("Berlin")
    page.locator("main form button[type=submit]").last.click()
    page.get_by_label(words[method]).check()
    page.locator("main form button[type=submit]").last.click()
    page.get_by_role("button", name=words["order"], exact=True).click()


@pytest.mark.parametrize("language", ["de", "en"])
def test_reader_buys_the_figure_by_bank_transfer(visitor: Page, language: str) -> None:
    read_and_choose(visitor, language)
    buy(visitor, language, "transfer")
    expect(visitor).to_have_url(re.compile(f"/{language}/orders/"))
    order = Order.objects.get()
    expect(visitor.locator("main")).to_contain_text(order.number)
    expect(visitor.locator("main")).to_contain_text("DE02 1203 0000 0000 2020 51")
    assert (order.state, order.total, order.language) == ("pending", 199_00, language)
    assert order.lines.get().from_article == Post.objects.get(slug_de__startswith="metallic-rouge").pk
    send_due_mails(at=timezone.now())
    [message] = mail.outbox
    assert (message.to, order.number in message.subject, "DE02 1203 0000 0000 2020 51" in message.body) == (
        ["mika@example.org"],
        True,
        True,
    )


@pytest.mark.parametrize("language", ["de", "en"])
def test_reader_buys_the_figure_by_card(visitor: Page, language: str) -> None:
    read_and_choose(visitor, language)
    buy(visitor, language, "card")
    visitor.get_by_role("button", name=WORDS[language]["pay"]).click()
    expect(visitor).to_have_url(re.compile(f"/{language}/orders/"))
    order = Order.objects.get()
    assert (order.state, order.payments.get().captured) == ("paid", 199_00)
    expect(visitor.locator("main")).to_contain_text(order.number)


def test_declined_card_leaves_an_order_that_can_still_be_paid(visitor: Page) -> None:
    read_and_choose(visitor, "de")
    buy(visitor, "de", "card")
    visitor.get_by_role("button", name="Ablehnung simulieren").click()
    visitor.get_by_role("link", name="Zurück zum Shop").click()
    expect(visitor).to_have_url(re.compile("/de/orders/"))
    assert Order.objects.get().state == "pending"
    visitor.locator("form[action$='/card-payment/'] button").click()
    visitor.get_by_role("button", name="Mit Testkarte bezahlen").click()
    expect(visitor).to_have_url(re.compile("/de/orders/"))
    assert Order.objects.get().state == "paid"


def test_switch_of_language_keeps_the_page(visitor: Page) -> None:
    for path, other in (
        ("/de/products/rouge-redstar-1-7/", "/en/products/rouge-redstar-1-7/"),
        ("/de/products/?category=apparel", "/en/products/?category=apparel"),
        ("/de/cart/", "/en/cart/"),
    ):
        visitor.goto(path)
        visitor.locator("header a[hreflang=en]").first.click()
        expect(visitor).to_have_url(re.compile(re.escape(other) + "$"))
