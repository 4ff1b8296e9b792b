"""Forms for the releases of a product, and the choice of its variants among them, new ones on the same page included."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.catalog.models import Product, Release, ReleaseKind

PREFIX = "releases"


@dataclass(frozen=True)
class Run:
    """A release that a variant may choose: `key` is its id, or the kind of one that this very page adds.

    `promised` says that it has a date and a latest delivery, so that it can be pre-ordered.
    """

    key: str
    label: str
    promised: bool


def runs_on(request: HttpRequest, product: Product | None) -> list[Run]:
    """The runs that the page shows: those of the database, or those of the posted form with what it changes and adds."""
    known = {str(release.pk): release for release in product.releases.all()} if product else {}
    if request.method == "POST" and f"{PREFIX}-TOTAL_FORMS" in request.POST:
        return _posted(request.POST, known)
    runs = [Run(key, str(release), bool(release.released_on and release.deliver_by)) for key, release in known.items()]
    return [*runs, *_new_choices()]


def _new_choices() -> list[Run]:
    """What a page that was not sent yet offers for the rows that it may gain."""
    words = {ReleaseKind.FIRST: _("the first run added here"), ReleaseKind.RERUN: _("the re-release added here")}
    return [Run(kind.value, str(label), promised=False) for kind, label in words.items()]


def _posted(post: QueryDict, known: dict[str, Release]) -> list[Run]:
    runs = []
    labels = {run.key: run.label for run in _new_choices()}
    total = post.get(f"{PREFIX}-TOTAL_FORMS", "")
    for i in range(min(int(total), 100) if total.isascii() and total.isdigit() and len(total) < 6 else 0):
        row = {name: post.get(f"{PREFIX}-{i}-{name}", "").strip() for name in ("id", "kind", "released_on", "deliver_by", "DELETE")}
        promised = bool(row["released_on"] and row["deliver_by"])
        if row["DELETE"]:
            continue
        if row["id"] in known:
            runs.append(Run(row["id"], str(known[row["id"]]), promised))
        elif row["kind"] in labels and not row["id"]:
            runs.append(Run(row["kind"], labels[row["kind"]], promised))
    return runs


class ReleaseForm(forms.ModelForm):
    class Meta:
        model = Release
        fields = ("kind", "released_on", "precision", "deliver_by")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        released, promised = values.get("released_on"), values.get("deliver_by")
        if promised and not released and "released_on" not in self.errors:
            self.add_error("released_on", _("A pre-order needs the date of its release."))
        if released and promised and promised < released:
            self.add_error("deliver_by", _("This day lies before the release."))
        return values


class ReleaseFormSet(forms.BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        rows = [form for form in self.forms if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")]
        kinds = [form.cleaned_data.get("kind") for form in rows]
        if kinds.count(ReleaseKind.FIRST) > 1:
            raise forms.ValidationError(_("A product has one first run; what comes later is a re-release."))
        if sum(form.instance.pk is None and form.cleaned_data.get("kind") == ReleaseKind.RERUN for form in rows) > 1:
            raise forms.ValidationError(_("Please add one re-release at a time."))
        if self.instance.is_published:
            for form in rows:
                released = form.cleaned_data.get("released_on")
                if released and released > timezone.localdate() and not form.cleaned_data.get("deliver_by"):
                    form.add_error("deliver_by", _("A pre-order needs the day by which it is delivered at the latest."))


class RunField(forms.ChoiceField):
    """Which of `runs` a variant belongs to; '' is none."""

    def __init__(self, runs: list[Run], **kwargs: Any) -> None:
        super().__init__(choices=[("", _("no date")), *((run.key, run.label) for run in runs)], required=False, **kwargs)
