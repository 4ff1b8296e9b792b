"""Text as the invoice's fonts can print it."""

import pytest

from shop.invoices.legible import legible


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Łukasz Přemysl Őrsi Șerban Ğül", "Łukasz Přemysl Őrsi Șerban Ğül"),
        ("Ελένη Павло", "Ελένη Павло"),
        ("髙橋 美咲", "髙橋 美咲"),
        ("１２３－４５ ﾊﾅ", "１２３－４５ ﾊﾅ"),
        ("79,90\xa0€", "79,90\xa0€"),
        ("Mu\u0308ller", "Müller"),
        ("か\u3099", "が"),
        ("q\u0323\u0308", "q\u0323\u0308"),
        ("か\u0301", "か□"),
        ("🌟\u0301", "□"),
        ("\u0301", "\u0301"),
        ("Lumi 🌟🌟", "Lumi □□"),
        ("❤\ufe0f 👩\u200d🚀", "❤ □□"),
        ("한글", "□□"),
        ("\ue000", "□"),
        (" a\tb\n\r\n c\u2028d ", "a b c d"),
        ("a\x00\x07\x1bb", "ab"),
        ("nepo\u202eppohs", "nepoppohs"),
        ("Sammel\u00adfigur", "Sammelfigur"),
        ("", ""),
    ],
)
def test_text_is_shown_as_far_as_the_fonts_reach(typed: str, shown: str) -> None:
    assert legible(typed) == shown
