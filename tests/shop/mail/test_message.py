"""What arrives at a mail server: text, HTML, pictures and files, each in the part where mail programs look for it."""

from datetime import datetime
from email.message import EmailMessage, Message
from typing import Any

import pytest

from shop.mail.outbox import Attachment, queue_mail
from shop.mail.send import send_due_mails
from tests.factories import a_picture_file
from tests.shop.mail.smtp_server import MailServer

pytestmark = pytest.mark.django_db
PNG = a_picture_file()
PDF = b"%PDF-1.7\r\n\x00\xff\r\n.\r\nFrom here\n" * 400  # with all that a careless mailer would change
PICTURE = Attachment(name="girocode.png", content=PNG, content_type="image/png", cid="girocode-1@shop.example")
INVOICE = Attachment(name="Rechnung Größe.pdf", content=PDF, content_type="application/pdf")
TERMS = Attachment.html(name="agb.html", html="<p>AGB über alles</p>")


def _arrived(
    server: MailServer, at: datetime, *files: Attachment, html: str = '<p>Schön</p><img src="cid:girocode-1@shop.example">'
) -> Any:
    queue_mail(key="k", to="jana@example.org", language="de", subject="Hallo", text="Schön", html=html, attachments=files, at=at)
    assert send_due_mails(at=at) == 1
    return server.accepted[0]


def _tree(part: Message) -> Any:
    """The kinds of parts as nested lists."""
    if not part.is_multipart():
        return part.get_content_type()
    assert isinstance(part, EmailMessage)
    return [part.get_content_subtype(), *(_tree(child) for child in part.iter_parts())]


@pytest.mark.parametrize(
    ("files", "tree"),
    [
        ([], ["alternative", "text/plain", "text/html"]),
        ([PICTURE], ["alternative", "text/plain", ["related", "text/html", "image/png"]]),
        ([INVOICE], ["mixed", ["alternative", "text/plain", "text/html"], "application/pdf"]),
        (
            [TERMS, PICTURE, INVOICE],
            ["mixed", ["alternative", "text/plain", ["related", "text/html", "image/png"]], "text/html", "application/pdf"],
        ),
    ],
    ids=["no file", "picture", "file", "both"],
)
def test_parts_lie_where_mail_programs_look(server: MailServer, at: datetime, files: list[Attachment], tree: Any) -> None:
    assert _tree(_arrived(server, at, *files)) == tree


def test_picture_is_the_one_that_the_html_shows(server: MailServer, at: datetime) -> None:
    message = _arrived(server, at, TERMS, PICTURE, INVOICE)
    related = next(part for part in message.walk() if part.get_content_subtype() == "related")
    html, picture = related.iter_parts()
    assert related.get_param("type") == "text/html"
    assert html.get_content().strip() == '<p>Schön</p><img src="cid:girocode-1@shop.example">'
    assert {name: picture[name] for name in ("Content-Type", "Content-ID", "Content-Disposition")} == {
        "Content-Type": "image/png",
        "Content-ID": "<girocode-1@shop.example>",
        "Content-Disposition": 'inline; filename="girocode.png"',
    }
    assert picture.get_content() == PNG


def test_mail_programs_find_text_html_and_files(server: MailServer, at: datetime) -> None:
    message = _arrived(server, at, TERMS, PICTURE, INVOICE)
    assert message.get_body(("plain",)).get_content().strip() == "Schön"
    assert message.get_body(("html",)).get_content().startswith("<p>Schön</p>")
    assert [(part.get_filename(), part.get_content_disposition()) for part in message.iter_attachments()] == [
        ("agb.html", "attachment"),
        ("Rechnung Größe.pdf", "attachment"),
    ]


def test_files_arrive_byte_for_byte(server: MailServer, at: datetime) -> None:
    terms, invoice = _arrived(server, at, TERMS, INVOICE).iter_attachments()
    assert (terms.get_content(), invoice.get_content()) == ("<p>AGB über alles</p>", PDF)


def test_picture_of_a_mail_without_html_is_a_file(server: MailServer, at: datetime) -> None:
    message = _arrived(server, at, PICTURE, html="")
    assert _tree(message) == ["mixed", "text/plain", "image/png"]
    (picture,) = message.iter_attachments()
    assert (picture.get_content_disposition(), picture.get_content()) == ("attachment", PNG)
