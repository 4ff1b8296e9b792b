"""`manage.py worker` as a real process: it works, and on SIGTERM it ends cleanly, after the mail that it is at."""

import signal
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from shop.jobs.models import Job
from shop.mail.models import OutgoingMail
from shop.mail.outbox import queue_mail
from shop.orders.models import Order
from tests.factories import an_order
from tests.shop.kills.run import begin
from tests.shop.mail.smtp_server import MailServer


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.django_db(transaction=True)
def test_worker_sends_mails_and_stops_on_sigterm_after_the_one_it_is_at() -> None:
    now = timezone.now()
    with transaction.atomic():
        for n in range(400):
            queue_mail(key=f"k{n}", to=f"k{n}@example.org", language="de", subject=f"{n}", text="Hallo", at=now)
    with MailServer() as server:
        worker = begin("worker", at=now, mail=server)
        wait_for(lambda: len(server.accepted) >= 3)
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=20)
    assert worker.returncode == 0
    sent = OutgoingMail.objects.exclude(sent_at=None).count()
    assert sent == len(server.accepted) < 400
    assert OutgoingMail.objects.filter(sent_at=None).exclude(tries=0).count() == 0
    assert Job.objects.exclude(lease_until=None).count() == 0


@pytest.mark.django_db(transaction=True)
def test_once_does_what_is_due_and_says_how_much(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    settings.STRIPE_SECRET_KEY = ""  # a shop without cards asks nobody
    order = an_order()
    now = timezone.now()
    Order.objects.update(hold_until=now - timedelta(minutes=1))
    Job.objects.update(run_at=now - timedelta(minutes=1))
    OutgoingMail.objects.update(next_try_at=now)
    call_command("worker", once=True)
    order.refresh_from_db()
    assert order.state == "cancelled"
    assert "mails sent." in capsys.readouterr().out
