"""Forms of what belongs to an article and has a picture: a place of a top list, and a picture in the text."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.articles.parts import NO_ALT, ArticlePicture, RankedItem
from shop.pictures.store import Upload, store_picture
from shop.staff.uploads import read_upload


class PicturedForm(forms.ModelForm):
    """An upload becomes a new picture; without one the row keeps the picture it has."""

    upload = forms.FileField(label=_("picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))

    def clean_upload(self) -> Upload | None:
        return read_upload(self.cleaned_data.get("upload"))

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("upload"):
            self.instance.picture = store_picture(upload=self.cleaned_data["upload"], at=timezone.now())
        return super().save(commit)


class RankedItemForm(PicturedForm):
    """A picture needs an alternative text in each language in which the place has a title."""

    class Meta:
        model = RankedItem
        exclude = ("picture",)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("upload") or self.instance.picture_id:
            for code in ("de", "en"):
                if values.get(f"title_{code}") and not values.get(f"alt_{code}"):
                    self.add_error(f"alt_{code}", NO_ALT)
        return values


class ArticlePictureForm(PicturedForm):
    class Meta:
        model = ArticlePicture
        exclude = ("picture",)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.instance.pk and not values.get("upload") and "upload" not in self.errors:
            self.add_error("upload", _("Please choose a picture."))
        return values
