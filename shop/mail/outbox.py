"""Put a mail into the outbox. It commits or vanishes with the fact that it tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from shop.mail.models import MailAttachment, OutgoingMail


@dataclass(frozen=True)
class Attachment:
    """A file that travels with the mail; a link alone is no durable medium (CJEU C-49/11).

    Where `cid` is set, it is a picture that the mail's HTML shows as `<img src="cid:…">`, and is no file to open. A cid is
    unique in the world, like a mail address: `girocode-SR-7K2M-9QXD@shop.example`.
    """

    name: str
    content: bytes
    content_type: str = "text/html"
    cid: str = ""

    @classmethod
    def html(cls, *, name: str, html: str) -> "Attachment":
        """An HTML document as a file."""
        return cls(name=name, content=html.encode())


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
    is_new: bool = False,
) -> OutgoingMail:
    """Queue one mail with its files; the same `key` again answers the mail that is there. Line breaks in the subject become spaces.

    With `is_new` this very transaction has made the fact, so nobody can have told it and nothing is looked up.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NoTransaction(key)
    known = None if is_new else OutgoingMail.objects.filter(key=key).first()
    if known is not None:
        return known
    mail = OutgoingMail.objects.create(
        key=key,
        to=to,
        language=language,
        subject=" ".join(subject.split())[:200],
        text=text,
        html=html,
        queued_at=at,
        next_try_at=at,
    )
    MailAttachment.objects.bulk_create(
        MailAttachment(mail=mail, name=a.name, content=a.content, content_type=a.content_type, cid=a.cid) for a in attachments
    )
    return mail
