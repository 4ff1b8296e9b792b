"""Articles whose own goods cannot be bought: neither those of a card in the text nor those that staff picked below it."""

from datetime import date, datetime

from django.db.models import Q

from blog.articles.models import Post
from blog.articles.parts import PostProduct
from blog.cards.health import card_health
from shop.catalog.models import Product
from shop.stock.sections import on_the_shelf, to_preorder


def nothing_to_buy(*, at: datetime) -> list[Post]:
    """The published ones, newest first; what fills up the goods by itself does not count. Five queries, whatever their number."""
    posts = list(Post.objects.published(at=at))
    goods = {post.pk: set[int]() for post in posts}
    for card in card_health(posts, on=at.date()):
        if card.shown is not None:
            goods[card.post.pk].add(card.shown.pk)
    for post_id, product_id in PostProduct.objects.filter(post__in=goods).values_list("post_id", "product_id"):
        goods[post_id].add(product_id)
    buyable = _buyable(set().union(*goods.values()), on=at.date())
    return [post for post in posts if not goods[post.pk] & buyable]


def _buyable(ids: set[int], *, on: date) -> set[int]:
    found = Product.objects.published().filter(Q(on_the_shelf()) | Q(to_preorder(on=on)), pk__in=ids)
    return set(found.values_list("pk", flat=True))
