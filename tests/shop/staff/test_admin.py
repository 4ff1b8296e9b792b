"""Staff at work in the admin: a product with variants and pictures, an order from transfer to parcel, and who may what."""

import io
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image
from zeal import zeal_ignore

from shop.aftersales.declare_withdrawal import declare_withdrawal
from shop.catalog.models import Category, Manufacturer, Product, Variant
from shop.jobs.models import Job
from shop.mail.models import OutgoingMail
from shop.orders.models import Order
from shop.payments.models import Refund
from shop.pictures.decode import MAX_BYTES
from shop.pictures.models import Picture
from shop.pictures.store import Upload, look_at, store_picture
from shop.pricing.models import PriceChange
from shop.stock.models import Stock, StockMove
from tests.factories import a_picture_file, pay
from tests.shop.storefront.test_bad_input import add, walk_to_review
from tests.small_shop import load_small_shop

pytestmark = pytest.mark.django_db


def picture(name: str = "figure.png", size: tuple[int, int] = (600, 750)) -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", size, "#5a34c9").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


def staff(*groups: str) -> Client:
    """The browser of a member of `groups`; the demo's superuser without a group."""
    if groups:
        user = User.objects.create_user("-".join(groups), password="x", is_staff=True)
        user.groups.set(Group.objects.filter(name__in=groups))
    else:
        user = User.objects.get(username="demo")
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def product_form(**changes: Any) -> dict[str, Any]:
    """What the product form posts for one new figure with two sizes and a picture."""
    values = {
        "is_published": "on",
        "slug": "new-figure",
        "category": Category.objects.get(slug="scale-figures").pk,
        "manufacturer": Manufacturer.objects.first().pk,  # type: ignore[union-attr]
        "tax_kind": "standard",
        "name_de": "Neue Figur",
        "name_en": "New figure",
        "added_at_0": "2026-11-20",
        "added_at_1": "10:00:00",
        "releases-TOTAL_FORMS": "0",
        "releases-INITIAL_FORMS": "0",
        "variants-TOTAL_FORMS": "2",
        "variants-INITIAL_FORMS": "0",
        "variants-MIN_NUM_FORMS": "1",
        "variants-0-label": "S",
        "variants-0-sku": "NEW-S",
        "variants-0-gross": "189,90",
        "variants-0-on_hand": "5",
        "variants-0-preorder_limit": "0",
        "variants-0-position": "0",
        "variants-1-label": "M",
        "variants-1-sku": "NEW-M",
        "variants-1-gross": "199",
        "variants-1-on_hand": "0",
        "variants-1-preorder_limit": "0",
        "variants-1-position": "1",
        "images-TOTAL_FORMS": "1",
        "images-INITIAL_FORMS": "0",
        "images-0-upload": picture(),
        "images-0-alt_de": "Die Figur von vorn",
        "images-0-alt_en": "The figure from the front",
        "images-0-position": "0",
    }
    return {**values, **changes}


@pytest.fixture
def shop() -> None:
    load_small_shop(at=timezone.now(), products=["rouge-redstar-1-7"], articles=["figure-care"])


@pytest.mark.usefixtures("shop")
def test_staff_create_a_product_and_see_it_live() -> None:
    response = staff("Katalog").post("/admin/shop/product/add/", product_form())
    assert response.status_code == 302, response.context["errors"]
    product = Product.objects.get(slug="new-figure")
    rows = product.variants.values_list("sku", "price", "stock__on_hand")
    assert [(sku, str(price), pieces) for sku, price, pieces in rows] == [("NEW-S", "189.90", 5), ("NEW-M", "199.00", 0)]
    assert list(PriceChange.objects.filter(variant__product=product).values_list("cents", flat=True)) == [189_90, 199_00]
    assert list(StockMove.objects.filter(variant__product=product).values_list("kind", "quantity")) == [("corrected", 5)]
    page = Client().get("/de/products/new-figure/").content.decode()
    assert ("Neue Figur" in page, "Die Figur von vorn" in page, "189,90\xa0€" in page) == (True, True, True)


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("x.jpg", b"<svg onload=alert(1)>", "image/jpeg"), "This is not a picture"),
        (SimpleUploadedFile("x.png", b"", "image/png"), "empty"),
        (SimpleUploadedFile("x.jpg", b"%PDF-1.4", "image/jpeg"), "This is not a picture"),
        (SimpleUploadedFile("x.jpg", a_picture_file(format="JPEG")[:-40], "image/jpeg"), "This is not a picture"),
        (SimpleUploadedFile("x.png", a_picture_file(size=(16_001, 1)), "image/png"), "The picture is longer than 16,000 pixels."),
        (SimpleUploadedFile("x.png", b"\0" * (MAX_BYTES + 1), "image/png"), "The file is larger than 20 MB."),
    ],
)
def test_upload_that_is_no_picture_is_refused_and_nothing_is_saved(upload: SimpleUploadedFile, words: str) -> None:
    response = staff().post("/admin/shop/product/add/", product_form(**{"images-0-upload": upload}))
    assert (response.status_code, words in response.content.decode()) == (200, True)
    assert not Product.objects.filter(slug="new-figure").exists()
    assert "Neue Figur" in response.content.decode()
    assert Job.objects.filter(kind="render_picture").count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("sent", "status"), [({}, 302), ({"variants-0-gross": "none"}, 200)])
def test_upload_is_looked_at_once_and_outside_of_the_transaction(
    monkeypatch: pytest.MonkeyPatch, sent: dict[str, str], status: int
) -> None:
    """On SQLite the page's transaction keeps everybody else from writing."""
    load_small_shop(at=timezone.now(), products=["rouge-redstar-1-7"], articles=[])
    client, looked, stored = staff(), [], []

    def look(content: bytes) -> Upload:
        looked.append(connection.in_atomic_block)
        return look_at(content)

    def store(**facts: Any) -> Picture:
        stored.append(connection.in_atomic_block)
        return store_picture(**facts)

    monkeypatch.setattr("shop.staff.uploads.look_at", look)
    monkeypatch.setattr("shop.staff.forms.store_picture", store)
    response = client.post("/admin/shop/product/add/", product_form(**sent))
    assert (response.status_code, looked, stored) == (status, [False], [True] if status == 302 else [])


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("amount", ["1e5", "-1", "-0", "NaN", "1_0,5", "1.234,56", "abc", "", "0,001"])
def test_amount_that_is_none_is_refused(amount: str) -> None:
    response = staff().post("/admin/shop/product/add/", product_form(**{"variants-0-gross": amount}))
    assert response.status_code == 200
    assert not Product.objects.filter(slug="new-figure").exists()


@pytest.mark.usefixtures("shop")
def test_stock_that_was_sold_while_the_form_lay_open_is_not_brought_back() -> None:
    product = Product.objects.get(slug="rouge-redstar-1-7")
    client, variant = staff(), product.variants.get()
    page = client.get(f"/admin/shop/product/{product.pk}/change/")
    posted = form_values(page)
    Stock.objects.filter(variant=variant).update(on_hand=3)
    with zeal_ignore():  # Django's own inlines ask for each row
        response = client.post(f"/admin/shop/product/{product.pk}/change/", {**posted, "variants-0-on_hand": "20"})
    assert "The stock changed to 3 while this page was open." in response.content.decode()
    assert Stock.objects.get(variant=variant).on_hand == 3


def form_values(page: Any) -> dict[str, Any]:
    """What the browser would send for the admin form of `page` untouched."""
    values: dict[str, Any] = {}
    forms = [page.context["adminform"].form, *(f.formset.management_form for f in page.context["inline_admin_formsets"])]
    forms += [form for f in page.context["inline_admin_formsets"] for form in f.formset.forms]
    for form in forms:
        for bound in form:
            raw = bound.value()
            if bound.name == "added_at":
                moment = timezone.localtime(raw)
                values |= {"added_at_0": f"{moment:%Y-%m-%d}", "added_at_1": f"{moment:%H:%M:%S}"}
            elif raw is True:
                values[bound.html_name] = "on"
            elif raw is not None and raw is not False:  # 0 is sent
                values[bound.html_name] = str(bound.field.prepare_value(raw))
    return values


def ordered() -> Order:
    client = Client()
    add(client, Variant.objects.get(product__slug="rouge-redstar-1-7"))
    client.post("/de/checkout/order/", {"seen": walk_to_review(client)})
    return Order.objects.get()


@pytest.mark.usefixtures("shop")
def test_transfer_and_parcel_bring_an_order_to_its_end() -> None:
    order, client = ordered(), staff("Bestellungen")
    page = client.get(f"/admin/shop/order/{order.pk}/change/").content.decode()
    assert ("Book the transfer" in page, "Book the parcel" in page) == (True, False)
    transfer = {"transfer-key": "0" * 16, "transfer-amount": str(Decimal(order.total) / 100)}
    client.post(f"/admin/shop/order/{order.pk}/transfer/", transfer)
    order.refresh_from_db()
    assert order.state == "paid"
    line = order.lines.get()
    parcel = {"parcel-key": "0" * 16, f"parcel-line-{line.pk}": "1", "parcel-tracking": "00340434161094000000"}
    client.post(f"/admin/shop/order/{order.pk}/parcels/", parcel)
    order.refresh_from_db()
    stock = Stock.objects.get(variant=line.variant)
    assert (order.state, stock.on_hand, stock.reserved) == ("shipped", 13, 0)
    assert [mail.key.split(":")[0] for mail in OutgoingMail.objects.order_by("pk")] == [
        "order-confirmation",
        "payment-received",
        "parcel",
    ]
    again = client.post(f"/admin/shop/order/{order.pk}/transfer/", transfer)
    assert (again.status_code, "This transfer has been booked already." in again.content.decode()) == (409, True)


@pytest.mark.usefixtures("shop")
def test_bad_amount_is_refused_and_kept() -> None:
    order, client = ordered(), staff("Bestellungen")
    answer = client.post(f"/admin/shop/order/{order.pk}/transfer/", {"transfer-key": "0" * 16, "transfer-amount": "1e5"})
    text = answer.content.decode()
    assert (answer.status_code, "Please enter an amount such as 189,00." in text, 'value="1e5"' in text) == (422, True, True)
    order.refresh_from_db()
    assert order.state == "pending"


@pytest.mark.usefixtures("shop")
def test_cancelled_order_puts_its_goods_back() -> None:
    order, client = ordered(), staff("Bestellungen")
    form = {"cancellation-key": "0" * 16, "cancellation-why": "by request"}
    client.post(f"/admin/shop/order/{order.pk}/cancellation/", form)
    order.refresh_from_db()
    assert (order.state, Stock.objects.get(variant=order.lines.get().variant).reserved) == ("cancelled", 0)
    answer = client.post(f"/admin/shop/order/{order.pk}/cancellation/", form)
    assert (answer.status_code, "another state" in answer.content.decode()) == (409, True)


@pytest.mark.usefixtures("shop")
def test_refund_gives_money_back_once(at: datetime) -> None:
    order, client = ordered(), staff("Bestellungen")
    pay(order)
    form = {"refund-key": "0" * 16, "refund-amount": "10,00", "refund-reason": "scratch"}
    for _ in range(2):
        client.post(f"/admin/shop/order/{order.pk}/refunds/", form)
    assert list(Refund.objects.values_list("amount", "reason", "by__username")) == [(10_00, "scratch", "Bestellungen")]
    answer = client.post(f"/admin/shop/order/{order.pk}/refunds/", {**form, "refund-key": "1" * 16, "refund-amount": "9999"})
    assert (answer.status_code, "not so much left" in answer.content.decode()) == (409, True)


@pytest.mark.usefixtures("shop")
def test_withdrawal_is_settled(at: datetime) -> None:
    order, client = ordered(), staff("Bestellungen")
    pay(order)
    declared = declare_withdrawal(name="Jana", contract="the figure", email="jana@example.org", note="", language="de", at=at)
    page = f"/admin/shop/withdrawaldeclaration/{declared.pk}/settlement/"
    assert "No order has this number." in client.get(page).content.decode()
    found = client.get(page, {"number": f" {order.number.lower()} "}).content.decode()
    assert "Give the money back" in found
    line = order.lines.get()
    answer = client.post(f"{page}?number={order.number}", {f"line-{line.pk}": "1", "deduction": "5", "reason": ""})
    assert (answer.status_code, "its reason is missing" in answer.content.decode()) == (409, True)
    answer = client.post(f"{page}?number={order.number}", {f"line-{line.pk}": "1", "deduction": "5", "reason": "scratched"})
    assert answer.status_code == 302
    assert Refund.objects.get().amount == order.total - 5_00


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("deed", ["transfer", "parcels", "cancellation", "refunds", "payment-check"])
def test_who_may_not_touch_orders_neither_sees_nor_does_it(deed: str) -> None:
    order, client = ordered(), staff("Katalog")
    assert client.post(f"/admin/shop/order/{order.pk}/{deed}/").status_code == 403
    assert client.get(f"/admin/shop/order/{order.pk}/change/").status_code == 403
    assert "/admin/shop/order/" not in client.get("/admin/").content.decode()
    assert Client().post(f"/admin/shop/order/{order.pk}/{deed}/").status_code == 302
    order.refresh_from_db()
    assert order.state == "pending"


PAGES = """
shop/productline/ shop/scale/ shop/sculptor/ shop/series/ shop/manufacturer/ shop/character/
shop/product/ shop/product/add/ shop/order/ shop/outgoingmail/ shop/freeshippingrule/1/change/ shop/shippingzone/1/change/
shop/taxrate/ shop/taxprofile/ shop/sellerprofile/1/change/ shop/legaltext/ shop/payment/ shop/parcel/ shop/stripeevent/ shop/orderevent/
shop/pricechange/ shop/stockmove/ shop/variant/ shop/stock/ shop/withdrawaldeclaration/ shop/alert/ shop/job/ shop/invoice/
shop/refund/ shop/dispute/ shop/voucher/ shop/voucheruse/ blog/post/ blog/post/add/ blog/author/
""".split()


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize("path", ["", *PAGES])
def test_every_page_of_the_admin_opens(path: str) -> None:
    assert staff().get(f"/admin/{path}", follow=True).status_code == 200
