"""The confirmation says all that was agreed, where to pay and how to withdraw, with the papers attached."""

import io
import re
from datetime import timedelta
from html import unescape

import pytest
import zxingcpp
from django.db import transaction
from django.utils.translation import gettext, override
from PIL import Image

from shop.checkout.mails import Placed, queue_confirmation
from shop.legal.models import LegalText, SellerProfile
from shop.mail.models import OutgoingMail
from shop.orders.models import Order
from shop.tax.models import TaxKind, TaxProfile, TaxRate
from shop.tax.shipped_rates import install_rates
from tests.factories import AT, SHOP_URL, a_preorder, a_product, a_shop, a_variant, a_zone, an_address, an_order, pay

pytestmark = pytest.mark.django_db
IBAN = "DE02 1203 0000 0000 2020 51"


def _missing(words: list[str], mail: OutgoingMail) -> list[str]:
    """Those of `words` that the mail does not say, each with the part that is silent. HTML may break lines where it likes."""
    html = re.sub(r"[ \n]+", " ", unescape(mail.html))
    return [f"text: {word}" for word in words if word not in mail.text] + [f"html: {word}" for word in words if word not in html]


def _url(order: Order) -> str:
    with override(order.language):
        return SHOP_URL + order.get_absolute_url()


def _is_translated(text: str) -> bool:
    with override("de"):
        return gettext(text) != text


def _an_order(language: str, **cart: object) -> Order:
    figure = a_variant(product=a_product(name="Lumi & Friends"), price="39.95", label="M")
    book = a_variant(product=a_product(name="Artbook", tax_kind=TaxKind.BOOK), price="21.40")
    return an_order(lines=[(figure, 2), (book, 1)], country="AT", billing=an_address(name="Roth GmbH"), language=language, **cart)


def test_confirmation_in_english_says_all_that_was_agreed() -> None:
    order = _an_order("en")
    words = [
        "Jana Roth", "Roth GmbH", order.number, "Lumi & Friends (figure), M", "Artbook (figure)", "€39.95", "€79.90", "€21.40",
        "€101.30", "€9.90", "€111.20", "€14.00", "€1.54", "19% VAT", "7% VAT", "Austria", "DHL Paket", "3–6 working days",
        "Free shipping applies to deliveries to Germany only.", IBAN, "BYLADEM1001", "Sternregal GmbH", "Lindenweg 5",
        _url(order), f"{SHOP_URL}/en/withdraw/?order={order.number}",
    ]  # fmt: skip
    assert _missing(words, OutgoingMail.objects.get()) == []


def test_confirmation_in_german_says_all_that_was_agreed() -> None:
    order = _an_order("de")
    words = [
        "Jana Roth", "Roth GmbH", order.number, "Lumi & Friends (Figur), M", "Artbook (Figur)", "39,95\xa0€", "79,90\xa0€", "21,40\xa0€",
        "101,30\xa0€", "9,90\xa0€", "111,20\xa0€", "14,00\xa0€", "1,54\xa0€", "Österreich", "DHL Paket",
        "Den kostenlosen Versand gibt es nur für das Lieferland Deutschland.", IBAN, "BYLADEM1001", "Sternregal GmbH", "Lindenweg 5",
        _url(order), f"{SHOP_URL}/de/withdraw/?order={order.number}",
    ]  # fmt: skip
    assert _missing(words, OutgoingMail.objects.get()) == []


@pytest.mark.skipif(
    not _is_translated("Account holder (enter exactly like this)"), reason="locale/de has no words for the mails yet."
)
def test_confirmation_in_german_has_no_english_left() -> None:
    _an_order("de")
    mail = OutgoingMail.objects.get()
    english = ["working days", "Total", "Thank you", "Delivery", "Account holder", "transfer", "Please", "VAT", "€111"]
    assert [word for word in english if word in mail.text or word in mail.html] == []
    assert _missing(["3–6 Werktage"], mail) == []


def test_confirmation_names_the_latest_delivery_of_a_preorder() -> None:
    an_order(lines=[(a_preorder(), 1)], language="de")
    assert _missing(["30.04.2027"], OutgoingMail.objects.get()) == []


def test_confirmation_of_a_card_payment_names_no_bank_account() -> None:
    order = an_order(method="card")
    mail = OutgoingMail.objects.get()
    assert [IBAN in mail.text, IBAN in mail.html, _url(order) in mail.text] == [False, False, True]
    assert mail.attachments.exclude(cid="").count() == 0


def test_code_in_the_mail_is_read_as_the_transfer_that_the_mail_names() -> None:
    order = _an_order("en")
    mail = OutgoingMail.objects.get()
    code = mail.attachments.get(content_type="image/png")
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(code.content)))
    assert read.text.split("\n") == [
        "BCD", "002", "1", "SCT", "BYLADEM1001", "Sternregal GmbH", "DE02120300000000202051", "EUR111.20", "", "", order.number,
    ]  # fmt: skip
    assert (code.name, code.cid) == ("girocode.png", f"girocode-{order.number}@shop.example")
    (shown,) = re.findall(r"<img [^>]*>", unescape(mail.html))
    alt = f"QR code of this transfer: €111.20 to Sternregal GmbH, {IBAN}, reference {order.number}"
    assert [f'src="cid:{code.cid}"' in shown, f'alt="{alt}"' in shown] == [True, True]


def test_account_that_makes_no_code_keeps_nobody_from_ordering() -> None:
    a_shop()
    SellerProfile.objects.update(iban="DE02120300000000202052")
    an_order()
    mail = OutgoingMail.objects.get()
    assert (mail.attachments.exclude(cid="").count(), "<img" in mail.html) == (0, False)
    assert _missing(["DE02 1203 0000 0000 2020 52", "€84.80"], mail) == []


@pytest.mark.parametrize(("language", "day"), [("de", "30.11.2026"), ("en", "30 November 2026")])
def test_confirmation_names_the_last_day_to_pay(language: str, day: str) -> None:
    order = an_order(language=language)
    assert _missing([day], OutgoingMail.objects.get()) == []
    OutgoingMail.objects.all().delete()
    Order.objects.update(hold_until=None)
    order.refresh_from_db()
    placed = Placed(
        order=order,
        lines=list(order.lines.all()),
        delivery=order.delivery,
        billing=order.billing,
        payment=order.payments.get(),
        texts=[],
        seller=SellerProfile.objects.get(),
    )
    with transaction.atomic():
        queue_confirmation(placed=placed, at=AT, shop_url=SHOP_URL)
    assert _missing([day], OutgoingMail.objects.get()) == [f"text: {day}", f"html: {day}"]


def test_papers_travel_with_the_confirmation() -> None:
    order = an_order()
    LegalText.objects.update(body_en="changed later")
    mail = OutgoingMail.objects.get(key=f"order-confirmation:{order.pk}")
    assert [(paper.name, b"<p>Words</p>" in bytes(paper.content)) for paper in mail.attachments.filter(cid="")] == [
        ("terms-and-conditions.html", True),
        ("right-of-withdrawal.html", True),
    ]


def test_shop_without_papers_still_confirms() -> None:
    ready = an_order()
    LegalText.objects.update(valid_from=AT + timedelta(days=1))
    order = an_order()
    mails = {mail.key: mail.attachments.filter(cid="").count() for mail in OutgoingMail.objects.all()}
    assert mails == {f"order-confirmation:{ready.pk}": 2, f"order-confirmation:{order.pk}": 0}


def test_what_customers_and_staff_type_is_escaped_in_html_alone() -> None:
    an_order(lines=[(a_variant(product=a_product(name="<b>Lumi</b> & Co")), 1)])
    mail = OutgoingMail.objects.get()
    assert ["<b>Lumi</b> & Co" in mail.text, "<b>Lumi" in mail.html, "&lt;b&gt;Lumi&lt;/b&gt; &amp; Co" in mail.html] == [
        True,
        False,
        True,
    ]


def test_receipt_of_the_money_names_the_sum() -> None:
    order = an_order(lines=[(a_variant(price="39.95"), 2)])
    pay(order)
    mail = OutgoingMail.objects.get(key=f"payment-received:{order.pk}")
    assert _missing(["Jana Roth", order.number, "€84.80", _url(order)], mail) == []


def test_short_news_name_what_is_missing_with_a_code_of_the_rest() -> None:
    order = an_order(lines=[(a_variant(price="39.95"), 2)])
    pay(order, amount=50_00)
    mail = OutgoingMail.objects.get(key=f"part-payment-5000:{order.pk}")
    assert _missing(["€50.00", "€34.80", IBAN, order.number, _url(order)], mail) == []
    code = zxingcpp.read_barcodes(Image.open(io.BytesIO(bytes(mail.attachments.get().content))))[0].text
    assert code.split("\n")[7] == "EUR34.80"


def test_mails_of_an_export_and_of_a_small_business_name_no_tax() -> None:
    a_shop()
    install_rates(TaxRate)
    a_zone(countries=["CH"], price="24.90", position=2)
    abroad = an_order(country="CH")
    mail = OutgoingMail.objects.get(key=f"order-confirmation:{abroad.pk}")
    assert _missing(["€67.14", "€20.92", "€88.06", "Import VAT, duty"], mail) == []
    TaxProfile.objects.create(small_business_from=AT.date())
    small = an_order()
    mail = OutgoingMail.objects.get(key=f"order-confirmation:{small.pk}")
    assert _missing(["€84.80", "No VAT is charged (small business"], mail) == []
    assert "% VAT" not in mail.text + mail.html
