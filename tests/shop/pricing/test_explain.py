"""What would be shown for a planned price, as facts and as exact sentences in both languages."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from shop.pricing.explain import Explanation, explain_price, explanation_words
from shop.pricing.reduction import PricePoint, Reduction, Verdict, reduction
from tests.factories import AT
from tests.shop.pricing.test_reduction import CASES, History, _points, histories

# the ledger so far, the planned price; what is shown; the naive percentage; the sentence in English and in German
SENTENCES: dict[str, tuple[History, int, Reduction | None, int, str, str]] = {
    "as everybody expects": (
        [(90, 100_00)], 80_00, Reduction(100_00, 20), 20,
        "−20% would be shown against €100.00 (lowest price of the last 30 days).",
        "Angezeigt würden −20 % gegenüber 100,00 € (niedrigster Preis der letzten 30 Tage).",
    ),
    "was cheaper three weeks ago": (
        [(90, 79_90), (20, 100_00)], 75_00, Reduction(79_90, 6), 25,
        "−25% would be shown as −6%, because this cost €79.90 until 3 November 2026 (lowest price of the last 30 days).",
        "Statt −25 % würden −6 % angezeigt, weil der Preis bis zum 03.11.2026 bei 79,90 € lag (niedrigster Preis der letzten 30 Tage).",
    ),
    "was as low three weeks ago": (
        [(90, 79_90), (20, 100_00)], 79_90, None, 20,
        "Nothing would be shown, because this cost €79.90 until 3 November 2026 (lowest price of the last 30 days).",
        "Es würde nichts angezeigt, weil der Preis bis zum 03.11.2026 schon bei 79,90 € lag (niedrigster Preis der letzten 30 Tage).",
    ),
    "goes up": (
        [(90, 79_90)], 89_90, None, 0,
        "Nothing would be shown, because the price goes up from €79.90 to €89.90.",
        "Es würde nichts angezeigt, weil der Preis von 79,90 € auf 89,90 € steigt.",
    ),
    "is too new": (
        [(12, 100_00)], 80_00, None, 20,
        "Nothing would be shown, because this has been on sale for less than 30 days (since 11 November 2026).",
        "Es würde nichts angezeigt, weil der Artikel noch keine 30 Tage im Verkauf ist (seit dem 11.11.2026).",
    ),
    "was too new when the price began to fall": (
        [(60, 100_00), (40, 90_00)], 80_00, None, 11,
        ("Nothing would be shown, because this had been on sale for less than 30 days (since 24 September 2026) "
        "when the price began to fall on 14 October 2026."),
        ("Es würde nichts angezeigt, weil der Artikel noch keine 30 Tage im Verkauf war (seit dem 24.09.2026), "
        "als die Preissenkung am 14.10.2026 begann."),
    ),
    "falls step by step": (
        [(90, 100_00), (10, 90_00)], 80_00, Reduction(100_00, 20), 11,
        "−11% would be shown as −20%, against €100.00 (lowest price of the 30 days before the price began to fall on 13 November 2026).",
        ("Statt −11 % würden −20 % angezeigt, gegenüber 100,00 € "
        "(niedrigster Preis der 30 Tage vor Beginn der Preissenkung am 13.11.2026)."),
    ),
    "falls by a last small step": (
        [(90, 100_00), (10, 80_00)], 79_90, Reduction(100_00, 20), 0,
        "−20% would be shown against €100.00 (lowest price of the 30 days before the price began to fall on 13 November 2026).",
        "Angezeigt würden −20 % gegenüber 100,00 € (niedrigster Preis der 30 Tage vor Beginn der Preissenkung am 13.11.2026).",
    ),
    "falls after a raise that came after a low": (
        [(90, 80_00), (20, 100_00), (10, 95_00)], 90_00, None, 5,
        ("Nothing would be shown, because this cost €80.00 until 3 November 2026 "
        "(lowest price of the 30 days before the price began to fall on 13 November 2026)."),
        ("Es würde nichts angezeigt, weil der Preis bis zum 03.11.2026 schon bei 80,00 € lag "
        "(niedrigster Preis der 30 Tage vor Beginn der Preissenkung am 13.11.2026)."),
    ),
    "falls by less than a percent": (
        [(90, 100_00)], 99_01, None, 0,
        "Nothing would be shown, because €99.01 is less than 1% below €100.00 (lowest price of the last 30 days).",
        "Es würde nichts angezeigt, weil 99,01 € weniger als 1 % unter 100,00 € liegen (niedrigster Preis der letzten 30 Tage).",
    ),
    "stays, reduced": (
        [(90, 100_00), (10, 80_00)], 80_00, Reduction(100_00, 20), 0,
        ("The price stays €80.00, and −20% stays shown against €100.00 "
        "(lowest price of the 30 days before the price began to fall on 13 November 2026)."),
        ("Der Preis bleibt bei 80,00 €, und −20 % gegenüber 100,00 € bleiben angezeigt "
        "(niedrigster Preis der 30 Tage vor Beginn der Preissenkung am 13.11.2026)."),
    ),
    "stays, not reduced": (
        [(90, 100_00)], 100_00, None, 0,
        "The price stays €100.00, and nothing is shown beside it.",
        "Der Preis bleibt bei 100,00 €, und daneben wird nichts angezeigt.",
    ),
    "is the first": (
        [], 100_00, None, 0,
        "Nothing would be shown, because there is no earlier price.",
        "Es würde nichts angezeigt, weil es keinen früheren Preis gibt.",
    ),
}  # fmt: skip


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


@pytest.mark.parametrize("case", SENTENCES.values(), ids=SENTENCES.keys())
def test_words_of(case: tuple[History, int, Reduction | None, int, str, str]) -> None:
    history, new, shown, naive, english, german = case
    explanation = explain_price(_points(history), new=new, at=AT)
    said = [plain(explanation_words(explanation, language=language)) for language in ("en", "de")]
    assert (explanation.shown, explanation.naive_percent, said) == (shown, naive, [english, german])


def test_facts_of_a_price_that_was_cheaper() -> None:
    assert explain_price(_points([(90, 79_90), (20, 100_00)]), new=75_00, at=AT) == Explanation(
        verdict=Verdict.SHOWN,
        new=75_00,
        present=100_00,
        shown=Reduction(79_90, 6),
        naive_percent=25,
        lowest=79_90,
        lowest_until=date(2026, 11, 3),
        falling_since=None,
        offered_since=date(2026, 8, 25),
    )


@pytest.mark.parametrize(
    ("history", "new", "surprises"),
    [
        ([(90, 100_00)], 80_00, False),
        ([(90, 79_90), (20, 100_00)], 75_00, True),
        ([(90, 79_90), (20, 100_00)], 79_90, True),
        ([(12, 100_00)], 80_00, True),
        ([(90, 100_00), (10, 90_00)], 80_00, True),
        ([(90, 79_90)], 89_90, False),
        ([(90, 100_00), (10, 80_00)], 80_00, False),
        ([(90, 100_00)], 99_01, False),
        ([], 99_00, False),
    ],
)
def test_price_surprises_where_another_percentage_is_shown(history: History, new: int, surprises: bool) -> None:
    assert explain_price(_points(history), new=new, at=AT).surprises == surprises


def test_code_differs_where_the_facts_do() -> None:
    points = _points([(90, 79_90), (20, 100_00)])
    codes = [explain_price(points, new=new, at=AT).code for new in (75_00, 79_90, 110_00)]
    assert codes == ["shown-7500-7990-6", "as_low_before-7990-nothing", "raised-11000-nothing"]
    assert explain_price(points, new=75_00, at=AT + timedelta(days=30)).code == "shown-7500-10000-25"


def test_price_that_ended_at_midnight_did_not_see_the_new_day() -> None:
    midnight = (AT - timedelta(days=19)).replace(hour=0)
    points = [PricePoint(79_90, AT - timedelta(days=90)), PricePoint(100_00, midnight)]
    assert explain_price(points, new=75_00, at=AT).lowest_until == date(2026, 11, 3)


def test_price_to_come_is_not_the_present_one() -> None:
    assert explain_price(_points([(90, 100_00), (-1, 50_00)]), new=80_00, at=AT).present == 100_00


@pytest.mark.parametrize(
    "history", [case[0] for case in CASES.values() if case[0]], ids=[key for key, case in CASES.items() if case[0]]
)
def test_explanation_of_every_case_of_the_law_says_what_is_shown(history: History) -> None:
    """The last price of each case as the planned one: the explanation and the shop agree."""
    *before, (_days, new) = [step for step in history if step[0] >= 0]
    at = AT - timedelta(days=_days)
    assert explain_price(_points(before), new=new, at=at).shown == reduction(_points(history), at=at)


@given(histories)
def test_explanation_always_says_what_is_shown(history: dict[float, int]) -> None:
    *before, (days, new) = sorted(history.items(), reverse=True)
    at = AT - timedelta(days=days)
    explanation = explain_price(_points(before), new=new, at=at)
    assert explanation.shown == reduction(_points([*before, (days, new)]), at=at)
    assert (explanation.verdict == Verdict.SHOWN) == (explanation.shown is not None)
    assert explanation_words(explanation, language="en").endswith(".")
