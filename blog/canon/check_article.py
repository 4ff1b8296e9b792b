"""All that the canon has to say of one article."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from blog.articles.models import Post
from blog.articles.parts import ArticlePicture, Criterion, RankedItem
from blog.canon.advice import Advice, Rule, text_of
from blog.canon.links import dead_links
from blog.canon.names import dictionary
from blog.canon.rules import headings_out_of_order, missing_alternatives, unlabeled_advertising
from blog.canon.wrong_names import wrong_names
from blog.cards.health import card_health

Row = ArticlePicture | RankedItem | Criterion


def check_article(post: Post, *, at: datetime, on: date) -> list[Advice]:
    """For the languages in which it is there, in the order of its rules. A fixed number of queries: nine, and two for each kind of
    page that it links to.
    """
    pictures = list(post.pictures.all())
    rows: list[Row] = [*pictures, *post.ranking.all(), *post.criteria.all()]
    return check_text(post, pictures={one.number: one for one in pictures}, rows=rows, at=at, on=on)


def check_text(
    post: Post,
    *,
    pictures: Mapping[int, ArticlePicture] | None,
    rows: Sequence[Row] = (),
    at: datetime,
    on: date,
) -> list[Advice]:
    """The same for one that is not stored like this; `pictures` is None where they are not known yet."""
    texts = [text_of(post, code, pictures, rows) for code in post.languages]
    names = dictionary(post_id=post.pk, with_goods=True)
    found = [advice for text in texts for advice in wrong_names(text, names)]
    for rule in (missing_alternatives, headings_out_of_order, unlabeled_advertising):
        found += [advice for text in texts for advice in rule(text)]
    found += dead_links(texts, at=max(at, post.published_at) if post.published_at else at)
    cards = [card for card in card_health([post], on=on) if not card.well and card.language in post.languages]
    return [*found, *(Advice(Rule.DEAD_CARD, card.language, card.slug, card=card) for card in cards)]
