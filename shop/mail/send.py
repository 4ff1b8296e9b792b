"""Send what is due. A crash between the server's answer and our mark sends a mail twice, with one Message-ID, never lost."""

import logging
import smtplib
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F

from shop.mail.models import OutgoingMail

logger = logging.getLogger(__name__)
MAX_TRIES = 12
LEASE = timedelta(minutes=5)  # how long a sender may take before another tries


def send_due_mails(*, at: datetime, limit: int = 50) -> int:
    """Send up to `limit` due mails, oldest first; answers how many went out. A failure is kept and tried again later."""
    due = OutgoingMail.objects.filter(sent_at__isnull=True, next_try_at__lte=at, tries__lt=MAX_TRIES)
    return sum(_send(mail, at) for mail in due.order_by("next_try_at", "pk")[:limit])


def _send(mail: OutgoingMail, at: datetime) -> bool:
    claim = OutgoingMail.objects.filter(pk=mail.pk, sent_at__isnull=True, tries=mail.tries)
    if not claim.update(tries=F("tries") + 1, next_try_at=at + LEASE):
        return False  # another worker took it
    try:
        _message(mail).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:  # ValueError: an address no server would take
        wait = min(timedelta(minutes=2 ** (mail.tries + 1)), timedelta(hours=6))
        OutgoingMail.objects.filter(pk=mail.pk).update(next_try_at=at + wait, last_error=f"{type(error).__name__}: {error}"[:2000])
        logger.warning("mail %s was not sent: %s", mail.pk, type(error).__name__)
        return False
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=at, last_error="")
    return True


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        to=[mail.to],
        headers={
            "Message-ID": f"<{mail.message_id}@{domain}>",
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    for attachment in mail.attachments:
        message.attach(attachment["name"], attachment["html"], "text/html")
    return message
