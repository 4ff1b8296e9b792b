"""Thousands of random steps: the money adds up after each of them. CONTRIBUTING.md tells how to try longer, and at random."""

import os

import pytest
from django.db import connection
from hypothesis import Phase

from tests.shop.machine.machine import Shop
from tests.shop.machine.run import run

# Over all parts. On PostgreSQL, whose locks have tests of their own, a fifth of the stories shows that they hold there, too.
STORIES, AT_LEAST = (9, 5_000) if connection.vendor == "sqlite" else (2, 1_000)
PARTS = 6
EXAMPLES = int(os.environ.get("SHOP_MACHINE_EXAMPLES", STORIES))  # in each part
AT_RANDOM = bool(os.environ.get("SHOP_MACHINE_RANDOM"))


@pytest.mark.django_db
@pytest.mark.usefixtures("machine_room")
@pytest.mark.parametrize("part", range(PARTS))
def test_the_books_add_up_whatever_happens(part: int) -> None:
    machine: type[Shop] = type("Shop", (Shop,), {"steps": 0})
    run(machine, examples=EXAMPLES, start=None if AT_RANDOM else part, phases=(Phase.generate,))  # to shrink a story takes long
    assert machine.steps >= AT_LEAST / PARTS
