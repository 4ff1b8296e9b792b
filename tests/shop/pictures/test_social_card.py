"""A social card is drawn once for what it says, in any script, within its edges."""

from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from shop.pictures.social_card import MARGIN, PICTURE, SocialCard, draw_card, is_drawn, keep_card, read_card
from tests.factories import a_picture, a_waiting_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_media")]
CARD = SocialCard(kicker="Lumiversum · Kurogane", title="Lumi – 1/7", note="ルミ")
PAPER = (0xFB, 0xF8, 0xF4)
TITLES = [
    "Lumi",
    "Ein Titel " * 20,
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2,
    "機動戦士の新しいフィギュアを並べてみました" * 4,
    "😀 <b>&amp;",
    "",
]


def inked(image: Image.Image, box: tuple[int, int, int, int]) -> bool:
    return any(color != PAPER for _count, color in image.crop(box).getcolors(1_000_000))  # type: ignore[union-attr]


@pytest.mark.parametrize("title", TITLES)
def test_no_title_leaves_its_room(title: str) -> None:
    card = draw_card(replace(CARD, title=title, kicker="Ein langer Hersteller · " * 9, note="長い名前" * 30))
    assert (card.size, card.mode) == ((1200, 630), "RGB")
    assert not inked(card, (1200 - MARGIN + 2, 0, 1200, 630))
    assert not inked(card, (0, 0, MARGIN - 4, 630))
    assert inked(card, (MARGIN, 100, 1200 - MARGIN, 500))  # the control: there is something to see


def test_picture_stands_at_the_right_and_no_title_runs_into_it() -> None:
    card = draw_card(replace(CARD, title=TITLES[2], picture=a_picture(size=(400, 500), color="#336699")))
    picture = card.crop((1200 - PICTURE, 0, 1200, 630))
    colors = [color for _count, color in picture.getcolors(1_000_000)]  # type: ignore[union-attr]
    assert all(abs(a - b) < 6 for color in colors for a, b in zip(color, (0x33, 0x66, 0x99), strict=True))  # type: ignore[arg-type]


def test_picture_that_the_worker_has_not_made_is_left_out() -> None:
    waiting = replace(CARD, picture=a_waiting_picture())
    assert waiting.print == CARD.print
    assert draw_card(waiting).tobytes() == draw_card(CARD).tobytes()


@pytest.mark.parametrize("change", [{"title": "Lumi – 1/8"}, {"kicker": "Lumiversum"}, {"note": ""}, {"picture": "another"}])
def test_whatever_it_says_makes_another_address(change: dict[str, str]) -> None:
    changes = {**change, "picture": a_picture()} if "picture" in change else change
    assert replace(CARD, **changes).print != CARD.print  # type: ignore[arg-type]


def test_card_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_drawn(CARD)
    content = keep_card(CARD)
    assert (is_drawn(CARD), read_card(CARD), content[:3]) == (True, content, b"\xff\xd8\xff")
    assert default_storage.size(CARD.file) < 150_000
