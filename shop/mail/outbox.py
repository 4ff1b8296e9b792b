"""Put a mail into the outbox. It commits or vanishes with the fact that it tells."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from shop.mail.models import OutgoingMail


@dataclass(frozen=True)
class Attachment:
    """An HTML document that travels with the mail; a link alone is no durable medium (CJEU C-49/11)."""

    name: str
    html: str


class NoTransaction(RuntimeError):
    """A mail must be queued inside the transaction of its fact; otherwise a crash between the two loses one of them."""


def queue_mail(
    *,
    key: str,
    to: str,
    language: str,
    subject: str,
    text: str,
    html: str = "",
    attachments: Sequence[Attachment] = (),
    at: datetime,
) -> OutgoingMail:
    """Queue one mail; the same `key` again answers the mail that is there. Line breaks in the subject become spaces."""
    if not transaction.get_connection().in_atomic_block:
        raise NoTransaction(key)
    mail, _created = OutgoingMail.objects.get_or_create(
        key=key,
        defaults={
            "to": to,
            "language": language,
            "subject": " ".join(subject.split())[:200],
            "text": text,
            "html": html,
            "attachments": [asdict(attachment) for attachment in attachments],
            "queued_at": at,
            "next_try_at": at,
        },
    )
    return mail
