"""One round of the worker: the jobs that are due, then the mails that are due."""

from datetime import datetime

from shop.jobs.models import Job
from shop.jobs.queue import queue_job
from shop.jobs.run import Stop, run_due_jobs
from shop.mail.send import send_due_mails
from shop.worker.handlers import HANDLERS, PERIODIC


def plan_periodic(*, at: datetime) -> None:
    """See to it that the jobs that come back by themselves are there; one that waits already is left alone."""
    known = set(Job.objects.filter(kind__in=PERIODIC, done_at__isnull=True).values_list("kind", flat=True))
    for kind in PERIODIC:
        if kind not in known:
            queue_job(kind=kind, reference="", run_at=at)


def do_round(*, at: datetime, limit: int = 50, stop: Stop = lambda: False) -> tuple[int, int]:
    """Do up to `limit` due jobs and send up to `limit` due mails; answers how many of each. Ends early once `stop()` is true."""
    return run_due_jobs(handlers=HANDLERS, at=at, limit=limit, stop=stop), send_due_mails(at=at, limit=limit, stop=stop)
