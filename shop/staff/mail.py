"""Staff: every mail that the shop wrote, and what became of it."""

from django.contrib import admin

from shop.mail.models import OutgoingMail
from shop.staff.read_only import ReadOnlyAdmin


@admin.register(OutgoingMail)
class OutgoingMailAdmin(ReadOnlyAdmin):
    list_display = ("queued_at", "to", "subject", "tries", "sent_at", "last_error")
    list_filter = ("sent_at", "language")
    search_fields = ("to", "subject", "key")
    fields = ("key", "to", "language", "subject", "text", "queued_at", "tries", "next_try_at", "sent_at", "last_error")
