"""The choices of a facet. A page may hold hundreds, and as a template each would cost ten times as much."""

from collections.abc import Iterable
from html import escape
from typing import Protocol

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
CHOICE = (
    '<li><label class="facet__choice" for="{id}"><input type="checkbox" id="{id}" name="{facet}" value="{value}"{checked}> '
    '<span class="facet__name">{title}</span> <span class="facet__count">{count}</span></label></li>'
)


class Option(Protocol):
    """A choice with its words; `count` as people read it."""

    @property
    def value(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def count(self) -> str: ...
    @property
    def chosen(self) -> bool: ...


@register.simple_tag
def facet_choices(facet: str, options: Iterable[Option]) -> SafeString:
    """A list of checkboxes named `facet`, each with its words and its count."""
    items = "\n".join(
        CHOICE.format(
            id=escape(f"{facet}-{option.value}"),
            facet=escape(facet),
            value=escape(option.value),
            checked=" checked" if option.chosen else "",
            title=escape(option.title),
            count=escape(option.count),
        )
        for option in options
    )
    return mark_safe(f'<ul class="facet__choices" role="list">{items}</ul>')  # noqa: S308 -- each part is escaped above
