"""The form of an article: its text is cleaned, its cards are checked, and nothing is published without a look at what is wrong."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.articles.clean import clean
from blog.articles.models import Post
from blog.articles.numbers import number
from blog.canon.check_article import check_text
from blog.cards.marks import card_slugs, renamed
from blog.cards.stand_in import stand_ins
from blog.history.bring_back import Restored
from blog.history.models import Revision
from blog.staff.canon_words import advice_words
from blog.staff.version_words import in_language
from shop.pictures.models import Picture
from shop.pictures.store import Upload, store_picture
from shop.staff.uploads import picture_shown, read_upload

NEEDED = ("title", "slug", "excerpt", "body")


class PostForm(forms.ModelForm):
    """`seen_version` is what was on the screen when the writing began; `restored` fills the form from an earlier version."""

    restored: Restored | None = None
    cover_upload = forms.FileField(label=_("cover picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))
    kept_cover = forms.ModelChoiceField(Picture.objects.all(), required=False, widget=forms.HiddenInput)
    without_cover = forms.BooleanField(label=_("without a cover"), required=False)
    publish_anyway = forms.BooleanField(label=_("publish all the same"), required=False, widget=forms.HiddenInput)
    seen_version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    class Meta:
        model = Post
        exclude = ("cover", "products")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen_version"] = self.instance.version if self.instance.pk else 0
        if self.restored is not None:
            self._begin_with(self.restored.data)
        self._show_cover()
        for name in ("cover_alt_de", "cover_alt_en"):  # the others stand below the name of their language
            self.fields[name].label = in_language(self.fields[name].label, name)
        if "published_at" in self.fields and not self.instance.pk:
            self.fields["published_at"].initial = timezone.now

    def _begin_with(self, data: Mapping[str, Any]) -> None:
        self.initial.update({name: value for name, value in data.items() if name in self.fields})
        if "cover" in data:
            self.initial["kept_cover"] = data["cover"]
            self.initial["without_cover"] = data["cover"] is None and self.instance.cover_id is not None

    def _show_cover(self) -> None:
        """Beside the field, the cover that the article would have without an upload."""
        kept = number(self["kept_cover"].value())
        cover = Picture.objects.filter(pk=kept).first() if kept and kept != self.instance.cover_id else self.instance.cover
        self.fields["cover_upload"].help_text = picture_shown(cover)

    def clean_cover_upload(self) -> Upload | None:
        return read_upload(self.cleaned_data.get("cover_upload"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        self._refuse_what_is_older()
        for code in ("de", "en"):
            self._refuse_half_a_language(code)
            if values.get(f"body_{code}"):
                self._clean_body(f"body_{code}")
        if not self.errors and self._is_to_be_published(values):
            self._warn(values)
        return values

    def _refuse_what_is_older(self) -> None:
        """Tell the second of two who write at once; what was typed stays in the form, and saving once more takes it over."""
        if not self.instance.pk:
            return
        now = Post.objects.filter(pk=self.instance.pk).values_list("version", flat=True).first()
        if now == self.cleaned_data.get("seen_version"):
            return
        last = Revision.objects.filter(post=self.instance, version=now or 0).select_related("by").first()
        who = str(last.by) if last and last.by else _("Somebody")
        message = _(
            "%(who)s saved this article while you were writing, so nothing was saved over it. Your text still stands below. "
            "Compare it with theirs under “History”; saving once more puts yours in its place."
        )
        self.add_error(None, message % {"who": who})
        self.data = {**self.data.dict(), self.add_prefix("seen_version"): str(now)}  # type: ignore[attr-defined]

    def _refuse_half_a_language(self, code: str) -> None:
        """An article is there in a language with all that readers need, or not at all."""
        values = self.cleaned_data
        fields = [f"{name}_{code}" for name in NEEDED]
        if any(values.get(name) for name in fields):
            for name in fields:
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("Please fill this in, or leave this language out altogether."))

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
        warnings = [
            advice_words(advice)
            for advice in check_text(self._draft(values), pictures=None, at=timezone.now(), on=timezone.localdate())
        ]
        if not warnings or values.get("publish_anyway"):
            return
        self.fields["publish_anyway"].widget = forms.CheckboxInput()
        self.add_error("publish_anyway", [*warnings, _("Nothing was saved. Mend this, or tick here to publish all the same.")])

    def _draft(self, values: dict[str, Any]) -> Post:
        """The article as it would be, to be looked at; its pictures are read after it."""
        names = {field.name for field in Post._meta.concrete_fields}  # noqa: SLF001 -- documented by Django
        draft = Post(pk=self.instance.pk, **{name: value for name, value in values.items() if name in names})
        draft.cover = self._cover(values)
        return draft

    def _cover(self, values: dict[str, Any]) -> Picture | None:
        """The cover without an upload."""
        if values.get("without_cover"):
            return None
        return values.get("kept_cover") or self.instance.cover

    def save(self, commit: bool = True) -> Post:
        if self.cleaned_data.get("cover_upload"):
            self.instance.cover = store_picture(upload=self.cleaned_data["cover_upload"], at=timezone.now())
        else:
            self.instance.cover = self._cover(self.cleaned_data)
        return super().save(commit)
