"""A withdrawal is kept as it came and receipted with its words, day, time and zone."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shop.aftersales.declare_withdrawal import declare_withdrawal
from shop.aftersales.models import WithdrawalDeclaration
from shop.mail.models import OutgoingMail
from tests.factories import a_shop, an_order

pytestmark = pytest.mark.django_db


def _declare(at: datetime, **changes: str) -> WithdrawalDeclaration:
    words = {
        "name": "Jana Roth",
        "contract": "SR-2222-2222",
        "email": "jana@example.org",
        "note": "Only the <b>book</b>.",
        "language": "en",
        **changes,
    }
    a_shop()
    return declare_withdrawal(**words, at=at)


def test_declaration_is_kept_word_for_word_and_finds_its_order(at: datetime) -> None:
    order = an_order()
    declaration = _declare(at, contract=f"  {order.number.lower()} ")
    assert WithdrawalDeclaration.objects.values().get() == {
        "id": declaration.pk, "token": declaration.token, "name": "Jana Roth", "contract": f"  {order.number.lower()} ",
        "email": "jana@example.org", "note": "Only the <b>book</b>.", "language": "en", "order_id": order.pk, "declared_at": at,
    }  # fmt: skip


@pytest.mark.parametrize("contract", ["SR-9999-9999", "the figure of last week", ""])
def test_unknown_order_is_no_obstacle(contract: str, at: datetime) -> None:
    declaration = _declare(at, contract=contract)
    assert (declaration.order, declaration.contract, OutgoingMail.objects.count()) == (None, contract, 1)


def test_double_click_is_one_declaration_with_one_receipt(at: datetime) -> None:
    first = _declare(at)
    assert _declare(at + timedelta(minutes=9, seconds=59)) == first
    assert (WithdrawalDeclaration.objects.count(), OutgoingMail.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("later", "changes"),
    [
        (timedelta(minutes=10), {}),
        (timedelta(0), {"name": "Mika Roth"}),
        (timedelta(0), {"contract": "SR-3333-3333"}),
        (timedelta(0), {"email": "mika@example.org"}),
        (timedelta(0), {"note": "All of it."}),
    ],
)
def test_other_words_or_later_ones_are_another_declaration(later: timedelta, changes: dict[str, str], at: datetime) -> None:
    first = _declare(at)
    assert _declare(at + later, **changes) != first
    assert (WithdrawalDeclaration.objects.count(), OutgoingMail.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("moment", "language", "subject", "day", "time", "zone"),
    [
        ("2026-11-23T12:00:05+01:00", "en", "Acknowledgement of receipt of your withdrawal", "2026", "12:00:05", "CET"),
        ("2026-11-23T12:00:05+01:00", "de", "Eingangsbestätigung Ihres Widerrufs", "23.11.2026", "12:00:05", "MEZ"),
        ("2026-07-01T21:59:59+00:00", "de", "Eingangsbestätigung Ihres Widerrufs", "01.07.2026", "23:59:59", "MESZ"),
    ],
)
def test_receipt_repeats_the_words_with_day_time_and_zone(
    moment: str, language: str, subject: str, day: str, time: str, zone: str
) -> None:
    declaration = _declare(datetime.fromisoformat(moment), language=language)
    mail = OutgoingMail.objects.get()
    head: tuple[Any, ...] = (mail.key, mail.to, mail.language, mail.subject)
    assert head == (f"withdrawal-receipt:{declaration.pk}", "jana@example.org", language, subject)
    expected = ["Jana Roth", "SR-2222-2222", "jana@example.org", "Only the <b>book</b>.", day, time, zone]
    assert [word for word in expected if word not in mail.text] == []
    assert ["&lt;b&gt;book&lt;/b&gt;" in mail.html, "<b>book</b>" in mail.html] == [True, False]
