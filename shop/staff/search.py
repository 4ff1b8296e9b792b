"""Staff: other words for goods, and what was searched and not found."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from shop.search.models import SearchMiss, SearchSynonym
from shop.search.normalize import normalize
from shop.staff.read_only import ReadOnlyAdmin


class SynonymForm(forms.ModelForm):
    class Meta:
        model = SearchSynonym
        fields = ("words", "meaning")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        words, meaning = normalize(values.get("words") or ""), normalize(values.get("meaning") or "")
        for name, known in (("words", words), ("meaning", meaning)):
            if name in values and not known:
                self.add_error(name, _("Please enter at least one word."))
        if words and words == meaning:
            self.add_error("meaning", _("The search takes both for the same word already."))
        return values


@admin.register(SearchSynonym)
class SearchSynonymAdmin(admin.ModelAdmin):
    form = SynonymForm
    list_display = ("words", "meaning")
    search_fields = ("words", "meaning")
    list_per_page = 100


@admin.register(SearchMiss)
class SearchMissAdmin(ReadOnlyAdmin):
    list_display = ("query", "language", "count", "last_on", "look", "synonym")
    list_filter = ("language", "last_on")
    search_fields = ("query",)
    date_hierarchy = "last_on"
    actions = ("add_a_synonym", "delete_selected")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is dealt with may go; it comes back when it is searched again."""
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

    @admin.display(description=_("what it finds now"))
    def look(self, miss: SearchMiss) -> SafeString:
        with override(miss.language):
            address = reverse("shop:search")
        return format_html('<a href="{}?{}">{}</a>', address, urlencode({"q": miss.query}), _("Search"))

    @admin.display(description=_("synonym"))
    def synonym(self, miss: SearchMiss) -> SafeString:
        return format_html('<a href="{}">{}</a>', synonym_address(miss), _("Add a synonym"))

    @admin.action(description=_("Add a synonym from here"), permissions=["view"])
    def add_a_synonym(self, request: HttpRequest, misses: QuerySet[SearchMiss]) -> HttpResponse | None:
        """To the form, with the words filled in."""
        chosen = list(misses[:2])
        if len(chosen) != 1:
            messages.warning(request, _("Please choose one search."))
            return None
        return HttpResponseRedirect(synonym_address(chosen[0]))


def synonym_address(miss: SearchMiss) -> str:
    return f"{reverse('admin:shop_searchsynonym_add')}?{urlencode({'words': miss.query})}"
