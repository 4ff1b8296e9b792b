"""Whatever breaks, no mail is lost, none goes out more than twice, and mails to one address keep their order."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMultiAlternatives
from pytest_django.fixtures import Settings

from shop.mail import send
from shop.mail.models import OutgoingMail
from shop.mail.outbox import Attachment, queue_mail
from shop.mail.send import LEASE, MAX_TRIES, PATIENCE, send_due_mails
from tests.shop.mail.smtp_server import MailServer

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def _queue(at: datetime, key: str = "k", to: str = "jana@example.org", files: tuple[Attachment, ...] = ()) -> OutgoingMail:
    return queue_mail(key=key, to=to, language="de", subject=key, text="Hallo", html="<p>Hallo</p>", attachments=files, at=at)


def _row(key: str = "k") -> tuple[int, datetime, datetime | None, str]:
    """Tries, next try, sent, last error."""
    return OutgoingMail.objects.values_list("tries", "next_try_at", "sent_at", "last_error").get(key=key)


def _subjects(server: MailServer) -> list[str]:
    return [message["Subject"] for message in server.accepted]


def test_server_that_dies_within_the_text_gets_it_again(server: MailServer, at: datetime) -> None:
    _queue(at, files=(Attachment(name="a.pdf", content=b"x" * 300_000, content_type="application/pdf"),))
    server.dies_within_text = True
    assert send_due_mails(at=at) == 0
    assert (_row()[:3], server.taken) == ((1, at + 2 * MINUTE, None), [])
    assert _row()[3].split(":")[0] in {"SMTPServerDisconnected", "ConnectionResetError", "BrokenPipeError"}
    server.dies_within_text = False
    assert (send_due_mails(at=at + 2 * MINUTE), len(server.accepted)) == (1, 1)


@pytest.mark.parametrize("command", ["EHLO", "RCPT", "DATA"])
def test_server_that_says_nothing_is_left_after_a_while(server: MailServer, settings: Settings, command: str, at: datetime) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    server.silent_at = command
    _queue(at)
    assert (send_due_mails(at=at), _row()[:3]) == (0, (1, at + 2 * MINUTE, None))
    assert "timed out" in _row()[3]
    server.silent_at = ""
    assert (send_due_mails(at=at + 2 * MINUTE), len(server.accepted)) == (1, 1)


def test_server_that_dies_before_its_250_gets_the_same_mail_twice(server: MailServer, at: datetime) -> None:
    queued = _queue(at)
    server.answers = {".": ""}
    assert send_due_mails(at=at) == 0
    server.answers = {}
    assert (send_due_mails(at=at + 2 * MINUTE), send_due_mails(at=at + timedelta(days=1))) == (1, 0)
    assert [message["Message-ID"] for message in server.taken] == [f"<{queued.message_id}@sternregal.example>"] * 2


@pytest.fixture
def dying_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """A worker that is killed after the server's 250 and before it wrote that down, as often as the list has entries."""
    deaths = [1]
    really_send = EmailMultiAlternatives.send

    def send_and_die(self: EmailMultiAlternatives, fail_silently: bool = False) -> int:
        answer = really_send(self, fail_silently=fail_silently)
        if deaths:
            deaths.pop()
            raise SystemExit
        return answer

    monkeypatch.setattr(EmailMultiAlternatives, "send", send_and_die)
    return deaths


def test_worker_that_dies_after_the_250_sends_the_same_mail_twice(
    server: MailServer, dying_worker: list[int], at: datetime
) -> None:
    queued = _queue(at)
    with pytest.raises(SystemExit):
        send_due_mails(at=at)
    assert _row() == (1, at + LEASE, None, "")
    assert send_due_mails(at=at + LEASE - timedelta(seconds=1)) == 0  # somebody may still be at it
    assert (send_due_mails(at=at + LEASE), send_due_mails(at=at + timedelta(days=1))) == (1, 0)
    assert [message["Message-ID"] for message in server.accepted] == [f"<{queued.message_id}@sternregal.example>"] * 2


def test_mail_that_cannot_be_built_stops_and_holds_nobody_up(server: MailServer, at: datetime) -> None:
    _queue(at, key="bad", to="bad@example.org", files=(Attachment(name="x", content=b"x", content_type="nonsense"),))
    _queue(at, key="good")
    now, sent = at, 0
    for _ in range(MAX_TRIES):
        sent += send_due_mails(at=now)
        now = _row("bad")[1]
    assert send_due_mails(at=now + timedelta(days=365)) == 0
    assert (sent, _subjects(server), _row("bad")[0], _row("bad")[2]) == (1, ["good"], MAX_TRIES, None)


def test_fault_that_nobody_thought_of_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch, at: datetime, mailoutbox: list[django_mail.EmailMessage]
) -> None:
    really = send.mail_message

    def fail_for_one(mail: OutgoingMail) -> EmailMultiAlternatives:
        if mail.key == "bad":
            raise TypeError("who would have thought")
        return really(mail)

    monkeypatch.setattr(send, "mail_message", fail_for_one)
    _queue(at, key="bad", to="bad@example.org")
    _queue(at, key="good")
    assert (send_due_mails(at=at), [message.subject for message in mailoutbox]) == (1, ["good"])
    assert _row("bad")[3] == "TypeError: who would have thought"


def test_mails_of_one_customer_keep_their_order_when_the_server_was_away_for_six_hours(server: MailServer, at: datetime) -> None:
    server.answers = {"EHLO": "", "HELO": ""}
    _queue(at, key="ordered")
    _queue(at + 200 * MINUTE, key="paid")
    _queue(at + 201 * MINUTE, key="other", to="mio@example.org")
    sent = 0
    for minute in range(20 * 60):
        if minute == 6 * 60:
            server.answers = {}
        sent += send_due_mails(at=at + minute * MINUTE)
    assert (sent, len(server.accepted)) == (3, 3)
    assert [message["Subject"] for message in server.accepted if message["To"] == "jana@example.org"] == ["ordered", "paid"]


def test_mails_of_one_customer_go_out_in_one_round(server: MailServer, at: datetime) -> None:
    _queue(at, key="ordered")
    _queue(at, key="paid")
    assert (send_due_mails(at=at), _subjects(server)) == (2, ["ordered", "paid"])


def test_later_mail_is_not_tried_in_the_round_in_which_the_earlier_failed(server: MailServer, at: datetime) -> None:
    server.answers = {".": "451 later"}
    _queue(at, key="ordered")
    _queue(at, key="paid")
    assert (send_due_mails(at=at), _row("ordered")[0], _row("paid")[0]) == (0, 1, 0)
    server.answers = {}
    assert (send_due_mails(at=at + MINUTE), _subjects(server)) == (0, [])
    assert (send_due_mails(at=at + 2 * MINUTE), _subjects(server)) == (2, ["ordered", "paid"])


def test_later_mail_does_not_wait_for_ever_for_one_that_never_goes_out(server: MailServer, at: datetime) -> None:
    _queue(at, key="poison", files=(Attachment(name="x", content=b"x", content_type="nonsense"),))
    _queue(at, key="withdrawal")
    now = at
    for _ in range(PATIENCE - 1):
        assert send_due_mails(at=now) == 0
        now = _row("poison")[1]
    assert (now - at, send_due_mails(at=now), _subjects(server)) == (510 * MINUTE, 1, ["withdrawal"])


def test_round_ends_before_its_leases_do(
    monkeypatch: pytest.MonkeyPatch, at: datetime, mailoutbox: list[django_mail.EmailMessage]
) -> None:
    """Otherwise a slow server would let a second worker take what the first has just begun."""
    clock = iter(range(0, 10_000, 50))  # each look at the clock is 50 seconds later
    monkeypatch.setattr(send, "monotonic", lambda: next(clock))
    for n in range(5):
        _queue(at, key=f"k{n}", to=f"k{n}@example.org")
    assert (send_due_mails(at=at), [message.subject for message in mailoutbox]) == (2, ["k0", "k1"])
    assert send_due_mails(at=at) == 2  # the rest is not lost
