"""Order numbers can be read aloud and tell nothing."""

import re

from shop.orders.numbers import new_number


def test_number_has_the_shape_that_is_read_aloud() -> None:
    number = new_number()
    assert re.fullmatch(r"SR-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", number), number


def test_numbers_do_not_repeat() -> None:
    assert len({new_number() for _ in range(2000)}) == 2000
