"""The outbox keeps a mail with the fact that it tells, and tells no fact twice."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from shop.mail.models import MailAttachment, OutgoingMail
from shop.mail.outbox import Attachment, NoTransaction, queue_mail


def _queue(at: datetime, *, key: str = "order-confirmation:1", subject: str = "Your order") -> OutgoingMail:
    files = [
        Attachment.html(name="terms.html", html="<p>Änderung</p>"),
        Attachment(name="code.png", content=b"\x89PNG\x00", content_type="image/png", cid="code@shop.example"),
    ]
    return queue_mail(
        key=key, to="jana@example.org", language="en", subject=subject, text="Hello", html="<p>Hello</p>", attachments=files, at=at
    )


def _files() -> list[tuple[int, str, str, bytes, str]]:
    return [(file.mail_id, file.name, file.content_type, bytes(file.content), file.cid) for file in MailAttachment.objects.all()]


@pytest.mark.django_db
def test_mail_is_kept_as_it_was_told(at: datetime) -> None:
    mail = _queue(at)
    assert OutgoingMail.objects.values().get() == {
        "id": mail.pk, "key": "order-confirmation:1", "message_id": mail.message_id, "to": "jana@example.org", "language": "en",
        "subject": "Your order", "text": "Hello", "html": "<p>Hello</p>",
        "queued_at": at, "next_try_at": at, "tries": 0, "sent_at": None, "last_error": "",
    }  # fmt: skip
    assert _files() == [
        (mail.pk, "terms.html", "text/html", "<p>Änderung</p>".encode(), ""),
        (mail.pk, "code.png", "image/png", b"\x89PNG\x00", "code@shop.example"),
    ]


@pytest.mark.django_db
def test_same_fact_again_answers_the_first_mail(at: datetime) -> None:
    first = _queue(at)
    assert _queue(at + timedelta(hours=1), subject="Other words") == first
    assert list(OutgoingMail.objects.values_list("subject", "queued_at")) == [("Your order", at)]
    assert MailAttachment.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("subject", "kept"),
    [
        ("Order\r\nBcc: evil@example.org", "Order Bcc: evil@example.org"),
        ("a\n\n b\tc\u2028d", "a b c d"),
        ("x" * 300, "x" * 200),
    ],
)
def test_subject_is_one_line_that_fits(subject: str, kept: str, at: datetime) -> None:
    assert _queue(at, subject=subject).subject == kept


@pytest.mark.django_db(transaction=True)
def test_mail_outside_a_transaction_is_refused(at: datetime) -> None:
    with pytest.raises(NoTransaction, match="order-confirmation:1"):
        _queue(at)
    assert (OutgoingMail.objects.count(), MailAttachment.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_mail_vanishes_with_its_fact(at: datetime) -> None:
    with transaction.atomic():
        _queue(at)
        transaction.set_rollback(True)
    assert (OutgoingMail.objects.count(), MailAttachment.objects.count()) == (0, 0)
