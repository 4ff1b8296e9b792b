"""What an article sold: its number goes along from the card into the cart and the order, and nothing of the reader does."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from blog.articles.models import Post
from blog.articles.parts import PostProduct
from blog.articles.sold import Sold, sold_by_article
from blog.cards.nothing_to_buy import nothing_to_buy
from shop.aftersales.cancel_order import cancel_order
from shop.cart.edit import add_to_cart, set_quantity
from shop.cart.models import Cart, CartLine
from shop.catalog.models import Product, Variant
from shop.checkout.place_order import place_order
from shop.orders.models import OrderLine
from shop.stock.models import Stock
from tests.factories import AT, SHOP_URL, a_checkout_ready_cart, a_post, a_shop, a_variant, an_order, fingerprint, pay

pytestmark = pytest.mark.django_db
LONG_BEFORE = AT - timedelta(days=30)


def article_with(variant: Variant, **fields: object) -> Post:
    card = f"<p>Hier ist sie.</p><p>[[product:{variant.product.slug}]]</p>"
    return a_post(body_de=card, body_en=card, **fields)


def an_order_from(article: int | None, *, pieces: int = 1, paid: bool = True) -> OrderLine:
    cart = a_checkout_ready_cart(lines=[(a_variant(price="79.90"), pieces)])
    CartLine.objects.filter(cart=cart).update(from_article=article)
    order = place_order(cart=cart, seen=fingerprint(cart), language="en", at=AT, shop_url=SHOP_URL)
    if paid:
        pay(order)
    return order.lines.get()


# On the way ---------------------------------------------------------------------------------------
def test_card_of_an_article_puts_its_number_into_the_cart(client: Client) -> None:
    a_shop()
    variant = a_variant()
    post = article_with(variant)
    page = client.get(post.address("de")).content.decode()
    assert f'<input type="hidden" name="article" value="{post.pk}">' in page
    assert f'href="{variant.product.get_absolute_url()}?article={post.pk}"' in page
    client.post("/de/cart/lines/", {"product": variant.product.slug, "variant": variant.pk, "quantity": 1, "article": post.pk})
    assert CartLine.objects.get().from_article == post.pk


def test_page_that_was_opened_from_an_article_says_its_number_along(client: Client) -> None:
    a_shop()
    path = a_variant().product.get_absolute_url()
    opened, plain = client.get(f"{path}?article=12").content.decode(), client.get(path).content.decode()
    assert '<input type="hidden" name="article" value="12">' in opened
    assert 'name="article"' not in plain
    canonical = next(line for line in opened.splitlines() if 'rel="canonical"' in line)
    assert f'{path}">' in canonical
    assert not client.cookies


@pytest.mark.parametrize("article", ["", "abc", "-1", "1.5", "12345678901234567890", "9" * 10_000, "١", "\x00", "<b>", "' OR 1"])
def test_number_that_is_none_keeps_nobody_from_buying(client: Client, article: str) -> None:
    a_shop()
    variant = a_variant()
    form = {"product": variant.product.slug, "variant": variant.pk, "quantity": 2, "article": article}
    assert client.post("/de/cart/lines/", form).status_code == 302
    assert list(CartLine.objects.values_list("quantity", "from_article")) == [(2, None)]
    if article != "\x00":  # no address may hold that
        assert client.get(variant.product.get_absolute_url(), {"article": article}).status_code == 200


def test_refused_page_keeps_the_number(client: Client) -> None:
    a_shop()
    variant = a_variant()
    form = {"product": variant.product.slug, "variant": variant.pk, "quantity": "x", "article": "12"}
    response = client.post("/de/cart/lines/", form)
    assert (response.status_code, 'name="article" value="12"' in response.content.decode()) == (422, True)


def test_line_keeps_the_article_from_which_it_was_added_last() -> None:
    cart, variant = a_checkout_ready_cart(lines=[]), a_variant()
    said = []
    for article in (None, 7, None, 8):
        line = add_to_cart(cart=cart, variant=variant, quantity=1, at=AT, article=article)
        said.append(line.from_article)
    set_quantity(line=line, quantity=2, at=AT)
    line.refresh_from_db()
    assert said == [None, 7, 7, 8]
    assert (line.quantity, line.from_article) == (2, 8)


def test_order_keeps_the_number_of_each_line() -> None:
    assert an_order_from(7).from_article == 7
    assert an_order().lines.get().from_article is None


# What came of it ----------------------------------------------------------------------------------
def test_paid_orders_count_by_what_was_kept() -> None:
    line = an_order_from(7, pieces=3)
    an_order_from(7)
    an_order_from(None)
    an_order_from(8, paid=False)
    assert sold_by_article(since=LONG_BEFORE) == {
        7: Sold(carts=2, orders=2, pieces=4, cents=4 * 79_90),
        8: Sold(carts=1, orders=0, pieces=0, cents=0),
    }
    OrderLine.objects.filter(pk=line.pk).update(withdrawn=2)
    assert sold_by_article(since=LONG_BEFORE)[7] == Sold(carts=2, orders=2, pieces=2, cents=2 * 79_90)
    OrderLine.objects.filter(pk=line.pk).update(withdrawn=3)
    assert sold_by_article(since=LONG_BEFORE)[7] == Sold(carts=2, orders=1, pieces=1, cents=79_90)
    assert sold_by_article(since=AT + timedelta(days=1)) == {}


def test_order_that_was_cancelled_sold_nothing() -> None:
    order = an_order_from(7, paid=False).order
    cancel_order(order=order, why="test", at=AT, shop_url=SHOP_URL)
    assert sold_by_article(since=LONG_BEFORE) == {7: Sold(carts=1)}


def test_two_queries_whatever_the_number(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for article in (7, 8, 8):
        an_order_from(article)
    with django_assert_num_queries(2):
        sold_by_article(since=LONG_BEFORE)


def test_articles_with_nothing_to_buy_are_those_whose_goods_are_all_gone(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    there, gone, hidden = a_variant(), a_variant(on_hand=0), a_variant()
    Product.objects.filter(pk=hidden.product_id).update(is_published=False)
    article_with(there)
    below, sold_out, of_hidden, bare = a_post(), article_with(gone), article_with(hidden), a_post()
    PostProduct.objects.create(post=below, product=there.product)
    PostProduct.objects.create(post=sold_out, product=gone.product)
    a_post(is_draft=True)
    with django_assert_num_queries(5):
        assert set(nothing_to_buy(at=timezone.now())) == {sold_out, of_hidden, bare}
    Stock.objects.filter(variant=gone).update(on_hand=1)
    assert set(nothing_to_buy(at=timezone.now())) == {of_hidden, bare}


# The page -----------------------------------------------------------------------------------------
def test_page_shows_the_best_first(admin_client: Client) -> None:
    best, other = a_post(title_en="Best", title_de="Beste"), a_post(title_en="Other", title_de="Andere")
    for article, pieces in ((other.pk, 1), (best.pk, 3), (999_999, 2)):
        line = an_order_from(article, pieces=pieces)
        line.order.__class__.objects.filter(pk=line.order_id).update(placed_at=timezone.now() - timedelta(days=40))
    Cart.objects.update(changed_at=timezone.now() - timedelta(days=40))
    assert "Best</a>" not in admin_client.get("/admin/blog/post/sales/").content.decode().partition("<h2>")[0]
    page = admin_client.get("/admin/blog/post/sales/?days=90")
    assert [post for post, _sold in page.context["rows"]] == [best, other]
    assert page.context["most"] == 3 * 79_90
    assert admin_client.get("/admin/blog/post/sales/?days=abc").context["days"] == 30


def test_page_is_for_those_who_may_see_orders(client: Client, django_user_model) -> None:  # type: ignore[no-untyped-def]
    author = django_user_model.objects.create_user(username="author", is_staff=True)
    author.user_permissions.add(Permission.objects.get(codename="view_post"))
    client.force_login(author)
    assert client.get("/admin/blog/post/sales/").status_code == 403
    author.user_permissions.add(Permission.objects.get(codename="view_order"))
    assert client.get("/admin/blog/post/sales/").status_code == 200
