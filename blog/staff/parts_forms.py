"""Forms of what belongs to an article: a place of a top list with its picture."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.articles.models import RankedItem
from shop.pictures.store import Upload, store_picture
from shop.staff.forms import read_upload


class RankedItemForm(forms.ModelForm):
    """An upload becomes a new picture, which needs an alternative text; without one the place keeps the picture it has."""

    upload = forms.FileField(label=_("picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))

    class Meta:
        model = RankedItem
        exclude = ("picture",)

    def clean_upload(self) -> Upload | None:
        return read_upload(self.cleaned_data.get("upload"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("upload") or self.instance.picture_id:
            for code in ("de", "en"):
                if values.get(f"title_{code}") and not values.get(f"alt_{code}"):
                    self.add_error(f"alt_{code}", _("Please say what the picture shows, for those who cannot see it."))
        return values

    def save(self, commit: bool = True) -> RankedItem:
        if self.cleaned_data.get("upload"):
            self.instance.picture = store_picture(upload=self.cleaned_data["upload"], at=timezone.now())
        return super().save(commit)
