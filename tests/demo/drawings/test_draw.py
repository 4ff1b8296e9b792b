"""The drawings: right size, the same every time, different where they should be, and clear about what there is none of."""

import dataclasses

import pytest

from demo.content import look_of, rows
from demo.drawings import VIEWS, Look, draw, draw_cover
from demo.drawings.covers import MOTIFS

LOOK = Look(
    hair="bob",
    outfit="mech",
    extras=("visor", "smile"),
    pose="stand",
    hair_color="#c3203f",
    eye_color="#e23b4e",
    skin="#ffe6da",
    colors=("#2a2238", "#f2b134", "#8a1230"),
    background=("#ffd9d2", "#ff8f86"),
)


@pytest.mark.parametrize(("kind", "view"), [(kind, view) for kind, views in VIEWS.items() for view in views])
def test_every_view_has_its_size_and_is_the_same_every_time(kind: str, view: str) -> None:
    first, second = (draw(kind, LOOK, seed=7, view=view, width=96) for _ in range(2))
    assert (first.size, first.mode) == ((96, 120), "RGB")
    assert first.tobytes() == second.tobytes()


def test_every_character_of_the_demo_can_be_drawn_and_no_two_are_twins() -> None:
    pictures = [draw("chibi", look_of(row), seed=1, width=60).tobytes() for row in rows("character")]
    assert len(set(pictures)) == len(pictures) > 20


@pytest.mark.parametrize("field", ["hair_color", "eye_color", "skin"])
def test_another_color_is_another_picture(field: str) -> None:
    other = dataclasses.replace(LOOK, **{field: "#20665c"})
    assert draw("chibi", LOOK, seed=1, width=96).tobytes() != draw("chibi", other, seed=1, width=96).tobytes()


@pytest.mark.parametrize("motif", list(MOTIFS))
def test_cover_of_every_motif_is_wide(motif: str) -> None:
    assert draw_cover([LOOK, LOOK], motif=motif, seed=1, width=160).size == (160, 100)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"kind": "car"}, "'car' is no kind of goods; there are scale_figure"),
        ({"kind": "poster", "view": "box"}, "poster has no view 'box'; there are front, detail"),
    ],
)
def test_what_there_is_none_of_is_named_with_what_there_is(arguments: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        draw(arguments["kind"], LOOK, seed=1, view=arguments.get("view", "front"))


@pytest.mark.parametrize(("field", "word"), [("hair", "mohawk"), ("outfit", "toga"), ("pose", "dance"), ("extras", ("moustache",))])
def test_unknown_word_of_a_look_is_refused(field: str, word: object) -> None:
    with pytest.raises(ValueError, match="is not one of"):
        dataclasses.replace(LOOK, **{field: word})
