"""Forms of what belongs to an article: its pictures, goods, criteria and the places of a top list."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.articles.numbers import number
from blog.articles.parts import NO_ALT, ArticlePicture, RankedItem
from blog.history.contents import PARTS
from blog.staff.version_words import in_language
from shop.pictures.models import Picture
from shop.pictures.store import Upload, store_picture
from shop.staff.uploads import picture_shown, read_upload

KEYS = {part.model: part.key for part in PARTS}


class PartFormSet(forms.BaseInlineFormSet):
    """The rows of an article in its form. `restored` are those of an earlier version, or what was typed: with them the form begins.

    Each is put into the row that it is about, so that saving changes that row instead of replacing it; a row that the version does
    not have is marked to be deleted, and what only the version has comes as new rows. Nothing of it is stored before it is saved.
    """

    def __init__(self, *args: Any, restored: Sequence[Mapping[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._restored: dict[Any, Mapping[str, Any] | None] = {}
        self._pictures = self._kept_pictures(restored or ())
        if restored is not None:
            self._restored, new = _paired(self.get_queryset(), restored, key=KEYS[self.model])  # type: ignore[index]
            self.initial_extra = [_initial(row) for row in new]
            self.extra = len(new) + self.extra

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            field.label = field.label and in_language(field.label, name)

    def _kept_pictures(self, restored: Sequence[Mapping[str, Any]]) -> dict[int, Picture]:
        """The pictures of earlier versions that its forms name, in one query; none of them in most forms."""
        if not issubclass(self.form, PicturedForm):
            return {}
        values = [row.get("picture") for row in restored]
        if self.is_bound:
            values = [self.data.get(f"{self.prefix}-{place}-kept_picture") for place in range(self.total_form_count())]
        ids = {pk for value in values if (pk := number(value))}
        return Picture.objects.in_bulk(ids) if ids else {}

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # Django's stubs do not know it
        if form.instance.pk in self._restored:
            row = self._restored[form.instance.pk]
            if row is None:
                form.fields["DELETE"].initial = True
            else:
                form.initial.update(_initial(row))
                form.initial["without_picture"] = row.get("picture", "") is None  # what was typed has no say in it
        if isinstance(form, PicturedForm):
            form.kept_pictures = self._pictures
            form.show_picture()
        return form


def _paired(
    stored: Iterable[Any], restored: Sequence[Mapping[str, Any]], *, key: str | None
) -> tuple[dict[Any, Mapping[str, Any] | None], list[Mapping[str, Any]]]:
    """For each stored row by its id that of the version, if any; and those of the version that no stored row is left for.

    A row that was typed names its id. Others are known by their key (a number, a place, a product), for two rows cannot have one for a
    moment, either; rows without a key by their order.
    """
    left, pairs = list(restored), {}
    rows = list(stored)
    for row in rows:
        pairs[row.pk] = _take(left, "id", row.pk)
    for row in rows:
        if pairs[row.pk] is None:
            if key is None:
                pairs[row.pk] = next((one for one in left if "id" not in one), None)
                left = [one for one in left if one is not pairs[row.pk]]
            else:
                pairs[row.pk] = _take(left, key, row.serializable_value(key))
    return pairs, left


def _take(left: list[Mapping[str, Any]], name: str, value: Any) -> Mapping[str, Any] | None:
    """The first of `left` with this value, which is taken out."""
    found = next((one for one in left if str(one.get(name, "")) == str(value)), None)
    if found is not None:
        left.remove(found)
    return found


def _initial(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a version as its form begins."""
    initial = {name: value for name, value in row.items() if name not in ("id", "picture")}
    return initial | ({"kept_picture": row["picture"] or None} if "picture" in row else {})


class PicturedForm(forms.ModelForm):
    """An upload becomes a new picture; without one the row keeps the picture it has, or gets that of the version that is restored."""

    upload = forms.FileField(label=_("picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))
    kept_picture = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kept_pictures: Mapping[int, Picture] = {}

    def show_picture(self) -> None:
        """Beside the field, what the row would show without an upload."""
        own = self.instance.picture if self.instance.picture_id else None
        picture = self.kept_pictures.get(number(self["kept_picture"].value()) or 0, own)
        self.fields["upload"].help_text = picture_shown(picture)

    def clean_kept_picture(self) -> Picture | None:
        """The picture itself; one that is gone by now is as good as none."""
        return self.kept_pictures.get(self.cleaned_data.get("kept_picture") or 0)

    def clean_upload(self) -> Upload | None:
        return read_upload(self.cleaned_data.get("upload"))

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("upload"):
            self.instance.picture = store_picture(upload=self.cleaned_data["upload"], at=timezone.now())
        elif self.cleaned_data.get("kept_picture"):
            self.instance.picture = self.cleaned_data["kept_picture"]
        return super().save(commit)


class RankedItemForm(PicturedForm):
    """A picture needs an alternative text in each language in which the place has a title."""

    without_picture = forms.BooleanField(label=_("without a picture"), required=False)

    class Meta:
        model = RankedItem
        exclude = ("picture",)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("upload") or values.get("kept_picture") or (self.instance.picture_id and not values.get("without_picture")):
            for code in ("de", "en"):
                if values.get(f"title_{code}") and not values.get(f"alt_{code}"):
                    self.add_error(f"alt_{code}", NO_ALT)
        return values

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("without_picture") and not self.cleaned_data.get("upload"):
            self.instance.picture = None
        return super().save(commit)


class ArticlePictureForm(PicturedForm):
    class Meta:
        model = ArticlePicture
        exclude = ("picture",)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        has_picture = self.instance.pk or values.get("upload") or values.get("kept_picture")
        if not has_picture and "upload" not in self.errors:
            self.add_error("upload", _("Please choose a picture."))
        return values
