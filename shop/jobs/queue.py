"""Queue a job. It commits or vanishes with the fact that needs it."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Least

from shop.jobs.kinds import JobKind
from shop.jobs.models import Job


def queue_job(*, kind: JobKind, reference: object, run_at: datetime) -> None:
    """Have the job `kind` done for `reference` at `run_at`, or earlier where it already waits.

    A job that is done is opened again; one that is being done right now will be done once more afterwards, because
    its worker finds another `asked` than it took.
    """
    row = Job(kind=kind, reference=str(reference), run_at=run_at)
    Job.objects.bulk_create([row], ignore_conflicts=True)
    waits = Q(done_at__isnull=True, lease_until__isnull=True)
    Job.objects.filter(kind=kind, reference=str(reference)).update(
        run_at=Case(When(waits, then=Least(F("run_at"), Value(run_at))), default=Value(run_at)),
        asked=F("asked") + 1,
        failures=0,
        done_at=None,
    )


def queue_first_jobs(*, reference: object, due: Mapping[JobKind, datetime]) -> None:
    """Queue the jobs of an object that this very transaction has made, in one query: nobody can have asked for them before."""
    Job.objects.bulk_create(Job(kind=kind, reference=str(reference), run_at=run_at, asked=1) for kind, run_at in due.items())
