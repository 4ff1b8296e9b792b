"""Bring the index to the present: what the triggers have marked is read anew through its source."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection, transaction

from shop.search import index_table
from shop.search.models import SearchDirty, SearchDocument, SearchGram, SearchTerm
from shop.search.sources import SOURCES, kinds_of_documents
from shop.search.write_index import Vocabulary, remove_documents, write_documents

BATCH = 500
LOCK = 5_318_008_001  # any number that no other advisory lock of this database has


def refresh_index(*, limit: int = BATCH) -> int:
    """Index what up to `limit` marks speak of; answers how many marks were taken.

    A mark is deleted in the transaction that reads the thing anew. Marks are never merged into one row: a change that commits
    while this runs has left a row of its own, which is found the next time.
    """
    if not SearchDirty.objects.exists():
        return 0  # most of the time: no lock is taken
    with transaction.atomic():
        _one_at_a_time()
        marks = list(SearchDirty.objects.order_by("pk")[:limit])
        changed: dict[str, set[int]] = defaultdict(set)
        for mark in marks:
            changed[mark.kind].add(mark.object_id)
        _mark_what_speaks_of(changed)
        vocabulary = Vocabulary()
        for kind, ids in sorted(changed.items()):
            _index(kind, sorted(ids), vocabulary)
        vocabulary.save()
        SearchDirty.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    return len(marks)


def rebuild_index(*, anew: bool = False, progress: Callable[[str, int], Callable[[int], object]] = lambda kind, total: id) -> int:
    """Index everything; answers the number of documents. The search goes on meanwhile, for each batch is a transaction of its own.

    `anew` empties everything first: for an index that was made by an older normalizer, or damaged. `progress(kind, total)` is told
    of each kind and answers a function that is told of each batch.
    """
    if anew:
        with transaction.atomic():
            _one_at_a_time()
            index_table.remove_all()
            for model in (SearchDocument, SearchGram, SearchTerm):
                model.objects.all().delete()
    for kind in kinds_of_documents():
        ids = list(SOURCES[kind].ids())
        step = progress(kind, len(ids))
        for batch in _batches(ids):
            _in_transaction(kind, batch)
            step(len(batch))
        known = SearchDocument.objects.filter(kind=kind).values_list("object_id", flat=True).distinct()
        for batch in _batches(sorted(set(known) - set(ids))):
            _in_transaction(kind, batch)
    while refresh_index():
        pass  # marks of things that are no documents themselves
    index_table.tidy()
    return SearchDocument.objects.count()


def _in_transaction(kind: str, ids: Sequence[int]) -> None:
    with transaction.atomic():
        _one_at_a_time()
        SearchDirty.objects.filter(kind=kind, object_id__in=ids).delete()  # before they are read: what changes later marks anew
        vocabulary = Vocabulary()
        _index(kind, ids, vocabulary)
        vocabulary.save()


def _index(kind: str, ids: Sequence[int], vocabulary: Vocabulary) -> None:
    """The documents of these things as they are now; none for those that are gone."""
    if kind in kinds_of_documents():
        remove_documents(kind=kind, object_ids=ids, vocabulary=vocabulary)
        write_documents(list(SOURCES[kind].documents(ids)), vocabulary)


def _mark_what_speaks_of(changed: dict[str, set[int]]) -> None:
    for kind, ids in changed.items():
        if kind in SOURCES:
            others = (SearchDirty(kind=other, object_id=pk) for other, pk in SOURCES[kind].with_it(sorted(ids)))
            SearchDirty.objects.bulk_create(others, batch_size=BATCH)


def _one_at_a_time() -> None:
    """The counts of the vocabulary are differences, so only one process may take them at a time; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while batch := list(islice(rest, BATCH)):
        yield batch
