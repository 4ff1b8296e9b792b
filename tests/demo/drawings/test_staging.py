"""Two goods of one character are two: no page of 24 cards shows a twin."""

import itertools
import random
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from demo.content import look_of, rows
from demo.drawings import draw
from demo.drawings.staging import EFFECTS, HOLDING, STANDS, staged
from demo.load_catalog import jobs_for

PAGE = 24  # cards
ALIKE = 12  # of 255, the mean difference per pixel and channel of two cards seen from afar


def distance(one: Image.Image, other: Image.Image) -> float:
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def card_of(product: dict[str, Any], *, other_seed: int = 0) -> Image.Image:
    """The product's card as seen from afar."""
    characters = {row["slug"]: row for row in rows("character")}
    job = jobs_for(product, characters)[0]
    image = draw(job.kind, job.looks[0], seed=job.seed + other_seed, width=96)
    return image.resize((24, 30), Image.Resampling.BOX)


def test_no_page_of_the_list_shows_a_twin() -> None:
    newest_first = sorted(rows("product"), key=lambda row: row["added_days_ago"])
    cards = [(product["slug"], card_of(product)) for product in newest_first]
    twins = {
        (one, other)
        for start in range(len(cards) - PAGE + 1)
        for (one, first), (other, second) in itertools.combinations(cards[start : start + PAGE], 2)
        if distance(first, second) < ALIKE
    }
    assert twins == set()


def test_twin_would_be_found() -> None:
    """The control: the same goods once more are a twin, the same character as other goods of its kind is none."""
    figure = next(row for row in rows("product") if row["kind"] == "scale_figure")
    assert distance(card_of(figure), card_of(figure)) < ALIKE
    assert distance(card_of(figure), card_of(figure, other_seed=1)) > ALIKE


@pytest.mark.parametrize("row", rows("character"), ids=lambda row: row["slug"])
def test_character_stays_who_it_is(row: dict[str, Any]) -> None:
    look = look_of(row)
    for seed in range(12):
        shown, staging = staged(look, random.Random(seed))
        same = ("hair", "outfit", "hair_color", "eye_color", "skin")
        assert [getattr(shown, name) for name in same] == [getattr(look, name) for name in same]
        assert HOLDING & set(shown.extras) == HOLDING & set(look.extras)
        assert (staging.stand in STANDS, staging.effect in {*EFFECTS, "none"}) == (True, True)
