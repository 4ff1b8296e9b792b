"""The form of an article: its text is cleaned, its cards are checked, and nothing is published without a look at what is wrong."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.articles.clean import clean
from blog.articles.models import Post
from blog.cards.health import card_health
from blog.cards.marks import card_slugs, renamed
from blog.cards.stand_in import stand_ins
from blog.staff.health_words import health_words
from shop.pictures.store import Upload, store_picture
from shop.staff.forms import read_upload


class PostForm(forms.ModelForm):
    cover_upload = forms.FileField(label=_("cover picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))

    publish_anyway = forms.BooleanField(label=_("publish all the same"), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Post
        exclude = ("cover", "products")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "published_at" in self.fields and not self.instance.pk:
            self.fields["published_at"].initial = timezone.now

    def clean_cover_upload(self) -> Upload | None:
        return read_upload(self.cleaned_data.get("cover_upload"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for name in ("body_de", "body_en"):
            if values.get(name):
                self._clean_body(name)
        if not self.errors and self._is_to_be_published(values):
            self._warn(values)
        return values

    def _clean_body(self, name: str) -> None:
        """Take out what no article may hold, and call the goods of its cards what they are called now."""
        body = clean(self.cleaned_data[name])
        slugs = card_slugs(body)
        pool = stand_ins(slugs, on=timezone.localdate())
        missing = sorted(set(slugs) - set(pool.wanted))
        if missing:
            message = _("There is no product with this address: %(slugs)s. Please check the card in the text.")
            self.add_error(name, message % {"slugs": ", ".join(missing)})
        self.cleaned_data[name] = renamed(body, names=pool.now_called(slugs))

    def _is_to_be_published(self, values: dict[str, Any]) -> bool:
        """Whether saving shows the article to readers who could not see it before."""
        return values.get("is_draft") is False and (self.instance.pk is None or self.initial.get("is_draft", True))

    def _warn(self, values: dict[str, Any]) -> None:
        """Refuse once with what is wrong; whoever has read it may publish all the same."""
        draft = Post(body_de=values.get("body_de", ""), body_en=values.get("body_en", ""))
        warnings = [health_words(card) for card in card_health([draft], on=timezone.localdate()) if not card.well]
        if not warnings:
            return
        if values.get("publish_anyway"):
            return
        self.fields["publish_anyway"].widget = forms.CheckboxInput()
        self.add_error("publish_anyway", [*warnings, _("Nothing was saved. Mend the cards, or tick here to publish all the same.")])

    def save(self, commit: bool = True) -> Post:
        if self.cleaned_data.get("cover_upload"):
            self.instance.cover = store_picture(upload=self.cleaned_data["cover_upload"], at=timezone.now())
        return super().save(commit)
