"""Staff in a real browser: the admin works under the strict policy, editor included."""

import re

from playwright.sync_api import Page, expect

from blog.articles.models import Post
from demo.load_shop import PASSWORD


def sign_in(page: Page, shop: str) -> list[str]:
    """Sign in as the demo's superuser; the list collects what the browser complains about from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.text} ({message.location})") if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{shop}/admin/")
    page.locator("[name=username]").fill("demo")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[type=submit]").click()
    expect(page.locator("#user-tools")).to_be_visible()
    return said


def test_editor_writes_and_publishes_a_review_with_a_card(page: Page, shop: str) -> None:
    said = sign_in(page, shop)
    page.goto(f"{shop}/admin/blog/post/add/")
    for code, title in (("de", "Ein neues Review"), ("en", "A new review")):
        page.locator(f"[name=title_{code}]").fill(title)
        page.locator(f"[name=excerpt_{code}]").fill("Ein Satz.")
        editor = page.locator(f".field-body_{code} .tiptap")
        editor.click()
        page.keyboard.type("Vorher.")
        page.keyboard.press("Enter")
        page.keyboard.type("[[product:rouge-redstar-1-7]]")
    expect(page.locator("[name=slug_de]")).to_have_value("ein-neues-review")
    page.locator("[name=author]").select_option(index=1)
    page.locator("[name=is_draft]").uncheck()
    page.locator("[name=_save]").click()
    expect(page.locator(".success")).to_be_visible()
    assert Post.objects.get(slug_de="ein-neues-review").body_de == "<p>Vorher.</p><p>[[product:rouge-redstar-1-7]]</p>"
    page.goto(f"{shop}/de/blog/ein-neues-review/")
    expect(page.locator("main a[href^='/de/products/rouge-redstar-1-7/']").first).to_be_visible()
    assert said == []


def test_product_form_opens_without_a_complaint(page: Page, shop: str) -> None:
    said = sign_in(page, shop)
    page.goto(f"{shop}/admin/shop/product/")
    page.locator("#result_list tbody th a").first.click()
    expect(page).to_have_url(re.compile("/change/"))
    page.get_by_role("link", name=re.compile("Preis ändern|Change the price")).first.click()
    expect(page.locator("[name=price]")).to_be_visible()
    assert said == []
