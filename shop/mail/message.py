"""Make of a queued mail what travels: text, HTML with its pictures, and files, each part where mail programs look for it.

multipart/mixed                     only with files
    multipart/alternative           only with HTML
        text/plain
        multipart/related           only with pictures
            text/html
            image/png               shown as <img src="cid:…">
    application/pdf
"""

from email.encoders import encode_base64
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from shop.mail.models import MailAttachment, OutgoingMail


def mail_message(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The message; its id is the row's, so that a mail that was sent twice is known for one."""
    files = list(mail.attachments.all())
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = MailWithPictures(
        pictures=[file for file in files if file.cid and mail.html],
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
    for file in files:
        if file not in message.pictures:
            message.attach(file.name, bytes(file.content), file.content_type)
    return message


class MailWithPictures(EmailMultiAlternatives):
    """Django 5.2 knows no multipart/related: the HTML is wrapped after all else is built.

    From Django 6.0 on `message()` answers one of Python's own EmailMessages, whose parts have an `add_related` for this.
    """

    def __init__(self, *, pictures: list[MailAttachment], **fields: Any) -> None:
        super().__init__(**fields)
        self.pictures = pictures

    def message(self, **policy: Any) -> Any:
        built: Any = super().message(**policy)
        if self.pictures:
            choice = next(part for part in built.walk() if part.get_content_type() == "multipart/alternative")
            *text, html = choice.get_payload()
            choice.set_payload([*text, self._related(html)])
        return built

    def _related(self, html: Message) -> MIMEMultipart:
        related = MIMEMultipart("related", type="text/html")
        related.attach(html)
        for picture in self.pictures:
            part = MIMEBase(*picture.content_type.split("/", 1))
            part.set_payload(bytes(picture.content))
            encode_base64(part)
            part["Content-ID"] = f"<{picture.cid}>"
            part.add_header("Content-Disposition", "inline", filename=picture.name)
            related.attach(part)
        return related
