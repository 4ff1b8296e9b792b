"""Send what is due. A crash between the server's answer and our mark sends a mail twice, with one Message-ID, never lost."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import Exists, F, OuterRef, QuerySet

from shop.alerts.models import AlertKind
from shop.alerts.raise_alert import raise_alert
from shop.kill_points import reach
from shop.mail.message import mail_message
from shop.mail.models import OutgoingMail

logger = logging.getLogger(__name__)
MAX_TRIES = 12
LEASE = timedelta(minutes=5)  # how long a sender may take before another tries
ROUND = timedelta(minutes=2)  # a round begins no mail after it: the lease is counted from the round's beginning
PATIENCE = 9  # tries, eight and a half hours: so long a mail waits for an earlier one to the same address


def send_due_mails(*, at: datetime, limit: int = 50, stop: Callable[[], bool] = lambda: False) -> int:
    """Send up to `limit` due mails, oldest first; answers how many went out. A failure is kept and tried again later.

    No further mail is begun once `stop()` is true.

    Mails to one address keep their order while the mail server is away: 'paid' does not arrive before 'ordered'.
    """
    began = monotonic()
    sent, failed = 0, set()
    for mail in _due(at)[:limit]:
        if stop() or monotonic() - began > ROUND.total_seconds():
            break
        if mail.to in failed:
            continue
        if _send(mail, at):
            sent += 1
        elif mail.tries + 1 < PATIENCE:
            failed.add(mail.to)
    return sent


def _due(at: datetime) -> QuerySet[OutgoingMail]:
    waiting = OutgoingMail.objects.filter(sent_at__isnull=True, tries__lt=MAX_TRIES)
    earlier = waiting.filter(to=OuterRef("to"), pk__lt=OuterRef("pk"), next_try_at__gt=at, tries__lt=PATIENCE)
    return waiting.filter(~Exists(earlier), next_try_at__lte=at).order_by("queued_at", "pk")


def _send(mail: OutgoingMail, at: datetime) -> bool:
    claim = OutgoingMail.objects.filter(pk=mail.pk, sent_at__isnull=True, tries=mail.tries)
    if not claim.update(tries=F("tries") + 1, next_try_at=at + LEASE):
        return False  # another worker took it
    try:
        mail_message(mail).send()
    except Exception as error:  # whatever is wrong with one mail must not keep the others waiting
        wait = min(timedelta(minutes=2 ** (mail.tries + 1)), timedelta(hours=6))
        OutgoingMail.objects.filter(pk=mail.pk).update(next_try_at=at + wait, last_error=f"{type(error).__name__}: {error}"[:2000])
        logger.warning("mail %s was not sent: %s", mail.pk, type(error).__name__)
        if mail.tries + 1 == MAX_TRIES:
            words = f"{mail.subject}: {type(error).__name__}"
            raise_alert(key=f"mail:{mail.pk}:{at.date()}", kind=AlertKind.MAIL_FAILS, reference=mail.to[:60], message=words, at=at)
        return False
    reach("mail.after_smtp_before_mark")
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=at, last_error="")
    return True
