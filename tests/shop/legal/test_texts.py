"""The seller, and the legal text in force, filled in and safe."""

from datetime import datetime, timedelta

import pytest

from shop.legal.models import LegalText, SellerProfile
from shop.legal.texts import NoSeller, legal_text, render_text, seller
from tests.factories import a_legal_text, a_seller

pytestmark = pytest.mark.django_db


def _render(body: str, *, language: str = "en", body_de: str = "", **fields: str) -> str:
    text = LegalText(body_de=body_de, body_en=body)
    return render_text(
        text, language=language, seller=a_seller(**fields), shop_url="https://shop.example", withdraw_url="https://shop.example/w"
    )


def test_seller_is_the_one_row() -> None:
    row = a_seller()
    assert seller() == row


def test_shop_without_a_seller_says_so() -> None:
    with pytest.raises(NoSeller, match="Enter the seller in the admin"):
        seller()


def test_iban_stands_in_groups_of_four() -> None:
    assert SellerProfile(iban="DE02120300000000202051").iban_groups == "DE02 1203 0000 0000 2020 51"


def test_text_in_force_is_the_newest_that_has_begun(at: datetime) -> None:
    a_legal_text(valid_from=at - timedelta(days=9))
    in_force = a_legal_text(valid_from=at)
    a_legal_text(valid_from=at + timedelta(seconds=1))
    a_legal_text(kind="privacy", valid_from=at)
    assert legal_text(kind="terms", at=at) == in_force


def test_there_is_no_text_before_the_first(at: datetime) -> None:
    a_legal_text(valid_from=at)
    assert legal_text(kind="terms", at=at - timedelta(seconds=1)) is None


def test_placeholders_are_filled() -> None:
    body = "<p>{seller_name}, {seller_address}, {seller_email}, {seller_phone}, {shop_url}, {withdraw_url}</p>"
    assert _render(body) == (
        "<p>Sternregal GmbH, Lindenweg 5, 04109 Leipzig, hallo@sternregal.example, +49 341 5550100, "
        "https://shop.example, https://shop.example/w</p>"
    )


@pytest.mark.parametrize("body", ["<p>{unknown}</p>", "<p>a } b { c</p>", "<p>{} {0} {seller_name.pk} {seller_name!r}</p>"])
def test_braces_that_are_no_placeholder_stay_as_they_are(body: str) -> None:
    assert _render(body) == body


def test_seller_with_a_sharp_name_stays_text() -> None:
    assert _render("<p>{seller_name}</p>", name="Roth & <b>Söhne</b>") == "<p>Roth &amp; Söhne</p>"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<h2>Title</h2><script>alert(1)</script><p>Text</p>", "<h2>Title</h2><p>Text</p>"),
        ('<p onclick="x()" style="color:red" class="c">Text</p>', "<p>Text</p>"),
        ('<p><a href="javascript:x()">Link</a><img src=x onerror=x()></p>', "<p>Link</p>"),
        ("<ul><li><strong>a</strong></li></ul><ol><li><em>b</em></li></ol><blockquote>c<br></blockquote>",) * 2,
    ],
)
def test_only_plain_text_markup_is_shown(body: str, shown: str) -> None:
    assert _render(body) == shown


def test_text_is_shown_in_its_language() -> None:
    assert _render("<p>Words</p>", body_de="<p>Text</p>", language="de") == "<p>Text</p>"
