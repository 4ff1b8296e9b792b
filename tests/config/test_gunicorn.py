"""A new worker reads the catalog before its first visitor asks."""

import gc
import logging
import threading

import pytest
from django.db import DatabaseError

from config import gunicorn
from shop.listing import present
from tests.factories import a_variant


def let_a_worker_begin() -> None:
    gunicorn.post_worker_init(None)
    for thread in threading.enumerate():
        if thread.name == "read-catalog":
            thread.join(20)


@pytest.mark.django_db(transaction=True)
def test_new_worker_knows_the_catalog_before_its_first_list(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    variant = a_variant()
    present.forget_index()
    gc.unfreeze()
    let_a_worker_begin()
    assert gc.get_freeze_count() > 10_000
    gc.unfreeze()
    with django_assert_num_queries(1), present.present_index() as index:  # nothing but the look for changes
        assert list(index.ids) == [variant.product_id]
    present.forget_index()


def test_worker_begins_without_a_database(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def lost() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(present, "present_index", lost)
    with caplog.at_level(logging.WARNING, logger="shop.listing"):
        let_a_worker_begin()
    assert [record.message for record in caplog.records] == ["The catalog could not be read when the worker began."]
