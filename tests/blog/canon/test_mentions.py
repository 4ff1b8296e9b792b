"""Which words of a text are a name, which nearly so, and which are ordinary words."""

import random
import time

import pytest

from blog.canon.mentions import MOST_DIFFERENT, MOST_WORDS, Finder
from blog.canon.names import Dictionary, Name, NameKind

NAMES = "Metallic Rouge|Bones|Rouge Redstar|Nullsektor 9|Spy & Family|Pokémon|Kotobukiya|Made in Abyss|Re:Zero|Steins;Gate"


def names(*more: str, allowed: str = "") -> Dictionary:
    found = Dictionary()
    if allowed:
        found.add(Name(allowed, NameKind.ALLOWED))
    for text in (*NAMES.split("|"), *more):
        found.add(Name(text, NameKind.SERIES))
    return found


def told(html: str, dictionary: Dictionary | None = None) -> list[tuple[str, str]]:
    return [(one.as_written, one.name.text) for one in Finder(html, dictionary or names()).mentions() if not one.right]


def right(html: str) -> list[str]:
    return [one.name.text for one in Finder(html, names()).mentions() if one.right]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Metallic Rogue", [("Metallic Rogue", "Metallic Rouge")]),
        ("What is metallic ROgue about?", [("metallic ROgue", "Metallic Rouge")]),
        ("Metalic Rouge", [("Metalic Rouge", "Metallic Rouge")]),
        ("<strong>Metallic</strong> <em>Rogue</em>", [("Metallic Rogue", "Metallic Rouge")]),
        ("Metallic&nbsp;Rogue", [("Metallic Rogue", "Metallic Rouge")]),
        ("the Metallic Rogue's world", [("Metallic Rogue", "Metallic Rouge")]),
        ("Kotobukia is a maker", []),  # it begins the sentence, where every word has a capital
        ("made by Kotobukia today", [("Kotobukia", "Kotobukiya")]),
        ("Spy &amp; Famly", [("Spy Famly", "Spy & Family")]),
        ("Nullsector 9", [("Nullsector 9", "Nullsektor 9")]),
        ("Roge Redstar and Rouge Redstrar", [("Roge Redstar", "Rouge Redstar"), ("Rouge Redstrar", "Rouge Redstar")]),
    ],
)
def test_near_misses_are_told(html: str, expected: list[tuple[str, str]]) -> None:
    assert told(f"<p>{html}</p>") == expected


@pytest.mark.parametrize(
    "html",
    [
        "Metallic Rouge", "METALLIC ROUGE", "metallic rouge", "Metallic Rouge’s world", "Metallic Rouges Welt", "Pokemon", "Pokémons",
        "rouge and metallic colors", "Metal Rouge works undercover", "a metallic rogue in small letters",
        "her bones ache, and Bone is no studio", "Metallic</p><p>Rogue", "Metallic. Rogue waves", "Metallic, Rogue", "Nullsektor 8",
        "the kotobukia", "made in abyss", "[[product:metallic-rogue]]", '<a href="/metallic/rogue/">link</a>',
        "Rogue Metallic",
    ],
)  # fmt: skip
def test_right_names_and_ordinary_words_raise_no_alarm(html: str) -> None:
    assert told(f"<p>{html}</p>") == []


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("Metallic Rouges", ["Metallic Rouge"]),
        ("Bones made it; the bones ache", ["Bones"]),
        ("Re:Zero, Steins;Gate", ["Re:Zero", "Steins;Gate"]),
        ("Metallic</p><p>Rouge", []),
        ("Spy &amp; Family", ["Spy & Family"]),
    ],
)
def test_right_names_are_found(html: str, expected: list[str]) -> None:
    assert right(f"<p>{html}</p>") == expected


def test_a_word_that_also_stands_without_a_capital_is_an_ordinary_one() -> None:
    dictionary = names("Schattenlicht")
    assert told("<p>im Schattenlich der Stadt</p>", dictionary) == [("Schattenlich", "Schattenlicht")]
    assert told("<p>im Schattenlich der Stadt, ganz schattenlich</p>", dictionary) == []


def test_what_is_allowed_is_right() -> None:
    assert told("<p>Metallic Rogue</p>", names(allowed="metallic rogue")) == []


def test_a_name_that_is_near_to_another_is_itself() -> None:
    assert told("<p>Metallic Rogue and Metallic Rouge</p>", names("Metallic Rogue")) == []


def test_five_megabytes_against_thousands_of_names_take_seconds_at_most() -> None:
    chance = random.Random(5)
    word = lambda: "".join(chance.choice("aeiourstnlkm") for _ in range(chance.randint(3, 9)))  # noqa: E731
    dictionary = names(*(f"{word()} {word()}".title() for _ in range(3_000)))
    html = f"<p>{' '.join(word().title() for _ in range(20_000)) * 35}</p>"
    assert len(html) > 4_500_000
    started = time.perf_counter()
    finder = Finder(html, dictionary)
    assert sum(1 for _ in finder.mentions()) < MOST_WORDS
    assert time.perf_counter() - started < 15  # 3 s on one core of 2026
    assert finder.is_cut
    assert len(finder.words) <= MOST_WORDS
    assert len({one.key for one in finder.words}) <= MOST_DIFFERENT + 1
