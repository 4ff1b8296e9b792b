"""Mails go out over a real conversation with a mail server; what fails is kept and tried again, ever more slowly."""

from datetime import datetime, timedelta

import pytest
from django.core import mail as django_mail
from pytest_django.fixtures import Settings

from shop.mail.models import OutgoingMail
from shop.mail.outbox import Attachment, queue_mail
from shop.mail.send import LEASE, MAX_TRIES, send_due_mails
from tests.shop.mail.smtp_server import MailServer

pytestmark = pytest.mark.django_db


def _queue(
    at: datetime, *, key: str = "order-confirmation:1", to: str = "jana@example.org", html: str = "<p>Hallo</p>"
) -> OutgoingMail:
    papers = [Attachment.html(name="agb.html", html="<p>AGB über alles</p>")] if html else []
    return queue_mail(key=key, to=to, language="de", subject="Größe “M”", text="Schöne Grüße", html=html, attachments=papers, at=at)


def _state(key: str = "order-confirmation:1") -> tuple[int, datetime, datetime | None, str]:
    """Tries, next try, sent, last error."""
    return OutgoingMail.objects.values_list("tries", "next_try_at", "sent_at", "last_error").get(key=key)


def test_accepted_mail_is_sent_once(server: MailServer, at: datetime) -> None:
    queued = _queue(at)
    assert (send_due_mails(at=at), send_due_mails(at=at + timedelta(days=1))) == (1, 0)
    assert _state() == (1, at + LEASE, at, "")
    (message,) = server.accepted
    assert {name: message[name] for name in ("From", "To", "Subject", "Message-ID", "Content-Language", "Auto-Submitted")} == {
        "From": "Sternregal <shop@sternregal.example>",
        "To": "jana@example.org",
        "Subject": "Größe “M”",
        "Message-ID": f"<{queued.message_id}@sternregal.example>",
        "Content-Language": "de",
        "Auto-Submitted": "auto-generated",
    }
    parts = [
        (part.get_content_type(), part.get_filename(), part.get_content().strip())
        for part in message.walk()
        if not part.is_multipart()
    ]  # type: ignore[attr-defined]
    assert parts == [
        ("text/plain", None, "Schöne Grüße"),
        ("text/html", None, "<p>Hallo</p>"),
        ("text/html", "agb.html", "<p>AGB über alles</p>"),
    ]


def test_mail_without_html_is_plain_text(server: MailServer, at: datetime) -> None:
    _queue(at, html="")
    assert send_due_mails(at=at) == 1
    assert server.accepted[0].get_content_type() == "text/plain"


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"RCPT": "450 mailbox busy"}, "SMTPRecipientsRefused: {'jana@example.org': (450, b'mailbox busy')}"),
        ({"RCPT": "550 no such user"}, "SMTPRecipientsRefused: {'jana@example.org': (550, b'no such user')}"),
        ({"DATA": "451 try later"}, "SMTPDataError: (451, b'try later')"),
        ({".": "554 this is spam"}, "SMTPDataError: (554, b'this is spam')"),
        ({".": ""}, "SMTPServerDisconnected: Connection unexpectedly closed"),
        ({"EHLO": "", "HELO": ""}, "SMTPServerDisconnected: Connection unexpectedly closed"),
    ],
    ids=["4xx", "5xx", "4xx to the data", "5xx to the text", "dies before 250", "dies at once"],
)
def test_failure_is_kept_and_tried_again(server: MailServer, answers: dict[str, str], error: str, at: datetime) -> None:
    queued = _queue(at)
    server.answers = answers
    assert send_due_mails(at=at) == 0
    assert _state() == (1, at + timedelta(minutes=2), None, error)
    assert send_due_mails(at=at + timedelta(seconds=119)) == 0
    assert _state()[0] == 1
    server.answers = {}
    assert send_due_mails(at=at + timedelta(minutes=2)) == 1
    assert _state() == (2, at + timedelta(minutes=2) + LEASE, at + timedelta(minutes=2), "")
    assert [message["Message-ID"] for message in server.accepted] == [f"<{queued.message_id}@sternregal.example>"]


def test_connection_that_dies_after_the_250_has_sent_the_mail(server: MailServer, at: datetime) -> None:
    server.dies_after_accepting = True
    _queue(at)
    assert (send_due_mails(at=at), send_due_mails(at=at + timedelta(days=1))) == (1, 0)
    assert (_state()[2], len(server.accepted)) == (at, 1)


def test_server_that_is_away_is_tried_again(settings: Settings, server: MailServer, at: datetime) -> None:
    _queue(at)
    with MailServer() as gone:
        pass
    settings.EMAIL_PORT = gone.port
    assert send_due_mails(at=at) == 0
    tries, next_try_at, sent_at, error = _state()
    assert (tries, next_try_at, sent_at, error.split(":")[0]) == (1, at + timedelta(minutes=2), None, "ConnectionRefusedError")


def test_waits_double_and_end_at_six_hours_and_twelve_tries(server: MailServer, at: datetime) -> None:
    server.answers = {"RCPT": "550 no such user"}
    _queue(at)
    waits, now = [], at
    for _ in range(MAX_TRIES):
        assert send_due_mails(at=now) == 0
        waits.append((_state()[1] - now) // timedelta(minutes=1))
        now = _state()[1]
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360, 360]
    server.answers = {}
    assert send_due_mails(at=now + timedelta(days=365)) == 0
    assert (_state()[0], _state()[2], server.accepted) == (12, None, [])


def test_poisoned_mail_holds_nobody_up(server: MailServer, at: datetime) -> None:
    _queue(at, key="bad", to="a@b\nBcc: evil@example.org")
    _queue(at, key="good")
    assert send_due_mails(at=at) == 1
    assert [message["To"] for message in server.accepted] == ["jana@example.org"]
    tries, next_try_at, sent_at, error = _state("bad")
    assert (tries, next_try_at, sent_at, error.split(":")[0]) == (1, at + timedelta(minutes=2), None, "ValueError")


def test_oldest_mails_go_first_and_no_more_than_asked_for(at: datetime, mailoutbox: list[django_mail.EmailMessage]) -> None:
    for hours in (1, 3, 2, -1):
        _queue(at - timedelta(hours=hours), key=f"k{hours}", to=f"h{hours}@example.org")
    assert send_due_mails(at=at, limit=2) == 2
    assert [message.to for message in mailoutbox] == [["h3@example.org"], ["h2@example.org"]]
    assert (send_due_mails(at=at, limit=2), [message.to for message in mailoutbox[2:]]) == (1, [["h1@example.org"]])


def test_mail_that_another_worker_took_is_left_to_it(at: datetime, mailoutbox: list[django_mail.EmailMessage]) -> None:
    _queue(at)
    OutgoingMail.objects.update(tries=1, next_try_at=at + LEASE)  # it has begun, and its lease runs
    assert (send_due_mails(at=at + LEASE - timedelta(seconds=1)), mailoutbox) == (0, [])
    assert send_due_mails(at=at + LEASE) == 1  # it died
