"""Thousands of random steps: the money adds up after each of them. CONTRIBUTING.md tells how to try longer, and at random."""

import os

import pytest
from hypothesis import Phase

from tests.shop.machine.machine import Shop
from tests.shop.machine.run import run

AT_LEAST = 5_000  # steps over all parts
PARTS = 6
EXAMPLES = int(os.environ.get("SHOP_MACHINE_EXAMPLES", "24"))  # in each part
AT_RANDOM = bool(os.environ.get("SHOP_MACHINE_RANDOM"))


@pytest.mark.django_db
@pytest.mark.usefixtures("machine_room")
@pytest.mark.parametrize("part", range(PARTS))
def test_the_books_add_up_whatever_happens(part: int) -> None:
    machine: type[Shop] = type("Shop", (Shop,), {"steps": 0})
    run(machine, examples=EXAMPLES, start=None if AT_RANDOM else part, phases=(Phase.generate,))  # to shrink a story takes long
    assert machine.steps >= AT_LEAST / PARTS
