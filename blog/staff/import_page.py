"""Staff: upload a text that was written elsewhere; it becomes a draft, and a report says what was found and what was left out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from blog.articles.models import Author, PostKind
from blog.importing.import_article import Plan, import_article, plan_import
from blog.importing.read_file import MAX_DOCX, read_file
from blog.importing.read_text import CannotImport
from blog.importing.report import report
from blog.staff.health_words import LANGUAGES
from shop.pictures.decode import MAX_BYTES

MOST_LINES = 12  # of each part of the report; it travels with the visitor to the next page
MOST_PICTURES = 100


class Pictures(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Several files; each is looked at where the text names it."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(PicturesField, self).clean(one, initial) for one in data or []]


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("text"),
        widget=forms.FileInput(attrs={"accept": ".docx,.md,.markdown,.html,.htm,.txt"}),
        help_text=gettext_lazy("Word (.docx), Markdown (.md), HTML (.html) or plain text (.txt)."),
    )
    pictures = PicturesField(
        label=gettext_lazy("pictures"),
        required=False,
        widget=Pictures(attrs={"accept": "image/*"}),
        help_text=gettext_lazy(
            "Those that a Markdown or HTML file names. Word brings its own; nothing is fetched from other sites."
        ),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=list(LANGUAGES.items()))
    author = forms.ModelChoiceField(label=gettext_lazy("author"), queryset=Author.objects.all())
    kind = forms.ChoiceField(label=gettext_lazy("kind"), choices=PostKind.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.label = capfirst(field.label)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_DOCX:
            raise ValidationError(_("The file is larger than 50 MB. Please make its pictures smaller."))
        return file

    def clean_pictures(self) -> dict[str, Any]:
        files = self.cleaned_data["pictures"]
        if len(files) > MOST_PICTURES:
            raise ValidationError(_("These are more than 100 pictures."))
        return {file.name: file for file in files}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                text = read_file(name=values["file"].name, content=values["file"].read(), beside=self._beside)
                values["plan"] = plan_import(text=text, language=values["language"])
            except CannotImport as error:
                self.add_error("file", str(error))
        return values

    def _beside(self, name: str) -> bytes | None:
        file = self.cleaned_data["pictures"].get(name.rpartition("/")[2])
        if file is None or file.size > MAX_BYTES:
            return None
        file.seek(0)  # one picture may stand twice
        content: bytes = file.read()
        return content


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest, model_admin: ModelAdmin) -> HttpResponse:
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        plan, author, kind = (form.cleaned_data[name] for name in ("plan", "author", "kind"))
        try:
            post = import_article(plan=plan, author=author, kind=kind, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # the admin lets nobody in without a name
        except CannotImport as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("The text was imported as a draft. Please read it through before it is published."))
            for part in _words(plan):
                messages.info(request, part)
            return redirect("admin:blog_post_change", post.pk)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Import a text"),
        "opts": model_admin.opts,
        "form": form,
    }
    return TemplateResponse(request, "admin/blog/post/import.html", context, status=422 if form.errors else 200)


def _words(plan: Plan) -> list[SafeString]:
    parts = []
    for heading, lines in report(plan):
        more = [_("and %(count)d more") % {"count": len(lines) - MOST_LINES}] if len(lines) > MOST_LINES else []
        shown = format_html_join(
            "", "<br>{}", ((line,) for line in [*lines[:MOST_LINES], *more])
        )  # a list would get the message's signs
        parts.append(format_html("<strong>{}</strong>{}", heading, shown))
    return parts
