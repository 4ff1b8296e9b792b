"""What the search keeps: documents, their vocabulary, what is still to be indexed, staff's synonyms, and searches without result.

The text that is searched lies in one more table, which Django does not know (`index_table.py`): FTS5 on SQLite, a tsvector on PostgreSQL.
"""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class SearchDocument(models.Model):
    """A thing that can be found. The id tells its rank (`rank.py`): the order of ids is the order of results."""

    id = models.BigIntegerField(primary_key=True)
    kind = models.CharField(_("kind"), max_length=20)
    object_id = models.BigIntegerField(_("object"))
    language = models.CharField(_("language"), max_length=2, blank=True, help_text=_("Empty when it is found in every language."))
    title_de = models.CharField(_("title in German"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    address_de = models.CharField(_("address in German"), max_length=300, blank=True)
    address_en = models.CharField(_("address in English"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "language"], name="a_thing_is_indexed_once_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchTerm(models.Model):
    """The vocabulary: a term of the index as it is written, and in how many documents it stands."""

    term = models.CharField(max_length=40, unique=True)
    written = models.CharField(max_length=60)
    documents = models.IntegerField(default=0)

    def __str__(self) -> str:
        return self.term


class SearchGram(models.Model):
    """A piece of a term (`grams.py`): terms that share pieces with a misspelled word are the candidates for what was meant."""

    gram = models.CharField(max_length=42, db_index=True)
    term = models.ForeignKey(SearchTerm, models.CASCADE, related_name="grams")

    def __str__(self) -> str:
        return self.gram


class SearchDirty(models.Model):
    """Something that is found has changed. Rows are written by triggers (`watch.py`) and taken by `refresh_index`."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"], name="marks_of_a_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class SearchSynonym(models.Model):
    """Another word for it: a nickname, an abbreviation, a word of another language. Works at once, in both languages."""

    words = models.CharField(_("what people type"), max_length=80, help_text=_("Such as a nickname: plushie, MR, fox café."))
    meaning = models.CharField(
        _("what it means"), max_length=80, help_text=_("The words under which the shop has it, such as: plush, Metallic Rouge.")
    )

    class Meta:
        ordering = ["words", "pk"]
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        constraints = [models.UniqueConstraint(Lower("words"), Lower("meaning"), name="a_synonym_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.words} = {self.meaning}"


class SearchMiss(models.Model):
    """What was searched and not found: how often, and the last day. Nothing is kept of who searched."""

    query = models.CharField(_("searched for"), max_length=60)
    language = models.CharField(_("language"), max_length=2)
    count = models.PositiveIntegerField(_("how often"), default=1)
    last_on = models.DateField(_("last on"), db_index=True)

    class Meta:
        ordering = ["-count", "-last_on", "query"]
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        constraints = [models.UniqueConstraint(fields=["query", "language"], name="a_miss_is_counted_in_one_row")]

    def __str__(self) -> str:
        return self.query
