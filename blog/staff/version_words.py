"""A version of an article in words that staff understand: names instead of numbers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from blog.articles.models import Post
from blog.history.bring_back import Restored
from blog.history.contents import FIELDS, MANY, NAMES, PARTS, PUBLISHING, RELATIONS, Part, field_of, label
from shop.pictures.models import Picture

LANGUAGES = {"de": gettext_lazy("German"), "en": gettext_lazy("English")}
Names = Mapping[str, list[str]]


def names_in(*versions: Mapping[str, Any]) -> Names:
    """What was called how, by the last of these that knows it."""
    return {key: words for data in versions for key, words in data.get(NAMES, {}).items()}


def told(data: Mapping[str, Any], names: Names) -> dict[str, str]:
    """By field and part, in the order in which staff read them; what the version does not know is left out. No query."""
    words = {name: _told(Post, name, data[name], names) for name in (*PUBLISHING, *FIELDS) if name in data}
    for part in PARTS:
        if part.name in data:
            words[part.name] = "\n\n".join(_row(part, row, names) for row in data[part.name])
    return words


def titles() -> dict[str, str]:
    """What the fields and parts of an article are called, by name."""
    words = {name: _title(Post, name) for name in (*PUBLISHING, *FIELDS)}
    words |= {part.name: str(part.model._meta.verbose_name_plural) for part in PARTS}  # noqa: SLF001 -- documented by Django
    return {name: capfirst(title) for name, title in words.items()}


def in_language(title: Any, name: str) -> str:
    """The title of a field, with its language where it has one."""
    language = LANGUAGES.get(name.rpartition("_")[2])
    return f"{title} ({language})" if language else str(title)


def what_is_gone(found: Restored) -> list[str]:
    """What an earlier version named and there is no more, once each, as 'product: Lumi'."""
    words = (f"{RELATIONS[name]._meta.verbose_name}: {called(name, pk, found.names)}" for name, pk in found.gone)  # noqa: SLF001 -- documented
    return list(dict.fromkeys(words))


def _row(part: Part, row: Mapping[str, Any], names: Names) -> str:
    """One line for each of its fields that says something."""
    lines = ((_title(part.model, name), _told(part.model, name, row.get(name), names)) for name in part.fields)
    return "\n".join(f"{title}: {words}" for title, words in lines if words)


def _title(model: type[Model], name: str) -> str:
    return in_language(field_of(model, name).verbose_name, name)


def _told(model: type[Model], name: str, value: Any, names: Names) -> str:
    if value is None or value == "":
        return ""
    if name in MANY:
        return ", ".join(sorted(called(name, pk, names) for pk in value))
    if name in RELATIONS:
        return called(name, value, names)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "published_at":
        return date_format(timezone.localtime(datetime.fromisoformat(value)), "SHORT_DATETIME_FORMAT")
    choices = dict(field_of(model, name).flatchoices)
    return str(choices.get(value, value))


def called(name: str, pk: Any, names: Names) -> str:
    """The name of what a field `name` led to; a picture, which has none, by its number and size."""
    number = _("no. %(number)s") % {"number": pk}
    words = names.get(label(name, pk))
    if words is None:
        return number
    found = words[0 if (get_language() or "de").startswith("de") else 1]
    return f"{number}, {found}" if RELATIONS[name] is Picture else found
