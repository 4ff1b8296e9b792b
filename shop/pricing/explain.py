"""What the law would let us show for a price that staff plan, and why: facts for the price page, and the sentence made of them.

The rule itself is `judge` of `reduction.py`; here the planned price is only added to the ledger before it is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext, override

from shop.money import format_cents
from shop.pricing.reduction import Judgment, PricePoint, Reduction, Verdict, judge


@dataclass(frozen=True)
class Explanation:
    """Amounts in cents, days in the time zone of the `at` that was asked about; what is unknown is None.

    `naive_percent` is what comparing with `present` would say, rounded down, 0 where the price does not fall. `lowest` is the
    lowest price of the 30 days before the reduction, in force up to and including `lowest_until`. `falling_since` is set where the
    reduction began earlier, with a higher price than the planned one; `offered_since` is the day of the first price ever.
    """

    verdict: Verdict
    new: int
    present: int | None
    shown: Reduction | None
    naive_percent: int
    lowest: int | None
    lowest_until: date | None
    falling_since: date | None
    offered_since: date | None

    @property
    def surprises(self) -> bool:
        """Whether customers would see another percentage than the price's change alone suggests."""
        shown = self.shown.percent if self.shown else 0
        return self.new != self.present and shown != self.naive_percent

    @property
    def code(self) -> str:
        """The facts as one word, so that a form can say which of them staff agreed to."""
        shown = f"{self.shown.reference_cents}-{self.shown.percent}" if self.shown else "nothing"
        return f"{self.verdict}-{self.new}-{shown}"


def explain_price(points: Sequence[PricePoint], *, new: int, at: datetime) -> Explanation:
    """What could be shown if the price became `new` cents at `at`; `points` are the ledger so far."""
    past = sorted((point for point in points if point.valid_from <= at), key=lambda point: point.valid_from)
    present = past[-1].cents if past else None
    judgment = judge([*past, PricePoint(new, at)], at=at)
    lowest = judgment.lowest
    return Explanation(
        verdict=judgment.verdict,
        new=new,
        present=present,
        shown=judgment.shown,
        naive_percent=(present - new) * 100 // present if present is not None and present > new else 0,
        lowest=lowest.cents if lowest else None,
        lowest_until=_last_day(lowest.until, at) if lowest else None,
        falling_since=_falling_since(judgment, at),
        offered_since=judgment.offered_since.astimezone(at.tzinfo).date() if judgment.offered_since else None,
    )


def _last_day(until: datetime, at: datetime) -> date:
    """The last day of a price that ended at `until`; one that ended at midnight did not see the new day."""
    return (until - timedelta.resolution).astimezone(at.tzinfo).date()


def _falling_since(judgment: Judgment, at: datetime) -> date | None:
    began = judgment.began_at
    return began.astimezone(at.tzinfo).date() if began is not None and began < at else None


def explanation_words(explanation: Explanation, *, language: str) -> str:
    """The explanation as one sentence for staff, such as

    '−25% would be shown as −6%, because this cost €79.90 until 3 November 2026 (lowest price of the last 30 days).'
    """
    with override(language):
        values = _values(explanation, language)
        if explanation.new == explanation.present:
            return _unchanged(explanation) % values
        return (_shown(explanation) if explanation.shown else _nothing(explanation)) % values


def _values(explanation: Explanation, language: str) -> dict[str, object]:
    """What the sentences are filled with, written in `language`, which must be active."""

    def amount(cents: int | None) -> str:
        return "" if cents is None else format_cents(cents, language)

    def day(on: date | None) -> str:
        return "" if on is None else date_format(on, "d.m.Y" if language == "de" else "j F Y")

    window = gettext("lowest price of the last 30 days")
    if explanation.falling_since:
        words = gettext("lowest price of the 30 days before the price began to fall on %(day)s")
        window = words % {"day": day(explanation.falling_since)}
    return {
        "present": amount(explanation.present),
        "new": amount(explanation.new),
        "naive": explanation.naive_percent,
        "percent": explanation.shown.percent if explanation.shown else 0,
        "lowest": amount(explanation.lowest),
        "until": day(explanation.lowest_until),
        "began": day(explanation.falling_since),
        "since": day(explanation.offered_since),
        "window": window,
    }


def _unchanged(explanation: Explanation) -> str:
    if explanation.shown:
        return gettext("The price stays %(new)s, and −%(percent)s%% stays shown against %(lowest)s (%(window)s).")
    return gettext("The price stays %(new)s, and nothing is shown beside it.")


def _shown(explanation: Explanation) -> str:
    assert explanation.shown is not None
    if explanation.naive_percent in {0, explanation.shown.percent}:  # 0: a last step of less than one percent
        return gettext("−%(percent)s%% would be shown against %(lowest)s (%(window)s).")
    if explanation.falling_since:
        return gettext("−%(naive)s%% would be shown as −%(percent)s%%, against %(lowest)s (%(window)s).")
    return gettext("−%(naive)s%% would be shown as −%(percent)s%%, because this cost %(lowest)s until %(until)s (%(window)s).")


def _nothing(explanation: Explanation) -> str:
    match explanation.verdict:
        case Verdict.RAISED:
            return gettext("Nothing would be shown, because the price goes up from %(present)s to %(new)s.")
        case Verdict.TOO_NEW if explanation.falling_since:
            return gettext(
                "Nothing would be shown, because this had been on sale for less than 30 days (since %(since)s) "
                "when the price began to fall on %(began)s."
            )
        case Verdict.TOO_NEW:
            return gettext("Nothing would be shown, because this has been on sale for less than 30 days (since %(since)s).")
        case Verdict.AS_LOW_BEFORE:
            return gettext("Nothing would be shown, because this cost %(lowest)s until %(until)s (%(window)s).")
        case Verdict.UNDER_ONE_PERCENT:
            return gettext("Nothing would be shown, because %(new)s is less than 1%% below %(lowest)s (%(window)s).")
        case _:
            return gettext("Nothing would be shown, because there is no earlier price.")
