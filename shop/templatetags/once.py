"""What looks the same for all who see it with the same facts: drawn once by a process, and again as soon as one of the facts is another."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()
MOST = 2000  # parts of pages that a process keeps; measured with cards, each takes some 8 KB together with what it shows


class Drawn:
    """The parts drawn last, by all that they show: whoever finds one finds what drawing it anew would give."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._parts: OrderedDict[Hashable, SafeString] = OrderedDict()

    def find(self, key: Hashable) -> SafeString | None:
        with self._lock:
            found = self._parts.get(key)
            if found is not None:
                self._parts.move_to_end(key)
        return found

    def keep(self, key: Hashable, part: SafeString) -> None:
        with self._lock:
            self._parts[key] = part
            while len(self._parts) > self._most:
                self._parts.popitem(last=False)

    def known(self) -> list[Any]:
        """What is kept, the part that was asked for last at the end."""
        with self._lock:
            return list(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


drawn = Drawn(MOST)


def draw_once(context: Context, template: str, shown: dict[str, Any], *, facts: Hashable) -> SafeString:
    """`template` with what is `shown` and nothing else, drawn anew only in a language and for `facts` in which it was not drawn before."""
    key = (template, get_language(), facts)
    engine = context.template.engine  # type: ignore[union-attr]
    found = None if engine.debug else drawn.find(key)  # who works on the template sees each change
    if found is None:
        found = engine.get_template(template).render(context.new(shown))
        drawn.keep(key, found)
    return found


@register.simple_tag(takes_context=True)
def once(context: Context, template: str, **shown: Hashable) -> SafeString:
    """As `include … only`, for a part of a page that depends on its parameters and the language alone."""
    return draw_once(context, template, shown, facts=tuple(shown.items()))
