"""What templates ask the magazine for."""

import pytest
from django.utils.translation import override

from blog.articles.parts import PostProduct
from blog.templatetags.magazine import articles_about, latest_posts, score
from tests.factories import a_post, a_product


@pytest.mark.parametrize(
    ("tenths", "language", "shown"),
    [(78, "en", "7.8"), (78, "de", "7,8"), (100, "en", "10.0"), (5, "de", "0,5"), (0, "en", "0.0")],
)
def test_score_is_said_in_tenths_of_ten(tenths: int, language: str, shown: str) -> None:
    with override(language):
        assert score(tenths) == shown


@pytest.mark.django_db
def test_articles_about_a_product_are_what_readers_see_now() -> None:
    product, post = a_product(), a_post()
    for about in (post, a_post(is_draft=True)):
        PostProduct.objects.create(post=about, product=product)
    assert (articles_about(product), latest_posts(5)) == ([post], [post])


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "address"), [("de", "wie-gut"), ("en", "how-good")])
def test_article_has_an_address_in_each_language(language: str, address: str) -> None:
    post = a_post(slug_de="wie-gut", slug_en="how-good")
    with override(language):
        assert address in post.get_absolute_url()
