"""A small shop made of the demo's own content with plain pictures: what page and browser tests look at."""

from datetime import datetime

from demo.content import posts, rows
from demo.drawings import VIEWS
from demo.load_catalog import load_entities, load_product
from demo.load_magazine import load_authors, load_post
from demo.load_search import load_synonyms
from demo.load_shop import load_shop
from demo.pictures import plain_picture


def load_small_shop(*, at: datetime, products: list[str] | None = None, articles: list[str] | None = None) -> None:
    """Seller, shipping, taxes and entities, with the products (slugs) and articles (keys) that are named; all without a name.

    An article brings the products that it names.
    """
    load_shop(at=at)
    load_entities()
    load_authors()
    load_synonyms()
    facts = plain_picture("#c8173b")
    chosen = [post for post in posts() if articles is None or post["key"] in articles]
    named = {slug for post in chosen for slug in post["products"]}
    for row in rows("product"):
        if products is None or row["slug"] in products or row["slug"] in named:
            load_product(row, [(view, facts) for view in VIEWS[row["kind"]]], at=at)
    for post in chosen:
        load_post(post, facts, at=at)
