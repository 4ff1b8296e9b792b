"""Ranges as addresses say them."""

import pytest

from shop.listing.ranges import Range, read_range


@pytest.mark.parametrize(
    ("text", "digits", "read", "canonical"),
    [
        ("50-100", 2, Range(50_00, 100_00), "50-100"),
        ("100-50", 2, Range(50_00, 100_00), "50-100"),
        ("49,90-", 2, Range(49_90, None), "49.90-"),
        ("-25", 2, Range(None, 25_00), "-25"),
        ("49.9", 2, Range(49_90, 49_90), "49.90"),
        (" 050-0100.00 ", 2, Range(50_00, 100_00), "50-100"),
        ("24.5-30", 1, Range(245, 300), "24.5-30"),
        ("24.59-30", 1, Range(245, 300), "24.5-30"),
        ("0-0", 2, Range(0, 0), "0"),
        ("9999999-", 2, Range(9_999_999_00, None), "9999999-"),
    ],
)
def test_range_is_read_and_said_again(text: str, digits: int, read: Range, canonical: str) -> None:
    assert read_range(text, digits=digits) == read
    assert read.text(digits=digits) == canonical
    assert read_range(canonical, digits=digits) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "abc",
        "50-abc",
        "--5",
        "-5-10",
        "1e3",
        "50–100",
        "１２",
        "99999999",
        "5.123",
        "50-100-150",
        "50 100",
        "+5",
        "٣-٤",
        "$5",
    ],
)
def test_what_says_no_range_is_none(text: str) -> None:
    assert read_range(text, digits=2) is None
