"""Mail to be sent: written in the transaction of the fact it tells, sent by the worker."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """`key` names the fact, such as 'order-confirmation:17', so that no fact is told twice."""

    key = models.CharField(_("key"), max_length=120, unique=True)
    message_id = models.UUIDField(default=uuid.uuid4, editable=False)
    to = models.EmailField(_("to"))
    language = models.CharField(_("language"), max_length=2)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    queued_at = models.DateTimeField(_("queued"))
    next_try_at = models.DateTimeField(_("next try"), db_index=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        ordering = ["-queued_at", "-pk"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")

    def __str__(self) -> str:
        return self.subject


class MailAttachment(models.Model):
    """A file that travels with a mail, in the order of its key. With a `cid` it is a picture that the mail's HTML shows.

    The bytes lie in the database and not in a folder: they must commit or vanish with the mail.
    """

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="attachments", verbose_name=_("mail"))
    name = models.CharField(_("file name"), max_length=120)
    content_type = models.CharField(_("kind of file"), max_length=100)
    content = models.BinaryField(_("content"))
    cid = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["mail", "pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name
