"""What an article sold: its number goes along from the card into the cart and the order, and nothing of the reader does."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from blog.articles.models import Post
from blog.articles.parts import PostProduct
from blog.cards.nothing_to_buy import nothing_to_buy
from blog.figures.count import count
from blog.figures.gather import Figures, by_article, each_day, figures_by_day
from shop.aftersales.cancel_order import cancel_order
from shop.cart.edit import add_to_cart, set_quantity
from shop.cart.models import CartLine
from shop.catalog.models import Product, Variant
from shop.checkout.place_order import place_order
from shop.invoices.issue import part_amount
from shop.orders.models import OrderLine
from shop.stock.models import Stock
from tests.factories import AT, SHOP_URL, a_checkout_ready_cart, a_post, a_shop, a_variant, an_order, fingerprint, pay

pytestmark = pytest.mark.django_db
LONG_BEFORE = AT.date() - timedelta(days=30)


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
def brought(since: date = LONG_BEFORE, article: int | None = None) -> dict[int, Figures]:
    return by_article(figures_by_day(since=since, article=article))


def test_paid_orders_count_by_what_was_kept() -> None:
    line = an_order_from(7, pieces=3)
    an_order_from(7)
    an_order_from(None)
    an_order_from(8, paid=False)
    eight = Figures(carts=1)
    assert brought() == {7: Figures(carts=2, orders=2, pieces=4, cents=4 * 79_90), 8: eight}
    OrderLine.objects.filter(pk=line.pk).update(withdrawn=2)
    assert brought() == {7: Figures(carts=2, orders=2, pieces=2, cents=2 * 79_90), 8: eight}
    OrderLine.objects.filter(pk=line.pk).update(withdrawn=3)
    assert brought() == {7: Figures(carts=2, orders=1, pieces=1, cents=79_90), 8: eight}
    assert brought(since=AT.date() + timedelta(days=1)) == {}


def test_rest_of_a_line_is_worth_what_would_be_paid_back_for_it() -> None:
    """Shares of a discount that does not divide: what was paid back and what is left are the line."""
    line = an_order_from(7, pieces=3)
    OrderLine.objects.filter(pk=line.pk).update(discount=100, net=line.net - 100)
    line.refresh_from_db()
    back = part_amount(line, 1)
    OrderLine.objects.filter(pk=line.pk).update(withdrawn=1)
    assert (back, brought()[7].cents) == (79_90 - 33, 2 * 79_90 - 67)
    assert back + brought()[7].cents == line.paid


def test_two_lines_of_an_order_are_one_order_and_one_cart() -> None:
    cart = a_checkout_ready_cart(lines=[(a_variant(price="79.90"), 1), (a_variant(price="10.00"), 2)])
    CartLine.objects.filter(cart=cart).update(from_article=7)
    pay(place_order(cart=cart, seen=fingerprint(cart), language="en", at=AT, shop_url=SHOP_URL))
    assert brought() == {7: Figures(carts=1, orders=1, pieces=3, cents=99_90)}


def test_order_that_was_cancelled_sold_nothing() -> None:
    order = an_order_from(7, paid=False).order
    cancel_order(order=order, why="test", at=AT, shop_url=SHOP_URL)
    assert brought() == {7: Figures(carts=1)}


def test_figures_of_one_article_stand_by_the_days_of_the_shop() -> None:
    post, other = a_post(), a_post()
    midnight = AT.replace(hour=0, minute=30)  # on this day in Germany, the day before in UTC
    day = midnight.date()
    count(article=post.pk, what="reads", at=midnight)
    count(article=post.pk, what="clicks", at=midnight - timedelta(hours=1))
    count(article=other.pk, what="reads", at=midnight)
    order = an_order_from(post.pk).order
    an_order_from(other.pk)
    order.__class__.objects.filter(pk=order.pk).update(placed_at=midnight)
    CartLine.objects.update(added_at=midnight - timedelta(days=2))
    found = figures_by_day(since=day - timedelta(days=2), article=post.pk)
    assert each_day(found, article=post.pk, since=day - timedelta(days=3), until=day) == [
        (day - timedelta(days=3), Figures()),
        (day - timedelta(days=2), Figures(carts=1)),
        (day - timedelta(days=1), Figures(clicks=1)),
        (day, Figures(reads=1, orders=1, pieces=1, cents=79_90)),
    ]
    assert set(by_article(found)) == {post.pk}
    assert figures_by_day(since=day + timedelta(days=1)) == {}


@pytest.mark.parametrize("orders", [1, 3])
def test_three_queries_whatever_the_number(django_assert_num_queries, orders: int) -> None:  # type: ignore[no-untyped-def]
    for article in range(7, 7 + orders):
        an_order_from(article)
    with django_assert_num_queries(3):
        assert len(figures_by_day(since=LONG_BEFORE)) == orders


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


# The pages ----------------------------------------------------------------------------------------
PAGES = ("sales/", "sales.csv", "{pk}/sales/", "{pk}/sales.csv")


def test_page_shows_the_best_first(admin_client: Client) -> None:
    best, other, read = (a_post(title_en=name, title_de=name) for name in ("Best", "Other", "Read"))
    for article, pieces in ((other.pk, 1), (best.pk, 3), (999_999, 2)):
        line = an_order_from(article, pieces=pieces)
        line.order.__class__.objects.filter(pk=line.order_id).update(placed_at=timezone.now() - timedelta(days=40))
    CartLine.objects.update(added_at=timezone.now() - timedelta(days=40))
    count(article=read.pk, what="reads", at=timezone.now())
    assert [post for post, _one in admin_client.get("/admin/blog/post/sales/").context["rows"]] == [read]
    page = admin_client.get("/admin/blog/post/sales/?days=90")
    assert [post for post, _one in page.context["rows"]] == [best, other, read]
    assert page.context["most"] == 3 * 79_90
    assert admin_client.get("/admin/blog/post/sales/?days=abc").context["days"] == 30
    assert admin_client.get("/admin/blog/post/sales/?days=90&days=9e99").context["days"] == 30


def test_page_of_an_article_draws_its_days(admin_client: Client) -> None:
    post, today = a_post(), timezone.now()
    path = f"/admin/blog/post/{post.pk}/sales/"
    assert "<figure" not in admin_client.get(path).content.decode()
    for moment, what in ((today, "reads"), (today, "reads"), (today, "clicks"), (today - timedelta(days=2), "reads")):
        count(article=post.pk, what=what, at=moment)
    page = admin_client.get(path)
    assert page.context["total"] == Figures(reads=3, clicks=1)
    assert [one for _on, one in page.context["each"]] == [Figures(reads=2, clicks=1), Figures(reads=1)]
    assert [(bar.x, bar.y, bar.height, bar.inner) for bar in page.context["reads"].bars] == [
        ("650.40", "60.00", "60.00", "0.00"),
        ("698.40", "0.00", "120.00", "60.00"),
    ]
    assert page.content.decode().partition("<figure")[2].count("<rect") == 4
    assert "style=" not in page.content.decode().partition('id="content"')[2]
    assert f'href="/admin/blog/post/{post.pk}/sales/"' in admin_client.get(f"/admin/blog/post/{post.pk}/change/").content.decode()


def test_tables_hold_the_same_and_no_formula(admin_client: Client) -> None:
    admin_client.cookies["django_language"] = "en"
    post = a_post(title_de="=1+1", title_en="=1+1")
    order = an_order_from(post.pk).order
    order.__class__.objects.filter(pk=order.pk).update(placed_at=timezone.now())
    CartLine.objects.update(added_at=timezone.now())
    count(article=post.pk, what="reads", at=timezone.now())
    head = "Reads;Clicks;Carts;Paid orders;Pieces;Revenue in EUR, incl. VAT"
    table = admin_client.get("/admin/blog/post/sales.csv")
    assert table.content.decode() == f"\ufeffNumber;article;{head}\r\n{post.pk};'=1+1;1;0;1;1;1;79,90\r\n"
    today = timezone.localdate()
    name = f"articles-{today - timedelta(days=29)}-{today}.csv"
    assert table["Content-Disposition"] == f'attachment; filename="{name}"'
    days = admin_client.get(f"/admin/blog/post/{post.pk}/sales.csv?days=90").content.decode().split("\r\n")
    assert (days[0], len(days)) == (f"\ufeffday;{head}", 92)
    assert days[89:91] == [f"{today - timedelta(days=1)};0;0;0;0;0;0,00", f"{today};1;0;1;1;1;79,90"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_for_those_who_may_see_orders(client: Client, django_user_model, page: str) -> None:  # type: ignore[no-untyped-def]
    path = f"/admin/blog/post/{page.format(pk=a_post().pk)}"
    author = django_user_model.objects.create_user(username="author", is_staff=True)
    author.user_permissions.add(Permission.objects.get(codename="view_post"))
    client.force_login(author)
    assert client.get(path).status_code == 403
    author.user_permissions.add(Permission.objects.get(codename="view_order"))
    assert client.get(path).status_code == 200


def test_article_that_is_not_there_has_no_page(admin_client: Client) -> None:
    assert [admin_client.get(f"/admin/blog/post/999999/{page}").status_code for page in ("sales/", "sales.csv")] == [404, 404]
