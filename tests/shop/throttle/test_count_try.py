"""Tries are counted in windows; the one that is too many is refused."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shop.throttle.count_try import TooManyTries, count_try, forget_old_tries
from shop.throttle.models import Throttle

pytestmark = pytest.mark.django_db
WINDOW = timedelta(minutes=15)


def _try(at: datetime, what: str = "login:demo:192.0.2.1") -> None:
    count_try(what=what, limit=3, window=WINDOW, at=at)


def test_try_that_is_too_many_is_refused_until_the_window_ends(at: datetime) -> None:
    for _ in range(3):
        _try(at)
    for later in (timedelta(0), WINDOW - timedelta(seconds=1)):
        with pytest.raises(TooManyTries) as refusal:
            _try(at + later)
        assert refusal.value.until == at + WINDOW
    assert Throttle.objects.values_list("count", "window_ends_at").get() == (3, at + WINDOW)


def test_next_window_begins_with_the_first_try_after_the_last(at: datetime) -> None:
    for _ in range(3):
        _try(at)
    _try(at + WINDOW)
    assert Throttle.objects.values_list("count", "window_ends_at").get() == (1, at + WINDOW + WINDOW)


def test_tries_of_windows_that_ended_are_forgotten_and_others_are_not(at: datetime) -> None:
    _try(at, "old")
    _try(at + timedelta(minutes=1), "new")
    assert forget_old_tries(at=at + WINDOW) == 1
    assert list(Throttle.objects.values_list("window_ends_at", flat=True)) == [at + timedelta(minutes=1) + WINDOW]
    _try(at + WINDOW, "old")
    assert forget_old_tries(at=at + WINDOW) == 0


def test_try_whose_row_is_forgotten_at_this_very_moment_is_counted(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    _try(at)
    make, forgotten = Throttle.objects.bulk_create, []

    def forget_first(*args: Any, **options: Any) -> Any:
        made = make(*args, **options)
        if not forgotten:
            forgotten.append(forget_old_tries(at=at + WINDOW))
        return made

    monkeypatch.setattr(Throttle.objects, "bulk_create", forget_first)
    _try(at + WINDOW)
    assert forgotten == [1]
    assert Throttle.objects.values_list("count", "window_ends_at").get() == (1, at + WINDOW + WINDOW)


def test_each_thing_is_counted_apart(at: datetime) -> None:
    for what in ("a", "a", "a", "b"):
        _try(at, what)
    with pytest.raises(TooManyTries):
        _try(at, "a")
    _try(at, "b")
    assert sorted(Throttle.objects.values_list("count", flat=True)) == [2, 3]


def test_neither_names_nor_addresses_can_be_read(at: datetime) -> None:
    _try(at)
    key = Throttle.objects.get().key
    assert (len(key), "demo" in key, "192" in key) == (64, False, False)
