"""Work that can wait: a row that commits with the fact that needs it, done by a worker."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """`kind` names the deed and `reference` its object, so that one matter is one row however often it is asked for.

    `attempt` counts the claims: a worker that comes back late finds another number and knows that its lease is over.
    `asked` counts the requests: one that comes while the job is being done is found by the worker at its end.
    """

    kind = models.CharField(_("kind"), max_length=40)
    reference = models.CharField(_("object"), max_length=80)
    run_at = models.DateTimeField(_("due"))
    lease_until = models.DateTimeField(_("taken until"), null=True, blank=True)
    attempt = models.PositiveIntegerField(_("tries"), default=0)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)
    asked = models.PositiveIntegerField(_("asked for"), default=0)

    class Meta:
        ordering = ["-run_at", "-pk"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [models.UniqueConstraint(fields=["kind", "reference"], name="a_job_is_queued_once_for_each_object")]
        indexes = [models.Index(fields=["run_at"], condition=models.Q(done_at__isnull=True), name="jobs_that_wait")]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"
