"""Put documents into the index and take them out, with the vocabulary kept true in the same transaction."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import F, Q

from shop.search import index_table
from shop.search.grams import grams
from shop.search.index_table import Row
from shop.search.models import SearchDocument, SearchGram, SearchTerm
from shop.search.normalize import index_terms, normalize, terms
from shop.search.rank import document_id
from shop.search.sources import Document

BATCH = 500
RAW_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass
class Vocabulary:
    """How the number of documents of each term changes, and how each term is written."""

    counts: Counter[str] = field(default_factory=Counter)
    written: dict[str, str] = field(default_factory=dict)

    def add(self, row: Row, texts: Iterable[str]) -> None:
        self.counts.update(_words_of(row))
        for text in texts:
            for raw in RAW_WORD.findall(text.casefold()):
                own = terms(raw)
                if len(own) == 1:
                    self.written.setdefault(own[0], raw)

    def remove(self, row: Row) -> None:
        self.counts.subtract(_words_of(row))

    def save(self) -> None:
        """Deadlocks with nobody: the terms are written in their order, and `refresh_index` runs once at a time."""
        changes = {term: change for term, change in sorted(self.counts.items()) if change}
        known = set(_in_batches(SearchTerm.objects.values_list("term", flat=True), list(changes)))
        for term in known:
            SearchTerm.objects.filter(term=term).update(documents=F("documents") + changes[term])
        new = [
            SearchTerm(term=term, written=self.written.get(term, term)[:60], documents=change)
            for term, change in changes.items()
            if term not in known and change > 0
        ]
        SearchTerm.objects.bulk_create(new, batch_size=BATCH)
        pieces = [SearchGram(gram=gram, term=term) for term in new for gram in sorted(grams(term.term))]
        SearchGram.objects.bulk_create(pieces, batch_size=BATCH)
        if known:
            SearchTerm.objects.filter(documents__lte=0).delete()


def _in_batches(queryset, wanted: Sequence[str]):  # type: ignore[no-untyped-def]
    for start in range(0, len(wanted), BATCH):
        yield from queryset.filter(term__in=wanted[start : start + BATCH])


def _words_of(row: Row) -> set[str]:
    """The terms that people write: no numbers, and no Japanese, which needs no vocabulary."""
    return {term for term in f"{row.head} {row.body}".split() if term.isalpha() and len(term) > 1 and ord(term[0]) < 0x3000}


def exact_term(name: str) -> str:
    """One term for a whole name, so that a search for exactly this name finds it first; '' for a name without a single term."""
    known = normalize(name)
    return "x" + hashlib.sha256(known.encode()).hexdigest()[:20] if known else ""


def row_of(document: Document) -> Row:
    key = document_id(kind=document.kind, object_id=document.object_id, language=document.language, popularity=document.popularity)
    head = dict.fromkeys(term for text in (*document.names, *document.heads) for term in index_terms(text))
    body = dict.fromkeys(term for text in document.bodies for term in index_terms(text) if term not in head)
    exact = dict.fromkeys(term for name in document.names if (term := exact_term(name)))
    return Row(key, " ".join(exact), " ".join(head), " ".join(body))


def write_documents(documents: Sequence[Document], vocabulary: Vocabulary) -> None:
    """Add `documents`, of whose things no document is in the index."""
    rows = []
    for document in documents:
        row = row_of(document)
        rows.append(row)
        vocabulary.add(row, (*document.names, *document.heads, *document.bodies))
    index_table.put_rows(rows)
    SearchDocument.objects.bulk_create(
        [
            SearchDocument(
                id=row.id,
                kind=document.kind,
                object_id=document.object_id,
                language=document.language,
                title_de=document.title_de[:200],
                title_en=document.title_en[:200],
                address_de=document.address_de[:300],
                address_en=document.address_en[:300],
            )
            for row, document in zip(rows, documents, strict=True)
        ],
        batch_size=BATCH,
    )


def remove_documents(*, kind: str, object_ids: Sequence[int], vocabulary: Vocabulary) -> None:
    found = SearchDocument.objects.filter(Q(kind=kind), object_id__in=object_ids)
    ids = list(found.values_list("id", flat=True))
    for row in index_table.rows_of(ids):
        vocabulary.remove(row)
    index_table.remove_rows(ids)
    found.delete()
