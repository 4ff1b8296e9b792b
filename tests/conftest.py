"""Fixtures and rules of the whole suite."""

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection

from tests.needs import demand, find_chromium

# Playwright's synchronous interface runs an event loop in the test's thread, and Django refuses the ORM beside one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

BROWSER_TESTS = Path(__file__).parent / "browser"


def pytest_configure() -> None:
    settings.STATIC_ROOT.mkdir(parents=True)
    settings.MEDIA_ROOT.mkdir(parents=True)


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.TEST_DIR, ignore_errors=True)


def pytest_collection_finish() -> None:
    """Look for garbage less often: what thousands of tests and Django's models hold stays to the end, and is not looked through again and
    again. It saves a fifth of the processor time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL a test that asks no database is left out: it has been tried beside SQLite, and would say the same again."""
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker("browser")
    if connection.vendor == "postgresql":
        same = [item for item in items if not asks_a_database(item)]
        config.hook.pytest_deselected(items=same)
        items[:] = [item for item in items if asks_a_database(item)]


def asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"})


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    ci = bool(os.environ.get("CI"))
    if item.get_closest_marker("browser"):
        demand(found=find_chromium() is not None, what="Chromium is not installed (apt-get install chromium).", ci=ci)
    if item.get_closest_marker("postgres"):
        on_postgres = connection.vendor == "postgresql"
        demand(found=on_postgres, what="This needs PostgreSQL: run it under tools/with_postgres.sh.", ci=ci)


@pytest.fixture(autouse=True, scope="session")
def _ledgers_are_emptied_between_tests() -> Iterator[None]:
    """Let the flush after a `transaction=True` test pass the triggers of append-only tables: SQLite has no TRUNCATE.

    They are dropped and created anew in the flush's own transaction; no test ever runs without them.
    """
    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_past_triggers(self: Any, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            triggers = cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        flush(self, [*(f'DROP TRIGGER "{name}"' for name, _ in triggers), *sql_list, *(sql for _, sql in triggers)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations, "execute_sql_flush", flush_past_triggers)
        yield


@pytest.fixture
def at() -> datetime:
    """The moment at which deeds happen in tests: a Monday noon in winter, in the shop's time zone."""
    return datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Chromium as the system installs it: quiet, and without a word to the network."""
    flags = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync"
    return {
        **browser_type_launch_args,
        "executable_path": find_chromium(),
        "args": [f"--{flag}" for flag in flags.split()],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "de-DE", "timezone_id": "Europe/Berlin", "viewport": {"width": 1280, "height": 900}}
