"""Jobs: claimed by one, leased, tried again, and never finished by somebody whose lease is over."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shop.alerts.models import Alert
from shop.jobs import run
from shop.jobs.kinds import JobKind
from shop.jobs.models import Job
from shop.jobs.queue import queue_first_jobs, queue_job
from shop.jobs.run import ALERT_AFTER, LEASE, Handler, run_due_jobs

pytestmark = pytest.mark.django_db
KIND = JobKind.EXPIRE_ORDER
MINUTE = timedelta(minutes=1)


class Worker:
    """Does jobs and writes down which; `does` may fail, or want to be called again."""

    def __init__(self, does: Handler = lambda _reference, _at: None) -> None:
        self.did: list[str] = []
        self.does = does

    def round(self, at: datetime, **options: Any) -> int:
        return run_due_jobs(handlers={KIND: self._do}, at=at, **options)

    def _do(self, reference: str, at: datetime) -> datetime | None:
        self.did.append(reference)
        return self.does(reference, at)


def _row() -> dict[str, Any]:
    return Job.objects.values("run_at", "lease_until", "attempt", "failures", "done_at", "last_error").get()


def _fail(_reference: str, _at: datetime) -> None:
    raise OSError(28, "No space left on device")


def test_due_job_is_done_once(at: datetime) -> None:
    queue_job(kind=KIND, reference=7, run_at=at)
    worker = Worker()
    assert (worker.round(at - MINUTE), worker.round(at), worker.round(at + MINUTE), worker.did) == (0, 1, 0, ["7"])
    assert _row() == {"run_at": at, "lease_until": None, "attempt": 1, "failures": 0, "done_at": at, "last_error": ""}


def test_oldest_jobs_come_first_and_no_more_than_asked_for(at: datetime) -> None:
    for minutes in (1, 3, 2):
        queue_job(kind=KIND, reference=minutes, run_at=at - minutes * MINUTE)
    worker = Worker()
    assert (worker.round(at, limit=2), worker.did) == (2, ["3", "2"])


def test_job_that_wants_to_come_back_waits_until_then(at: datetime) -> None:
    queue_job(kind=KIND, reference=7, run_at=at)
    Worker(lambda _reference, at: at + MINUTE).round(at)
    assert (_row()["run_at"], _row()["done_at"], Worker().round(at), Worker().round(at + MINUTE)) == (at + MINUTE, None, 0, 1)


def test_failure_is_kept_tried_again_ever_more_slowly_and_told_after_five(at: datetime) -> None:
    queue_job(kind=KIND, reference=7, run_at=at)
    worker, now, waits = Worker(_fail), at, []
    for _ in range(9):
        assert worker.round(now) == 0
        waits.append((_row()["run_at"] - now) // MINUTE)
        now = _row()["run_at"]
        assert Alert.objects.count() == (len(waits) >= ALERT_AFTER)
    assert (waits, _row()["failures"]) == ([1, 2, 4, 8, 16, 32, 60, 60, 60], 9)
    assert _row()["last_error"] == "OSError: [Errno 28] No space left on device"
    assert (Worker().round(now), _row()["failures"], _row()["last_error"]) == (1, 0, "")


def test_failure_of_one_job_holds_no_other_up(at: datetime) -> None:
    queue_job(kind=KIND, reference="bad", run_at=at - MINUTE)
    queue_job(kind=KIND, reference="good", run_at=at)
    worker = Worker(lambda reference, at: _fail(reference, at) if reference == "bad" else None)
    assert (worker.round(at), worker.did) == (1, ["bad", "good"])


def test_worker_that_died_is_replaced_when_its_lease_is_over(at: datetime) -> None:
    """Row 1 of the fault matrix: a process dies in a job. Nobody touches it within the lease, then another takes over."""
    queue_job(kind=KIND, reference=7, run_at=at)
    with pytest.raises(KeyboardInterrupt):
        Worker(_dies).round(at)
    assert _row()["lease_until"] == at + LEASE
    assert (Worker().round(at + LEASE - MINUTE), Worker().round(at + LEASE)) == (0, 1)


def _dies(_reference: str, _at: datetime) -> None:
    raise KeyboardInterrupt


def test_worker_that_was_only_slow_changes_nothing_that_another_did(at: datetime) -> None:
    """Row 23: two workers, one job. The late one finds another attempt than its own, and leaves the row alone."""
    queue_job(kind=KIND, reference=7, run_at=at)
    second = Worker()

    def sleeps_over_its_lease(_reference: str, _at: datetime) -> datetime:
        assert second.round(at + LEASE) == 1
        return at + timedelta(days=9)

    Worker(sleeps_over_its_lease).round(at)
    assert (_row()["attempt"], _row()["done_at"], _row()["run_at"]) == (2, at + LEASE, at)


def test_late_failure_of_a_slow_worker_is_not_written_over_what_another_did(at: datetime) -> None:
    """Row 23, where the slow one fails in the end."""
    queue_job(kind=KIND, reference=7, run_at=at)
    second = Worker()

    def fails_late(reference: str, at: datetime) -> None:
        second.round(at + LEASE)
        _fail(reference, at)

    Worker(fails_late).round(at)
    assert (_row()["done_at"], _row()["failures"], _row()["last_error"]) == (at + LEASE, 0, "")


def test_job_that_is_asked_for_while_it_is_done_is_done_once_more(at: datetime) -> None:
    queue_job(kind=KIND, reference=7, run_at=at)
    Worker(lambda reference, at: queue_job(kind=KIND, reference=reference, run_at=at)).round(at)
    assert (_row()["done_at"], Worker().round(at), Worker().round(at)) == (None, 1, 0)


def test_clock_that_goes_back_an_hour_takes_no_lease_away(at: datetime) -> None:
    """Row 24: the clock jumps back. A leased job stays with its worker, and is done when the time has come again."""
    queue_job(kind=KIND, reference=7, run_at=at)
    with pytest.raises(KeyboardInterrupt):
        Worker(_dies).round(at)
    assert Worker().round(at - timedelta(hours=1)) == 0
    assert Worker().round(at + LEASE) == 1


def test_round_begins_no_job_once_it_was_told_to_stop(at: datetime) -> None:
    for reference in range(3):
        queue_job(kind=KIND, reference=reference, run_at=at)
    worker = Worker()
    assert (worker.round(at, stop=lambda: len(worker.did) == 1), worker.did) == (1, ["0"])
    assert worker.round(at) == 2


def test_round_ends_before_its_leases_do(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the jobs at the end of a slow round (Stripe hangs) would begin with a lease that is over already."""
    clock = iter(range(0, 10_000, 50))
    monkeypatch.setattr(run, "monotonic", lambda: next(clock))
    for reference in range(5):
        queue_job(kind=KIND, reference=reference, run_at=at)
    worker = Worker()
    assert (worker.round(at), worker.round(at), worker.round(at), worker.did) == (2, 2, 1, ["0", "1", "2", "3", "4"])


def test_unknown_kind_waits_for_a_worker_that_knows_it(at: datetime) -> None:
    """Row 25: an old worker beside new code leaves alone what it does not know."""
    queue_job(kind=JobKind.READ_EVENTS, reference="", run_at=at)
    assert (Worker().round(at), _row()["done_at"]) == (0, None)


def test_job_that_waits_is_never_put_off_by_asking_again(at: datetime) -> None:
    queue_job(kind=KIND, reference=7, run_at=at)
    queue_job(kind=KIND, reference=7, run_at=at + MINUTE)
    assert _row()["run_at"] == at
    queue_job(kind=KIND, reference=7, run_at=at - MINUTE)
    assert (_row()["run_at"], Job.objects.count()) == (at - MINUTE, 1)


def test_first_jobs_of_an_object_are_queued_together(at: datetime, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        queue_first_jobs(reference=7, due={KIND: at, JobKind.REMIND_ORDER: at + MINUTE})
    assert list(Job.objects.order_by("run_at").values_list("kind", "reference", "run_at")) == [
        ("expire_order", "7", at), ("remind_order", "7", at + MINUTE),
    ]  # fmt: skip
