"""How near the threshold for distance sales is, and what a quarter's return declares."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shop.tax.oss import Level, OssRow, Sale, ThresholdState, cross_border_net, oss_csv, quarter_rows, threshold_state
from shop.tax.taxation import Treatment

ON = date(2026, 11, 23)


def a_sale(**fields: Any) -> Sale:
    return Sale(**{"on": ON, "country": "AT", "rate": Decimal(20), "net": 100_00, "tax": 20_00, **fields})


# The threshold ------------------------------------------------------------------------------------
def test_cross_border_net_is_the_rest_of_the_eu_in_one_year() -> None:
    sales = [
        a_sale(net=1, on=date(2025, 12, 31)),
        a_sale(net=10, on=date(2026, 1, 1)),
        a_sale(net=100, on=date(2026, 12, 31), country="XI"),
        a_sale(net=1_000, on=date(2027, 1, 1)),
        a_sale(net=10_000, country="FR", treatment=Treatment.DISTANCE),
        a_sale(net=100_000, country="FR", treatment=Treatment.SMALL_BUSINESS),
        a_sale(net=1_000_000, country="DE", treatment=Treatment.DOMESTIC),
        a_sale(net=10_000_000, country="CH", treatment=Treatment.EXPORT),
        a_sale(net=100_000_000, country="ES", treatment=Treatment.EXPORT),  # to the Canary Islands
    ]
    assert [cross_border_net(sales, year) for year in (2025, 2026, 2027, 2028)] == [1, 110_110, 1_000, 0]


@pytest.mark.parametrize(
    ("net", "share", "level"),
    [
        (0, 0, Level.OK),
        (-5_00, 0, Level.OK),
        (7_999_99, 79, Level.OK),
        (8_000_00, 80, Level.WARN),
        (9_999_99, 99, Level.WARN),
        (10_000_00, 100, Level.REACHED),
        (12_345_67, 123, Level.REACHED),
    ],
)
def test_threshold_of_this_year(net: int, share: int, level: Level) -> None:
    assert threshold_state([a_sale(net=net)], ON) == ThresholdState(net, 0, share, level)


def test_threshold_without_sales() -> None:
    assert threshold_state([], ON) == ThresholdState(0, 0, 0, Level.OK)


def test_threshold_counts_the_year_before_on_its_own() -> None:
    sales = [a_sale(net=10_000_00, on=date(2025, 1, 1)), a_sale(net=100_00), a_sale(net=50_000_00, on=date(2024, 12, 31))]
    assert threshold_state(sales, ON) == ThresholdState(100_00, 10_000_00, 100, Level.REACHED)
    assert threshold_state(sales, date(2027, 1, 1)) == ThresholdState(0, 100_00, 1, Level.OK)


def test_two_years_below_the_threshold_are_not_added_up() -> None:
    sales = [a_sale(net=6_000_00, on=date(2025, 6, 1)), a_sale(net=6_000_00)]
    assert threshold_state(sales, ON) == ThresholdState(6_000_00, 6_000_00, 60, Level.OK)


def test_threshold_is_crossed_by_one_sale() -> None:
    sales = [a_sale(net=9_999_00, on=date(2026, 11, 22)), a_sale(net=1_00), a_sale(net=5_00, on=date(2026, 11, 24))]
    states = [threshold_state(sales, date(2026, 11, day)) for day in (22, 23, 24)]
    assert [(state.this_year, state.level) for state in states] == [
        (9_999_00, Level.WARN), (10_000_00, Level.REACHED), (10_005_00, Level.REACHED),
    ]  # fmt: skip


def test_cancellation_lowers_the_sum_of_its_own_day() -> None:
    sales = [a_sale(net=8_100_00, on=date(2026, 5, 1)), a_sale(net=-200_00, sold_on=date(2026, 5, 1))]
    assert [threshold_state(sales, on).level for on in (date(2026, 11, 22), ON)] == [Level.WARN, Level.OK]


# The return of a quarter --------------------------------------------------------------------------
def test_quarter_is_added_up_by_country_and_rate() -> None:
    sales = [
        a_sale(net=100_00, tax=20_00, on=date(2026, 10, 1)),
        a_sale(net=50_01, tax=10_00, on=date(2026, 12, 31)),
        a_sale(net=20_00, tax=2_00, rate=Decimal(10)),
        a_sale(net=30_00, tax=6_00, country="FR"),
        a_sale(net=1, tax=1, on=date(2026, 9, 30)),
        a_sale(net=1, tax=1, on=date(2027, 1, 1)),
        a_sale(net=1, tax=1, on=date(2025, 11, 23)),
    ]
    assert quarter_rows(sales, 2026, 4) == (
        OssRow("AT", Decimal(20), 150_01, 30_00),
        OssRow("AT", Decimal(10), 20_00, 2_00),
        OssRow("FR", Decimal(20), 30_00, 6_00),
    )


def test_rates_that_are_equal_are_one_row() -> None:
    sales = [a_sale(rate=Decimal("20.00")), a_sale(rate=Decimal(20))]
    assert quarter_rows(sales, 2026, 4) == (OssRow("AT", Decimal(20), 200_00, 40_00),)


@pytest.mark.parametrize("treatment", [Treatment.DOMESTIC, Treatment.DISTANCE, Treatment.EXPORT, Treatment.SMALL_BUSINESS])
def test_only_what_was_taxed_at_the_destination_is_declared(treatment: Treatment) -> None:
    assert quarter_rows([a_sale(treatment=treatment)], 2026, 4) == ()
    assert quarter_rows([a_sale()], 2026, 4) == (OssRow("AT", Decimal(20), 100_00, 20_00),)


@pytest.mark.parametrize("country", ["DE", "CH", ""])
def test_home_and_the_rest_of_the_world_are_not_declared(country: str) -> None:
    assert quarter_rows([a_sale(country=country)], 2026, 4) == ()


@pytest.mark.parametrize("sold_on", [None, date(2026, 10, 1), ON, date(2027, 1, 5)])
def test_cancellation_within_the_quarter_lessens_it(sold_on: date | None) -> None:
    sales = [a_sale(net=300_00, tax=60_00), a_sale(net=-100_00, tax=-20_00, sold_on=sold_on)]
    assert quarter_rows(sales, 2026, 4) == (OssRow("AT", Decimal(20), 200_00, 40_00),)


def test_corrections_of_earlier_quarters_stand_apart() -> None:
    sales = [
        a_sale(),
        a_sale(net=-40_00, tax=-8_00, sold_on=date(2026, 9, 30)),
        a_sale(net=-10_00, tax=-2_00, sold_on=date(2026, 7, 1)),
        a_sale(net=-5_00, tax=-1_00, sold_on=date(2025, 12, 31)),
        a_sale(country="FR", net=-7_00, tax=-1_40, sold_on=date(2026, 8, 1)),
    ]
    assert quarter_rows(sales, 2026, 4) == (
        OssRow("AT", Decimal(20), 100_00, 20_00),
        OssRow("AT", Decimal(20), -5_00, -1_00, "2025-Q4"),
        OssRow("AT", Decimal(20), -50_00, -10_00, "2026-Q3"),
        OssRow("FR", Decimal(20), -7_00, -1_40, "2026-Q3"),
    )


def test_what_adds_up_to_nothing_is_left_out() -> None:
    sales = [a_sale(), a_sale(net=-100_00, tax=-20_00), a_sale(country="FR", net=0, tax=1)]
    assert quarter_rows(sales, 2026, 4) == (OssRow("FR", Decimal(20), 0, 1),)


@pytest.mark.parametrize(("month", "quarter"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4), (12, 4)])
def test_month_lies_in_its_quarter(month: int, quarter: int) -> None:
    sales = [a_sale(on=date(2026, month, 1))]
    assert [bool(quarter_rows(sales, 2026, number)) for number in range(1, 5)] == [number == quarter for number in range(1, 5)]


@pytest.mark.parametrize("quarter", [0, 5, -1])
def test_there_are_four_quarters(quarter: int) -> None:
    with pytest.raises(ValueError, match=f"There is no quarter {quarter}."):
        quarter_rows([], 2026, quarter)


# The list -----------------------------------------------------------------------------------------
HEAD = (
    b"Art;Mitgliedstaat des Verbrauchs;Steuersatz in %;Bemessungsgrundlage in EUR;Steuerbetrag in EUR;Korrigiertes Quartal\r\n"
)  # fmt: skip


def test_list_is_written_for_german_spreadsheets() -> None:
    rows = (
        OssRow("AT", Decimal("20.00"), 1_234_567_89, 246_913_58),
        OssRow("FI", Decimal("25.50"), 1, 0),
        OssRow("GR", Decimal(24), 100_00, 24_00),
        OssRow("XI", Decimal(20), 5_00, 1_00),
        OssRow("AT", Decimal(20), -40_05, -8_01, "2026-Q3"),
        OssRow("FR", Decimal(20), -1, 0, "2026-Q3"),
    )
    assert oss_csv(rows).encode() == HEAD + (
        b"Umsatz;AT;20,00;1234567,89;246913,58;\r\n"
        b"Umsatz;FI;25,50;0,01;0,00;\r\n"
        b"Umsatz;EL;24,00;100,00;24,00;\r\n"
        b"Umsatz;XI;20,00;5,00;1,00;\r\n"
        b"Korrektur;AT;20,00;-40,05;-8,01;2026-Q3\r\n"
        b"Korrektur;FR;20,00;-0,01;0,00;2026-Q3\r\n"
    )


def test_list_without_rows_is_its_head() -> None:
    assert oss_csv(()).encode() == HEAD


@pytest.mark.parametrize(
    ("country", "cell"),
    [("=1+1", b"'=1+1"), ("+1", b"'+1"), ("-1", b"'-1"), ("@A1", b"'@A1"), ("\t=1", b"'\t=1"), ("A;B", b'"A;B"'), ("A=1", b"A=1")],
)
def test_cell_is_never_a_formula(country: str, cell: bytes) -> None:
    row = OssRow(country, Decimal(20), 1_00, 20)
    assert oss_csv([row]).encode() == HEAD + b"Umsatz;" + cell + b";20,00;1,00;0,20;\r\n"
