"""What is asked of the index, written down for both query languages.

Every term is letters and digits of the normalizer and stands in quotes, so that nothing a person types is ever an operator.
"""

from dataclasses import dataclass
from itertools import combinations

ANY_BEGINNING = "*"  # at a term's end: any term that begins so

Way = tuple[str, ...]  # terms that must all be there


@dataclass(frozen=True)
class Group:
    """What stands for one word: `exact` ways of saying it, and `wide` ones (beginnings, parts of words, other words for it)."""

    exact: tuple[Way, ...]
    wide: tuple[Way, ...] = ()

    def ways(self, *, wide: bool) -> tuple[Way, ...]:
        return tuple(dict.fromkeys((*self.exact, *self.wide))) if wide else self.exact


@dataclass(frozen=True)
class Expression:
    """At least `at_least` of the `groups`, each in one of its ways; in the head alone when `heads_only`."""

    groups: tuple[Group, ...]
    at_least: int
    wide: bool = True
    heads_only: bool = False

    def for_sqlite(self) -> str:
        text = self._text(" AND ", " OR ", _sqlite_term)
        return f"{{head}} : ({text})" if self.heads_only else text

    def for_postgresql(self) -> str:
        return self._text(" & ", " | ", _postgresql_head if self.heads_only else _postgresql_term)

    def _text(self, both: str, either: str, term) -> str:  # type: ignore[no-untyped-def]
        written = []
        for group in self.groups:
            ways = [both.join(map(term, way)) for way in group.ways(wide=self.wide)]
            written.append("(" + either.join(f"({way})" for way in ways) + ")")
        subsets = combinations(written, self.at_least)
        return either.join(f"({both.join(subset)})" for subset in subsets)


def _bare(term: str) -> tuple[str, bool]:
    bare = term.removesuffix(ANY_BEGINNING)
    if not bare.isalnum():
        raise ValueError(f"{term!r} is no term of the normalizer")
    return bare, bare != term


def _sqlite_term(term: str) -> str:
    bare, begins = _bare(term)
    return f'"{bare}" *' if begins else f'"{bare}"'


def _postgresql_term(term: str) -> str:
    bare, begins = _bare(term)
    return f"'{bare}':*" if begins else f"'{bare}'"


def _postgresql_head(term: str) -> str:
    bare, begins = _bare(term)
    return f"'{bare}':{'*' if begins else ''}A"
