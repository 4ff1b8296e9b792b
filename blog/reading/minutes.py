"""How long an article takes to read."""

import math

from django.utils.html import strip_tags

from blog.cards.marks import MARK

WORDS_PER_MINUTE = 220


def reading_minutes(body: str) -> int:
    """Whole minutes at 220 words a minute, at least one."""
    text = strip_tags(MARK.sub("", body).replace("><", "> <"))  # or the last word of a paragraph would join the first of the next
    return max(1, math.ceil(len(text.split()) / WORDS_PER_MINUTE))
