"""What staff read about each advice of the canon."""

from typing import Any

from django.utils.translation import gettext_lazy

from blog.canon.advice import Advice, Rule
from blog.staff.health_words import LANGUAGES, health_words

WORDS: dict[Rule, Any] = {
    Rule.NAME: gettext_lazy("%(language)s: “%(found)s” (%(count)s×) is called “%(wanted)s” in the catalog"),
    Rule.NO_ALT: gettext_lazy("%(language)s: the picture %(found)s has no alternative text in this language"),
    Rule.FILE_ALT: gettext_lazy("%(language)s: the alternative text of %(found)s is the name of a file: %(wanted)s"),
    Rule.NO_PICTURE: gettext_lazy("%(language)s: there is no picture for %(found)s"),
    Rule.NO_COVER_ALT: gettext_lazy("%(language)s: the cover has no alternative text"),
    Rule.DEAD_LINK: gettext_lazy("%(language)s: this link leads to a page that is not there or not published: %(found)s"),
    Rule.BROKEN_LINK: gettext_lazy("%(language)s: this link is no address: %(found)s"),
    Rule.HEADING_TOO_DEEP: gettext_lazy(
        "%(language)s: the heading “%(found)s” is of the third level, and none of the second stands above"
    ),
    Rule.EMPTY_HEADING: gettext_lazy("%(language)s: a heading has no words"),
    Rule.ADVERTISING: gettext_lazy("%(language)s: “%(found)s” tells of money, but the article is not labeled as advertising"),
    Rule.REVIEW_COPY: gettext_lazy("%(language)s: “%(found)s” tells of a gift, but the article is not labeled as a review copy"),
    Rule.TOO_LONG: gettext_lazy("%(language)s: the text is so long that only its beginning was searched for names"),
}


def advice_words(advice: Advice) -> str:
    """'English: “Metallic Rogue” (9×) is called “Metallic Rouge” in the catalog'."""
    if advice.card is not None:
        return health_words(advice.card)
    found = advice.found if len(advice.found) <= 120 else f"{advice.found[:119]}…"
    facts = {"language": LANGUAGES[advice.language], "found": found, "wanted": advice.wanted, "count": advice.count}
    return str(WORDS[advice.rule] % facts)
