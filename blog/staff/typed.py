"""What stands in the form of an article at a moment, saved or not, as a version has it."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from blog.articles.numbers import number
from blog.history.contents import FIELDS, FLAGS, MANY, PARTS, Part

MOST_ROWS = 1000  # as Django's formsets


def typed_contents(form: QueryDict) -> dict[str, Any]:
    """Fields that were not sent are left out; a box without its tick is sent empty. Files cannot be kept before they are saved."""
    data: dict[str, Any] = {}
    for name in FIELDS:
        if name == "cover":
            if form.get("kept_cover"):
                data[name] = form["kept_cover"]
        elif name in MANY and name in form:
            data[name] = [value for value in form.getlist(name) if value]
        elif name in form:
            data[name] = bool(form[name]) if name in FLAGS else form[name]
    for part in PARTS:
        if f"{part.name}-TOTAL_FORMS" in form:
            data[part.name] = list(_rows(form, part))
    return data


def _rows(form: QueryDict, part: Part) -> Iterator[dict[str, str]]:
    """The rows of a part that are not to be deleted; one that was saved before is known by its `id`."""
    for place in range(min(number(form[f"{part.name}-TOTAL_FORMS"]) or 0, MOST_ROWS)):
        prefix = f"{part.name}-{place}-"
        row = {name: form.get(prefix + ("kept_picture" if name == "picture" else name), "") for name in part.fields}
        pk = form.get(f"{prefix}id", "")
        if not form.get(f"{prefix}DELETE") and (pk or any(value for name, value in row.items() if name != "position")):
            yield {**row, "id": pk} if pk else row
