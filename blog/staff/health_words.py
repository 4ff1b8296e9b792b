"""What staff read about a card that does not show what stands in the text."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.cards.health import CardHealth, Health

STATES: dict[Health, Any] = {
    Health.ITSELF: gettext_lazy("shows its product"),
    Health.NEXT_RELEASE: gettext_lazy("waits for the next release"),
    Health.CHARACTER: gettext_lazy("shows another product of the same character"),
    Health.SERIES: gettext_lazy("shows another product of the same series"),
    Health.VANISHED: gettext_lazy("is not shown: nothing can be bought in its place"),
    Health.UNKNOWN: gettext_lazy("is not shown: there is no such product"),
}
LANGUAGES = {"de": gettext_lazy("German"), "en": gettext_lazy("English")}


def health_words(card: CardHealth) -> str:
    """'German: the card “lumi-1-7” shows another product of the same series: Echo 1/8'."""
    text = _("%(language)s: the card “%(slug)s” %(state)s") % {
        "language": LANGUAGES[card.language],
        "slug": card.slug,
        "state": STATES[card.health],
    }
    return f"{text}: {card.shown.name}" if card.shown and not card.well else text
