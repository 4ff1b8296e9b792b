"""Load the demo's other words for things, and index all that can be found."""

from collections.abc import Callable

from demo.content import rows
from shop.search.models import SearchDirty, SearchSynonym
from shop.search.refresh import rebuild_index, refresh_index

FEW = 2000  # marks that are taken one by one; above, everything is indexed


def load_synonyms() -> None:
    """Those that are there stay as staff left them; a list that staff have emptied is filled again."""
    if SearchSynonym.objects.exists():
        return
    SearchSynonym.objects.bulk_create(
        SearchSynonym(words=words, meaning=row["meaning"]) for row in rows("synonym") for words in row["words"]
    )


def index_all(*, progress: Callable[[str, int], Callable[[int], object]]) -> None:
    """Index what was loaded."""
    if SearchDirty.objects.count() > FEW:
        rebuild_index(progress=progress)
    while refresh_index():
        pass
