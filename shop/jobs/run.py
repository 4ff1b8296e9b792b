"""Do what is due: claim by a conditional UPDATE, work outside of any transaction, finish only what is still ours.

A lease ends by itself, so that the job of a worker that died is taken over by the next. A worker that was only slow finds
another `attempt` number and leaves the row alone.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import F, Q, QuerySet

from shop.alerts.models import AlertKind
from shop.alerts.raise_alert import raise_alert
from shop.jobs.models import Job
from shop.kill_points import reach

logger = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
ROUND = timedelta(minutes=2)  # a round begins no job after it: the lease is counted from the round's beginning
LONGEST_WAIT = timedelta(hours=1)
ALERT_AFTER = 5  # failures in a row

# What a job does with its reference; it answers when it wants to be done again, or None when all is done.
Handler = Callable[[str, datetime], datetime | None]
Stop = Callable[[], bool]  # whether the worker was told to end


def run_due_jobs(*, handlers: Mapping[str, Handler], at: datetime, limit: int = 50, stop: Stop = lambda: False) -> int:
    """Do up to `limit` jobs that are due at `at`, oldest first; answers how many were done. A kind without handler waits.

    No further job is begun once `stop()` is true, or when the leases of this round would soon be over.
    """
    began = monotonic()
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    due = Job.objects.filter(free, done_at__isnull=True, run_at__lte=at, kind__in=list(handlers)).order_by("run_at", "pk")
    done = 0
    for job in due[:limit]:
        if stop() or monotonic() - began > ROUND.total_seconds():
            break
        done += _run(job, handlers[job.kind], at)
    return done


def _run(job: Job, handler: Handler, at: datetime) -> bool:
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    claim = Job.objects.filter(free, pk=job.pk, attempt=job.attempt, done_at__isnull=True)
    if not claim.update(attempt=F("attempt") + 1, lease_until=at + LEASE):
        return False  # another worker took it
    reach("job.after_claim")
    mine = Job.objects.filter(pk=job.pk, attempt=job.attempt + 1)
    try:
        again = handler(job.reference, at)
    except Exception as error:  # whatever it is, it is kept, tried again and shown to staff
        _fail(job, mine, error, at)
        return False
    end = {"run_at": again} if again is not None else {"done_at": at}
    if not mine.filter(asked=job.asked).update(lease_until=None, failures=0, last_error="", **end):
        mine.update(lease_until=None)  # asked for once more meanwhile, so it waits again
    return True


def _fail(job: Job, mine: QuerySet[Job], error: Exception, at: datetime) -> None:
    failures = job.failures + 1
    wait = min(timedelta(minutes=2 ** min(failures - 1, 10)), LONGEST_WAIT)
    words = f"{type(error).__name__}: {error}"[:2000]
    mine.update(lease_until=None, run_at=at + wait, failures=failures, last_error=words)
    logger.warning("job %s %s failed (%s in a row): %s", job.kind, job.reference, failures, type(error).__name__, exc_info=error)
    if failures == ALERT_AFTER:
        key = f"job:{job.kind}:{job.reference}:{job.attempt}"
        reference = job.reference[:60]  # as long as an alert's may be
        raise_alert(key=key, kind=AlertKind.JOB_FAILS, reference=reference, message=f"{job.kind}: {words}", at=at)
