"""What the pages of the search say in words."""

from django import template
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def kind_of_hit(kind: str) -> str:
    """What a result besides goods is."""
    return {
        "series": pgettext("search result", "Series"),
        "character": pgettext("search result", "Character"),
        "manufacturer": pgettext("search result", "Maker"),
        "line": pgettext("search result", "Product line"),
        "sculptor": pgettext("search result", "Sculptor"),
    }.get(kind, "")
