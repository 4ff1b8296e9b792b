"""The `lucide` tag of the package of the same name, which draws an icon anew each time; a page has some twenty, and they never change."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide as draw

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=500)
def lucide(name: str, *, size: int | None = 24, **attributes: str) -> SafeString:
    """The icon `name` as SVG, `size` pixels wide; `attributes` such as `aria_hidden="true"`."""
    return SafeString(draw(name, size=size, **attributes))
