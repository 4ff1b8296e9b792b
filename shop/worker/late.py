"""Is there a worker at all? Told by what has been due for minutes and nobody has touched."""

from datetime import datetime, timedelta

from django.db.models import Q

from shop.jobs.kinds import BACKGROUND
from shop.jobs.models import Job
from shop.mail.models import OutgoingMail

PATIENCE = timedelta(minutes=5)


def late_since(*, at: datetime) -> datetime | None:
    """Since when the oldest job or mail waits that should have been taken up more than five minutes ago; None when all is well.

    What failed and waits for its next try is not late: somebody took it. Nor is what may wait, such as a hundred new pictures.
    """
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    jobs = Job.objects.filter(free, done_at__isnull=True, failures=0, run_at__lt=at - PATIENCE).order_by("run_at")
    jobs = jobs.exclude(kind__in=BACKGROUND)
    mails = OutgoingMail.objects.filter(sent_at__isnull=True, tries=0, next_try_at__lt=at - PATIENCE).order_by("next_try_at")
    waiting = (jobs.values_list("run_at", flat=True).first(), mails.values_list("next_try_at", flat=True).first())
    return min((moment for moment in waiting if moment is not None), default=None)
