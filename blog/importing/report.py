"""What an import did, in words for the person who asked for it: nothing is lost without being said."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from blog.importing.import_article import Plan

Part = tuple[str, list[str]]


def report(plan: Plan) -> Iterator[Part]:
    """Headings with their lines; a part without lines is left away."""
    text, linked = plan.text, plan.linked
    wrong = sorted(linked.wrong.items(), key=lambda item: -item[1])
    undescribed = [one.alt for one in text.pictures if not one.is_described]
    for heading, lines in (
        (_("Headings found"), text.headings),
        (_("Links made"), linked.links),
        (_("Cards made"), linked.cards),
        (_("Names that look misspelled"), [f"{found} → {name} ({count}×)" for (found, name), count in wrong]),
        (_("Pictures without an alternative text (please describe them)"), undescribed),
        (_("Left out"), [f"{one.why.label}: {one.text}" for one in text.left_out]),
    ):
        if lines:
            yield heading, lines
