"""How the shop's pages show articles without knowing the magazine: templates ask, the blog answers."""

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from blog.articles.models import Post
from blog.articles.parts import ArticlePicture
from blog.articles.queries import posts_about, posts_about_entity, posts_in_order, recent_posts
from blog.articles.search import ARTICLE
from blog.cards.article_card import ArticleCard
from shop.catalog.columns import columns_of
from shop.catalog.models import Named, Product
from shop.search.search import Hit
from shop.templatetags.cards import card_facts
from shop.templatetags.once import draw_once
from shop.templatetags.shop_format import small_business

register = template.Library()


def _language() -> str:
    return (get_language() or "de")[:2]


@register.simple_tag
def latest_posts(limit: int) -> list[Post]:
    """The newest articles with cover and author: one query."""
    return recent_posts(at=timezone.localtime(), language=_language(), limit=limit)


@register.simple_tag
def articles_about(product: Product) -> list[Post]:
    """The newest articles about a product: one query."""
    return posts_about(product, at=timezone.localtime(), language=_language())


@register.simple_tag
def articles_about_entity(entity: Named, field: str) -> list[Post]:
    """The newest articles about a series, maker or the like: one query."""
    return posts_about_entity(entity, field=field, at=timezone.localtime(), language=_language())


@register.simple_tag
def found_articles(hits: list[Hit], limit: int) -> list[Post]:
    """Those of the search's hits that are articles which readers may see now, in the search's order: one query, or none."""
    ids = [hit.object_id for hit in hits if hit.kind == ARTICLE]
    return posts_in_order(ids, at=timezone.localtime(), language=_language())[:limit] if ids else []


@register.simple_tag(takes_context=True)
def inline_card(context: Context, item: ArticleCard, article: str) -> SafeString:
    """`components/inline_card.html`: as with the cards of a list, drawn once for what it shows."""
    choices = tuple(variant.pk for variant in item.choices)
    facts = (small_business(context), article, item.step, choices, item.next_on, item.precision, card_facts(item.card))
    return draw_once(context, "components/inline_card.html", {"item": item, "article": article}, facts=facts)


@register.simple_tag(takes_context=True)
def post_card(context: Context, post: Post, *, level: int = 3, excerpt: bool = False, eager: bool = False) -> SafeString:
    """`components/post_card.html`: drawn once for an article loaded by `with_cover`, and anew when one of its columns is another."""
    shown = {"post": post, "level": level, "excerpt": excerpt, "eager": eager}
    facts = (level, excerpt, eager, *map(columns_of, (post, post.cover, post.author)))
    return draw_once(context, "components/post_card.html", shown, facts=facts)


@register.filter
def score(tenths: int) -> str:
    """A score of 0 to 100 as tenths of ten: 78 is '7.8', in German '7,8'."""
    text = f"{tenths // 10}.{tenths % 10}"
    return text.replace(".", ",") if _language() == "de" else text


@register.filter
def words(picture: ArticlePicture, name: str) -> str:
    """The alternative text or the caption of a picture in the page's language, else in the other."""
    return picture.words(name, _language())
