"""One round of the worker: the jobs that are due, the mails that are due, and what the search has to learn."""

import logging
from datetime import datetime

from django.db import DatabaseError

from shop.alerts.models import AlertKind
from shop.alerts.raise_alert import raise_alert
from shop.jobs.kinds import BACKGROUND
from shop.jobs.models import Job
from shop.jobs.queue import queue_job
from shop.jobs.run import Stop, run_due_jobs
from shop.mail.send import send_due_mails
from shop.search.refresh import refresh_index
from shop.worker.handlers import HANDLERS, PERIODIC

logger = logging.getLogger(__name__)
PROMPT = {kind: handler for kind, handler in HANDLERS.items() if kind not in BACKGROUND}
PATIENT = {kind: handler for kind, handler in HANDLERS.items() if kind in BACKGROUND}


def plan_periodic(*, at: datetime) -> None:
    """See to it that the jobs that come back by themselves are there; one that waits already is left alone."""
    known = set(Job.objects.filter(kind__in=PERIODIC, done_at__isnull=True).values_list("kind", flat=True))
    for kind in PERIODIC:
        if kind not in known:
            queue_job(kind=kind, reference="", run_at=at)


def do_round(*, at: datetime, limit: int = 50, patient: int = 2, stop: Stop = lambda: False) -> tuple[int, int]:
    """Do up to `limit` due jobs and send up to `limit` due mails; answers how many of each. Then index what has changed.

    At the end come up to `patient` jobs that nobody's order waits for, uncounted, so that the worker rests between them and a
    hundred new pictures slow nothing down. Ends early once `stop()` is true.
    """
    done = run_due_jobs(handlers=PROMPT, at=at, limit=limit, stop=stop), send_due_mails(at=at, limit=limit, stop=stop)
    _index(at=at)
    run_due_jobs(handlers=PATIENT, at=at, limit=patient, stop=stop)
    return done


def _index(*, at: datetime) -> None:
    """A thing that cannot be indexed must not keep orders and mails waiting; staff are told once a day."""
    try:
        refresh_index()
    except DatabaseError:
        raise  # the command knows what to do when the database is away
    except Exception as error:
        logger.exception("the search's index was not brought up to date")
        message = f"refresh_index: {type(error).__name__}: {error}"[:2000]
        raise_alert(key=f"search:{at.date()}", kind=AlertKind.JOB_FAILS, reference="search", message=message, at=at)
