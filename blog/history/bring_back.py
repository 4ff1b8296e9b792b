"""What of a version can go back into the form: all of it, but what no longer exists."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from blog.articles.models import Post
from blog.articles.numbers import number
from blog.history.contents import FIELDS, MANY, NAMES, PARTS, RELATIONS, Part, field_of

PART_OF = {part.name: part for part in PARTS}


@dataclass(frozen=True)
class Restored:
    """`data` as a version has it, without what is `gone`: pairs of a field's name and the id to which it led. `names` as there."""

    data: dict[str, Any]
    gone: list[tuple[str, Any]]
    names: Mapping[str, list[str]]


def bring_back(data: Mapping[str, Any]) -> Restored:
    """One query for each kind of thing that the version names.

    Where something is gone, a field that may be empty is, one that may not keeps what the article has now, and a row that is about it
    is left out. A picture that is gone leaves its row without one, so that the words about it are still there.
    """
    there = _there(data)
    gone: list[tuple[str, Any]] = []

    def still(name: str, pk: Any) -> Any:
        if not pk or number(pk) in there[RELATIONS[name]]:
            return pk
        gone.append((name, pk))
        return None

    kept: dict[str, Any] = {}
    for name in (*FIELDS, *PART_OF):
        if name not in data:
            continue
        value = data[name]
        if name in PART_OF:
            rows = (_row(PART_OF[name], row, still) for row in value)
            kept[name] = [row for row in rows if row is not None]
        elif name in MANY:
            kept[name] = [pk for pk in value if still(name, pk)]
        elif name in RELATIONS:
            found = still(name, value)
            if found or field_of(Post, name).null:
                kept[name] = found
        else:
            kept[name] = value
    return Restored(kept, gone, data.get(NAMES, {}))


def _row(part: Part, row: Mapping[str, Any], still: Callable[[str, Any], Any]) -> dict[str, Any] | None:
    found = {name: still(name, value) if name in RELATIONS else value for name, value in row.items()}
    lost = [name for name, value in row.items() if value and found[name] is None]
    return found if all(name == "picture" or field_of(part.model, name).null for name in lost) else None


def _there(data: Mapping[str, Any]) -> dict[type[Model], set[int]]:
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for name, pk in _named(data):
        wanted[RELATIONS[name]].add(pk)
    there: dict[type[Model], set[int]] = defaultdict(set)
    for model, ids in wanted.items():
        there[model] = set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))  # noqa: SLF001 -- documented by Django
    return there


def _named(data: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Each relation of the article and of its rows with the id that it leads to."""
    for holder in (data, *(row for part in PARTS for row in data.get(part.name, ()))):
        for name, value in holder.items():
            if name in RELATIONS:
                values = value if name in MANY and holder is data else [value]
                yield from ((name, pk) for one in values if (pk := number(one)))
