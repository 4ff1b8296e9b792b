"""A document's id tells its rank, so that the best results of any search are read first, however many there are.

    kind (4 bits) | how unpopular (20 bits) | object (36 bits) and language (2 bits)

A full-text index gives its rows in the order of their ids. With this order the best thousand of a hundred thousand matches are the first
thousand that it gives, and nothing has to be fetched or sorted to find them.
"""

PRODUCT = "product"
KINDS = (PRODUCT, "series", "character", "manufacturer", "line", "sculptor", "article")  # the place in this list is part of the ids
LANGUAGES = ("", "de", "en")
MOST_POPULAR = 2**20 - 1
FIRST_OTHER = 1 << 58  # the ids of products are below it


def document_id(*, kind: str, object_id: int, language: str, popularity: int) -> int:
    unpopular = MOST_POPULAR - min(max(popularity, 0), MOST_POPULAR)
    return KINDS.index(kind) << 58 | unpopular << 38 | object_id << 2 | LANGUAGES.index(language)


def popularity_of(document: int) -> int:
    return MOST_POPULAR - (document >> 38 & MOST_POPULAR)
