"""Staff: every mail that the shop wrote, and what became of it."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.mail.models import OutgoingMail
from shop.mail.try_again import MailIsSent, try_again
from shop.staff.read_only import ReadOnlyAdmin


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    list_display = ("queued_at", "to", "subject", "tries", "next_try_at", "sent_at", "last_error")
    list_filter = (("sent_at", admin.EmptyFieldListFilter), "language")
    search_fields = ("to", "subject", "key")
    fields = ("key", "to", "language", "subject", "text", "queued_at", "tries", "next_try_at", "sent_at", "last_error")
    actions = ("send_again",)

    @admin.action(description=_("Send it now"), permissions=["view"])
    def send_again(self, request: HttpRequest, mails: QuerySet[OutgoingMail]) -> None:
        for mail in mails:
            try:
                try_again(mail=mail, at=timezone.localtime())
            except MailIsSent:
                messages.warning(request, _("“%(subject)s” has been sent already.") % {"subject": mail.subject})
            else:
                messages.success(request, _("“%(subject)s” goes out within seconds.") % {"subject": mail.subject})
