"""The GiroCode: each line in its place, refused where a bank would refuse it, and read back by a scanner."""

import io
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import zxingcpp
from PIL import Image

from shop.payments.girocode import NoGiroCode, girocode, girocode_payload, girocode_png, girocode_svg

LONGEST = {"holder": "Ä" * 70, "reference": "x" * 129}  # 331 bytes together with the rest


def _payload(**fields: Any) -> str:
    values = {
        "holder": "Sternregal GmbH", "iban": "DE02120300000000202051", "bic": "BYLADEM1001", "amount": 139_90,
        "reference": "SR-7K2M-9QXD", **fields,
    }  # fmt: skip
    return girocode_payload(**values)


def _read(png: bytes) -> zxingcpp.Barcode:
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))
    return found


def test_payload_has_each_line_in_its_place() -> None:
    assert _payload().split("\n") == [
        "BCD", "002", "1", "SCT", "BYLADEM1001", "Sternregal GmbH", "DE02120300000000202051", "EUR139.90", "", "", "SR-7K2M-9QXD",
    ]  # fmt: skip


def test_payload_without_a_bic_keeps_its_line() -> None:
    assert _payload(bic="").split("\n")[3:6] == ["SCT", "", "Sternregal GmbH"]


@pytest.mark.parametrize(
    ("amount", "line"),
    [
        (1, "EUR0.01"),
        (10, "EUR0.10"),
        (100, "EUR1.00"),
        (84_80, "EUR84.80"),
        (123_456, "EUR1234.56"),
        (99_999_999_999, "EUR999999999.99"),
    ],
)
def test_amount_has_two_decimals_and_a_dot(amount: int, line: str) -> None:
    assert _payload(amount=amount).split("\n")[7] == line


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"amount": 0}, "0 cents are not between"),
        ({"amount": -1}, "-1 cents are not between"),
        ({"amount": 100_000_000_000}, "100000000000 cents are not between"),
        ({"iban": "DE02120300000000202052"}, "iban_check_digits"),
        ({"iban": ""}, "iban_form"),
        ({"bic": "BYLADEM10"}, "is no BIC"),
        ({"bic": "BYLADEM1001\nX"}, "is no BIC"),
        ({"holder": ""}, "between 1 and 70"),
        ({"holder": "x" * 71}, "between 1 and 70"),
        ({"holder": "Stern\nregal"}, "not one line"),
        ({"holder": "Stern\u2028regal"}, "not one line"),
        ({"reference": "  "}, "between 1 and 140"),
        ({"reference": "x" * 141}, "between 1 and 140"),
        ({"reference": "SR\rX"}, "not one line"),
        ({"holder": "Ä" * 70, "reference": "x" * 130}, "332 bytes are more than 331"),
    ],
)
def test_payload_that_no_bank_would_take_is_refused(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(NoGiroCode, match=reason):
        _payload(**fields)


@pytest.mark.parametrize(
    "fields", [{}, {"holder": "Figurenhaus Größenwahn & Söhne €"}, LONGEST], ids=["usual", "umlauts", "longest"]
)
def test_scanner_reads_the_payload(fields: dict[str, str]) -> None:
    payload = _payload(**fields)
    found = _read(girocode_png(payload))
    assert (found.bytes, found.text, found.ec_level) == (payload.encode(), payload, "M")


def test_scanner_does_not_read_another_payload() -> None:
    """The control of the test above."""
    assert _read(girocode_png(_payload(amount=139_91))).text != _payload()


def test_longest_payload_fits_version_13() -> None:
    payload = _payload(**LONGEST)
    assert (len(payload.encode()), girocode(payload).designator) == (331, "13-M")


def test_level_stays_m_where_there_is_room_for_a_better_one() -> None:
    assert girocode("x" * 20).designator == "2-M"  # segno would make it 2-Q by itself


@pytest.mark.parametrize("fields", [{}, LONGEST], ids=["usual", "longest"])
def test_svg_draws_the_modules_of_the_png(fields: dict[str, str]) -> None:
    payload = _payload(**fields)
    svg = ET.fromstring(girocode_svg(payload))
    paper, modules = svg.findall("path")
    side = girocode(payload).symbol_size(border=4)[0]
    assert (svg.get("viewBox"), paper.get("d")) == (f"0 0 {side} {side}", f"M0 0h{side}v{side}h-{side}z")
    drawn = sum(int(run) for run in re.findall(r"h(\d+)", modules.get("d", "")))
    assert drawn == sum(map(sum, girocode(payload).matrix))
    png = Image.open(io.BytesIO(girocode_png(payload))).convert("1")
    assert drawn == png.resize((side, side), Image.Resampling.NEAREST).histogram()[0]


def test_svg_is_black_on_white_and_obeys_a_strict_policy() -> None:
    drawn = girocode_svg(_payload())
    svg = ET.fromstring(drawn)
    assert [(path.get("fill"), path.get("stroke")) for path in svg.findall("path")] == [("#fff", None), (None, "#000")]
    assert {name for element in svg.iter() for name in element.attrib} == {
        "width", "height", "aria-hidden", "viewBox", "class", "fill", "d", "stroke",
    }  # fmt: skip


def test_svg_gives_each_module_the_same_whole_number_of_pixels() -> None:
    svg = ET.fromstring(girocode_svg(_payload()))
    assert (svg.get("width"), svg.get("height"), svg.get("viewBox")) == ("196", "196", "0 0 49 49")
