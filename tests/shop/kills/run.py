"""Run one deed in a process of its own, kill it on the way, and let the shop come back to its senses."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from demo.stripe_standin import StripeStandin
from shop.alerts.models import Alert
from shop.checkout.due import due, kept
from shop.orders.models import Order
from shop.payments.models import Payment
from shop.worker.round import do_round, plan_periodic
from tests.shop.mail.smtp_server import MailServer

ROOT = Path(__file__).resolve().parents[3]
PAID = {"paid", "partly_shipped", "shipped"}
KEYS = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


def do(deed: str, argument: object, *, at: datetime, mail: MailServer, kill_at: str = "") -> None:
    """Do `deed` in a child; with `kill_at` it must die there by SIGKILL, without it it must end well."""
    environment = _environment(at=at, mail_port=mail.port, kill_at=kill_at)
    command = [sys.executable, "-m", "tests.shop.kills.child", deed, str(argument)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    expected = -signal.SIGKILL if kill_at else 0
    assert done.returncode == expected, f"{deed} ended with {done.returncode}\n{done.stderr[-2000:]}"


def _environment(*, at: datetime, mail_port: int = 0, kill_at: str = "") -> dict[str, str]:
    """What a child needs to work on this test's database."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "KILL_AT": kill_at,
        "KILL_DATABASE": json.dumps({key: connection.settings_dict[key] for key in KEYS}, default=str),
        "KILL_STRIPE": settings.STRIPE_API_BASE,
        "KILL_SMTP": f"127.0.0.1:{mail_port}",
        "KILL_MOMENT": at.isoformat(),
        "KILL_MEDIA": str(settings.MEDIA_ROOT),
        "KILL_ORIGINALS": str(settings.STORAGES["originals"]["OPTIONS"]["location"]),
    }


def begin(deed: str, *, at: datetime, mail: MailServer) -> subprocess.Popen[str]:
    """Begin `deed` in a child that goes on until it is told to stop."""
    command = [sys.executable, "-m", "tests.shop.kills.child", deed, ""]
    environment = _environment(at=at, mail_port=mail.port)
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def race(deed: str, arguments: list[Any], *, at: datetime) -> list[list[str]]:
    """Do `deed` in one process for each of `arguments`, all at the same instant; answers what each printed."""
    command = [sys.executable, "-m", "tests.shop.kills.child", deed]
    children = [
        subprocess.Popen(
            [*command, json.dumps(argument)],
            env=_environment(at=at),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for argument in arguments
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    return [child.communicate(timeout=60)[0].split() for child in children]


def come_back(*, at: datetime, stripe: StripeStandin, minutes: int = 60, step: int = 6) -> datetime:
    """The machine runs again: a worker with its poller, the webhook dead. Answers the moment at which it rests."""
    plan_periodic(at=at)
    now = at
    while now <= at + timedelta(minutes=minutes):
        stripe.state.clock = now.timestamp
        stripe.catch_up()
        do_round(at=now)
        now += timedelta(minutes=step)
    return now


def nobody_was_charged_for_nothing(stripe: StripeStandin) -> bool:
    """P3: paid at Stripe means paid here, given back, or on the list of alerts."""
    for session in stripe.sessions.values():
        if session["payment_status"] != "paid":
            continue
        payment = Payment.objects.filter(session_id=session["id"]).first()
        order = Order.objects.filter(number=session["client_reference_id"]).first()
        booked = payment is not None and order is not None and payment.state == "paid"
        if booked and (order.state in PAID or kept(order) == due(order)):
            continue
        if not Alert.objects.filter(reference=session["client_reference_id"], settled_at__isnull=True).exists():
            return False
    return True
