"""Take a mail up again that was given up, or that waits for its next try: the mail server is back, the address is mended."""

from datetime import datetime

from shop.mail.models import OutgoingMail


class MailIsSent(Exception):
    """The mail went out already; it is not sent twice on purpose."""


def try_again(*, mail: OutgoingMail, at: datetime) -> None:
    """Have the next round send `mail`, with all its tries before it. Raises `MailIsSent`."""
    if not OutgoingMail.objects.filter(pk=mail.pk, sent_at__isnull=True).update(tries=0, next_try_at=at):
        raise MailIsSent(mail.pk)
