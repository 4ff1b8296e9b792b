"""What can be found, and who knows it. The shop's own sources stand in `catalog_sources.py`; another app registers its own:

    register_source("article", Source(ids=…, documents=…))     # in the app's `AppConfig.ready`
    watch(schema_editor, {"blog_post": …})                      # in a migration, so that no change can be forgotten (`watch.py`)

The rest happens by itself: what the triggers mark is read anew through its source and put into the index.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from shop.search.rank import KINDS


@dataclass(frozen=True)
class Document:
    """One thing to be found in `language`, or in every language ('').

    `names`: what it is called; a search for exactly one of them puts it first. `heads`: the other words by which people ask for it
    (maker, series, kind, numbers). `bodies`: what is said about it; these words count less. Titles and addresses are for
    those results that are shown as a plain link.
    """

    kind: str
    object_id: int
    names: Sequence[str]
    heads: Sequence[str] = ()
    bodies: Sequence[str] = ()
    language: str = ""
    popularity: int = 0
    title_de: str = ""
    title_en: str = ""
    address_de: str = ""
    address_en: str = ""


@dataclass(frozen=True)
class Source:
    """`ids`: of all things of a kind. `documents`: those of the given ids that are still there, read in a fixed number of queries.

    `with_it`: kinds of things whose documents speak of this one, and how to find them: when a series is renamed, the words of its
    products change.
    """

    ids: Callable[[], Iterable[int]]
    documents: Callable[[Sequence[int]], Iterable[Document]]
    with_it: Callable[[Sequence[int]], Iterable[tuple[str, int]]] = lambda ids: ()


SOURCES: dict[str, Source] = {}


def register_source(kind: str, source: Source) -> None:
    """Let `source` tell about the things of `kind`, which has its place in `rank.KINDS`, or is no document itself (a category)."""
    SOURCES[kind] = source


def kinds_of_documents() -> list[str]:
    return [kind for kind in KINDS if kind in SOURCES]
