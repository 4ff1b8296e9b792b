"""Which product a card of an article shows today. A card whose product is dead heals itself, in this order:

1. the product itself, while some variant of it can be bought or pre-ordered;
2. its next release, where one is announced (nothing to buy yet, but a date to wait for);
3. goods that can be bought of the same character (first those of the same product line, then of the same category);
4. goods that can be bought of the same series (in the same order).

Where none of these is left, the card vanishes. No article shows the same goods twice because a card was healed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import RowNumber

from shop.catalog.models import Product, ProductQuerySet, Release, Variant
from shop.catalog.slug_redirect import RedirectKind, SlugRedirect
from shop.stock.sections import on_the_shelf, to_preorder

CANDIDATES = 25  # read per character and per series, the newest; an article with more dead cards of one series loses some


class Step(StrEnum):
    """How far a card had to go for goods that it can show."""

    ITSELF = "itself"
    NEXT_RELEASE = "next_release"
    CHARACTER = "character"
    SERIES = "series"


@dataclass(frozen=True)
class StandIn:
    """The product that a card shows; `step` says why it is this one, and `slug` is what it is called now.

    `next_on` is the day of its next release, as exactly as `precision` says, where that is all that can be told of it.
    """

    product_id: int
    slug: str
    step: Step
    next_on: date | None = None
    precision: str = ""


@dataclass(frozen=True)
class Candidate:
    """A product as the choice sees it. `called` is the slug in the text where it is wanted, which may be an older one."""

    pk: int
    slug: str
    called: str
    character_id: int | None
    series_id: int | None
    line_id: int | None
    category_id: int
    added_at: datetime
    lives: bool
    next_on: date | None
    precision: str | None

    def itself(self) -> StandIn | None:
        if self.lives:
            return StandIn(self.pk, self.slug, Step.ITSELF)
        if self.next_on is not None:
            return StandIn(self.pk, self.slug, Step.NEXT_RELEASE, self.next_on, self.precision or "")
        return None


@dataclass(frozen=True)
class Pool:
    """All that is known about the wanted goods of some texts and about what could stand in for them."""

    wanted: dict[str, Candidate] = field(default_factory=dict)
    spare: list[Candidate] = field(default_factory=list)

    def choose(self, slugs: Sequence[str], *, others: Collection[int] = ()) -> dict[str, StandIn]:
        """What the cards of one text show, by the slug in the text; a card that vanishes is not among them.

        `others` are products that the text shows anyway.
        """
        wanted = {slug: self.wanted[slug] for slug in slugs if slug in self.wanted}
        chosen = {slug: found for slug, one in wanted.items() if (found := one.itself()) is not None}
        shown = {*others, *(stand_in.product_id for stand_in in chosen.values())}
        for slug, one in wanted.items():
            if slug not in chosen and (heir := self._heir(one, shown)) is not None:
                chosen[slug] = heir
                shown.add(heir.product_id)
        return chosen

    def now_called(self, slugs: Iterable[str]) -> dict[str, str]:
        """Slugs under which goods were known before, and what each is now."""
        return {slug: self.wanted[slug].slug for slug in slugs if slug in self.wanted and self.wanted[slug].slug != slug}

    def _heir(self, dead: Candidate, shown: set[int]) -> StandIn | None:
        left = [one for one in self.spare if one.pk not in shown and one.pk != dead.pk]
        of_character = [one for one in left if dead.character_id is not None and one.character_id == dead.character_id]
        of_series = [one for one in left if dead.series_id is not None and one.series_id == dead.series_id]
        for step, found in ((Step.CHARACTER, of_character), (Step.SERIES, of_series)):
            if found:
                nearest = max(found, key=lambda one: _nearness(dead, one))
                return StandIn(nearest.pk, nearest.slug, step)
        return None


def _nearness(dead: Candidate, other: Candidate) -> tuple[bool, bool, datetime, int]:
    same_line = dead.line_id is not None and other.line_id == dead.line_id
    return same_line, other.category_id == dead.category_id, other.added_at, other.pk


def stand_ins(slugs: Iterable[str], *, on: date) -> Pool:
    """The pool for the cards with these slugs on the day `on`: one query, however many they are, and none without cards."""
    asked = sorted(set(slugs))
    if not asked:
        return Pool()
    old = SlugRedirect.objects.filter(kind=RedirectKind.PRODUCT, old_slug__in=asked)
    wanted = Product.objects.filter(Q(slug__in=asked) | Q(pk__in=old.values("target_id"))).order_by()
    dead = wanted.exclude(_can_be_bought(on) | Q(is_published=True, pk__in=_to_come(on).values("product")))
    # A text names each product by one address at a time: saving it puts the present one in the place of every older one.
    before = Subquery(old.filter(target_id=OuterRef("pk")).values("old_slug")[:1])
    pool = Pool()
    for pk, slug, old_slug, *rest in _rows(wanted, before, on).union(_rows(_spare(dead, on), Value(""), on), all=True):
        candidate = Candidate(pk, slug, slug if slug in asked else old_slug or "", *rest)
        if candidate.called:
            pool.wanted[candidate.called] = candidate
        if candidate.lives:
            pool.spare.append(candidate)
    return pool


def _can_be_bought(on: date) -> Q:
    return Q(is_published=True) & (Q(on_the_shelf()) | Q(to_preorder(on=on)))


def _to_come(on: date) -> QuerySet[Release]:
    """Announced runs whose day has not come, the first of them first; one of which every piece is promised is not to be waited for."""
    promised = Variant.objects.filter(release=OuterRef("pk"), stock__preorder_limit__gt=0)
    used_up = promised.filter(stock__preordered__gte=F("stock__preorder_limit"))
    return Release.objects.filter(~Exists(used_up), released_on__gt=on).order_by("released_on", "pk")


def _rows(products: ProductQuerySet, before: Combinable, on: date) -> "QuerySet[Product, Any]":
    """`products` as the values of a `Candidate`; `before` is the older slug under which each is wanted."""
    first = _to_come(on).filter(product=OuterRef("pk"), product__is_published=True)
    return products.order_by().values_list(
        "pk",
        "slug",
        before,
        "character_id",
        "series_id",
        "line_id",
        "category_id",
        "added_at",
        ExpressionWrapper(_can_be_bought(on), BooleanField()),
        Subquery(first.values("released_on")[:1]),
        Subquery(first.values("precision")[:1]),
    )


def _spare(dead: ProductQuerySet, on: date) -> ProductQuerySet:
    """Goods that can be bought of the characters and series of `dead`: the newest of each, so that a large series costs no more."""
    kin = Q(character__in=dead.values("character")) | Q(series__in=dead.values("series"))
    newest_first = [F("added_at").desc(), F("pk").desc()]
    ranked = Product.objects.filter(kin & _can_be_bought(on)).alias(
        of_character=Window(RowNumber(), partition_by=F("character_id"), order_by=newest_first),
        of_series=Window(RowNumber(), partition_by=F("series_id"), order_by=newest_first),
    )
    return ranked.filter(Q(of_character__lte=CANDIDATES) | Q(of_series__lte=CANDIDATES))
