"""What comes back by itself: planned once, done, and planned again for later."""

from datetime import datetime, timedelta

import pytest

from shop.jobs.kinds import JobKind
from shop.jobs.models import Job
from shop.listing import marks
from shop.listing.models import CatalogChange
from shop.worker.handlers import HANDLERS, PERIODIC
from shop.worker.round import do_round, plan_periodic
from tests.factories import a_variant

pytestmark = pytest.mark.django_db


def only(kind: JobKind, at: datetime) -> None:
    """Let `kind` alone be due."""
    plan_periodic(at=at)
    Job.objects.exclude(kind=kind).delete()


def test_every_job_that_comes_back_has_a_handler() -> None:
    assert set(PERIODIC) <= set(HANDLERS)


def test_periodic_jobs_are_planned_once(at: datetime) -> None:
    for _ in range(2):
        plan_periodic(at=at)
    assert sorted(Job.objects.values_list("kind", flat=True)) == sorted(PERIODIC)


def test_old_marks_are_swept_away_and_the_sweeping_comes_back(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "KEPT", 5)
    for _ in range(8):
        a_variant()
    before = CatalogChange.objects.count()
    newest = CatalogChange.objects.latest("pk").pk
    only(JobKind.SWEEP_MARKS, at)
    assert do_round(at=at)[0] == 1
    kept = list(CatalogChange.objects.order_by("pk").values_list("pk", flat=True))
    assert (before > 10, kept) == (True, list(range(newest - 4, newest + 1)))
    assert [job.run_at > at for job in Job.objects.filter(kind=JobKind.SWEEP_MARKS, done_at__isnull=True)] == [True]


def test_few_marks_are_left_alone(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "KEPT", 1000)
    a_variant()
    before = CatalogChange.objects.count()
    only(JobKind.SWEEP_MARKS, at)
    do_round(at=at + timedelta(seconds=1))
    assert CatalogChange.objects.count() == before > 0
