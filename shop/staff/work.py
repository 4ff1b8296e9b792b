"""Staff: alerts to deal with, and the jobs that the worker does."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from shop.alerts.models import Alert
from shop.alerts.raise_alert import settle_alert
from shop.jobs.kinds import JobKind
from shop.jobs.models import Job
from shop.jobs.queue import queue_job
from shop.staff.read_only import ReadOnlyAdmin


class IsOpen(admin.SimpleListFilter):
    """What is still to be dealt with comes first."""

    title = _("state")
    parameter_name = "settled"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, Any]]:
        return [("no", _("open")), ("yes", _("settled"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Alert]) -> QuerySet[Alert]:
        return queryset.filter(settled_at__isnull=self.value() == "no") if self.value() else queryset


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    list_display = ("raised_at", "kind", "reference", "message", "settled_at", "settled_by")
    list_filter = (IsOpen, "kind")
    list_select_related = ("settled_by",)
    search_fields = ("reference", "message")
    actions = ("settle",)

    @admin.action(description=_("This is dealt with"), permissions=["view"])
    def settle(self, request: HttpRequest, alerts: QuerySet[Alert]) -> None:
        done = sum(settle_alert(alert=alert, by=request.user, at=timezone.localtime()) for alert in alerts)  # type: ignore[arg-type]
        text = ngettext("%(count)s alert is settled.", "%(count)s alerts are settled.", done)
        messages.success(request, text % {"count": done})


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("kind", "reference", "run_at", "failures", "done_at", "last_error")
    list_filter = ("kind", ("done_at", admin.EmptyFieldListFilter))
    search_fields = ("reference", "last_error")
    actions = ("run_now",)

    @admin.action(description=_("Try again now"), permissions=["view"])
    def run_now(self, request: HttpRequest, jobs: QuerySet[Job]) -> None:
        for job in jobs:
            queue_job(kind=JobKind(job.kind), reference=job.reference, run_at=timezone.localtime())
        messages.success(request, _("The worker takes them up within seconds."))
