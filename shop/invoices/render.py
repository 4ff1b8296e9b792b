"""Make the document of an invoice, once: the PDF/A-3 with its XML, kept with the SHA-256 of its bytes."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from shop.invoices import document as frozen
from shop.invoices.models import Invoice, InvoiceDocument, InvoiceKind
from shop.invoices.pdf import render_invoice
from shop.legal.texts import seller
from shop.mail.outbox import Attachment, queue_mail


def make_document(*, invoice: Invoice, at: datetime, shop_url: str) -> InvoiceDocument:
    """The document of `invoice`, made now if it is not there yet, and mailed to the customer then."""
    made = InvoiceDocument.objects.filter(invoice=invoice).first()
    if made is not None:
        return made
    rendered = render_invoice(frozen.InvoiceDocument.from_dict(invoice.data))  # slow, so before the transaction
    with transaction.atomic():
        digest = hashlib.sha256(rendered.pdf).hexdigest()
        row = InvoiceDocument(invoice=invoice, pdf=rendered.pdf, sha256=digest, made_at=at)
        InvoiceDocument.objects.bulk_create([row], ignore_conflicts=True)
        made = InvoiceDocument.objects.get(invoice=invoice)
        _queue_mail(invoice, bytes(made.pdf), at, shop_url)
    return made


def _queue_mail(invoice: Invoice, pdf: bytes, at: datetime, shop_url: str) -> None:
    order = invoice.order
    with override(order.language):
        is_invoice = invoice.kind == InvoiceKind.INVOICE
        values = {"number": invoice.number, "order": order.number}
        context = {
            "order": order,
            "seller": seller(),
            "order_url": shop_url + order.get_absolute_url(),
            "title": gettext("Your invoice") if is_invoice else gettext("Your cancellation invoice"),
            "paragraphs": [
                gettext("Attached is the invoice %(number)s for your order %(order)s.") % values
                if is_invoice
                else gettext("Attached is the cancellation invoice %(number)s for your order %(order)s.") % values
            ],
        }
        queue_mail(
            key=f"invoice:{invoice.pk}",
            to=order.email,
            language=order.language,
            subject=(gettext("Invoice %(number)s") if is_invoice else gettext("Cancellation invoice %(number)s")) % values,
            text=render_to_string("mail/order_news.txt", context),
            html=render_to_string("mail/order_news.html", context),
            attachments=[Attachment(name=f"{invoice.number}.pdf", content=pdf, content_type="application/pdf")],
            at=at,
        )
