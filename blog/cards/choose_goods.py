"""Which goods the cards of one article show, mostly without asking the database."""

from collections.abc import Mapping, Sequence
from datetime import date

from blog.cards.stand_in import StandIn, Step, stand_ins
from shop.listing.present import kept_answer, kept_to_buy


def choose_goods(slugs: Sequence[str], *, called: Mapping[str, int], on: date) -> dict[str, StandIn]:
    """What `stand_ins` would choose for the cards of a text, by the slug in the text; `look_for_changes` comes first.

    `called` are the published products among them. Those that can be bought show themselves, as the process knows; only where there are
    other cards the database is asked for what stands in for them: one query for all, and none until some goods change.
    """
    offered = kept_to_buy(called.values(), on=on)
    alive = {slug: StandIn(pk, slug, Step.ITSELF) for slug, pk in called.items() if pk in offered}
    left = tuple(slug for slug in dict.fromkeys(slugs) if slug not in alive)
    if not left:
        return alive
    return alive | kept_answer(
        ("stand-ins", left, frozenset(offered), on), lambda: stand_ins(left, on=on).choose(left, others=offered)
    )
