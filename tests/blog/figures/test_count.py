"""That an article was read is counted, in the sum of its day, and nothing of who read it is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.figures.count import NotPublished, count
from blog.figures.models import ArticleDay
from blog.reading.counts import MOST
from blog.reading.preview import preview_path
from shop.throttle.models import Throttle
from tests.factories import AT, a_post
from tests.shop.kills.run import race

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def sums() -> list[tuple[int, str, int, int]]:
    rows = ArticleDay.objects.order_by("post", "on").values_list("post", "on", "reads", "clicks")
    return [(post, on.isoformat(), reads, clicks) for post, on, reads, clicks in rows]


# The deed -----------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_reads_and_clicks_are_summed_by_article_and_day_of_the_shop(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    one, other = a_post(), a_post()
    late = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)  # half past midnight in Germany
    count(article=one.pk, what="reads", at=late)
    count(article=one.pk, what="clicks", at=late)
    with django_assert_num_queries(4):  # two of them open and close the transaction
        count(article=one.pk, what="reads", at=late)
    count(article=one.pk, what="reads", at=late - timedelta(hours=1))
    count(article=other.pk, what="clicks", at=late)
    assert sums() == [(one.pk, "2026-11-26", 1, 0), (one.pk, "2026-11-27", 2, 1), (other.pk, "2026-11-27", 0, 1)]


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{"is_draft": True}, {"published_at": AT + timedelta(minutes=1)}])
def test_article_that_nobody_can_see_is_not_counted(fields: dict[str, object]) -> None:
    post = a_post(**fields)
    with pytest.raises(NotPublished):
        count(article=post.pk, what="reads", at=AT)
    with pytest.raises(NotPublished):
        count(article=post.pk + 1, what="reads", at=AT)
    assert sums() == []


@pytest.mark.django_db(transaction=True)
def test_two_processes_lose_no_reader(at: datetime) -> None:
    post = a_post()
    race("read", [[post.pk, 25], [post.pk, 25]], at=at)
    assert list(ArticleDay.objects.values_list("post", "reads", "clicks")) == [(post.pk, 50, 0)]


@pytest.mark.django_db(transaction=True)
def test_naive_counting_loses_one_of_two(at: datetime) -> None:
    """The control: were this not so, the test above would prove nothing."""
    post = a_post()
    count(article=post.pk, what="reads", at=at)
    race("read_naively", [post.pk, post.pk], at=at)
    assert list(ArticleDay.objects.values_list("reads", flat=True)) == [2]


# The page that tells ------------------------------------------------------------------------------
def tell(client: Client, path: str, *, browser: str = BROWSER) -> int:
    return client.post(path, headers={"User-Agent": browser, "Sec-Fetch-Site": "same-origin"}).status_code


@pytest.mark.django_db
def test_page_names_where_to_tell_and_leaves_no_cookie(client: Client) -> None:
    post = a_post()
    page = client.get(post.address("de")).content.decode()
    where = f'data-reads="/de/blog/counts/{post.pk}/reads/" data-clicks="/de/blog/counts/{post.pk}/clicks/"'
    assert where in page
    assert [tell(client, f"/de/blog/counts/{post.pk}/{what}/") for what in ("reads", "reads", "clicks")] == [204, 204, 204]
    assert sums() == [(post.pk, timezone.localdate().isoformat(), 2, 1)]
    assert not client.cookies


@pytest.mark.django_db
def test_preview_is_not_counted(admin_client: Client) -> None:
    post = a_post(is_draft=True)
    preview = admin_client.get(preview_path(post, language="de")).content.decode()
    assert (post.title_de in preview, "<article-counts" in preview) == (True, False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "machine",
    ["", "Mozilla/5.0 (compatible; Examplebot/2.1; +https://example.org/bot)", "Mozilla/5.0 HeadlessChrome/130", "curl/8.5.0"],
)
def test_machines_are_not_counted(client: Client, machine: str) -> None:
    post = a_post()
    assert tell(client, f"/de/blog/counts/{post.pk}/reads/", browser=machine) == 204
    assert sums() == []


@pytest.mark.django_db
def test_phone_whose_name_ends_like_a_machines_is_counted(client: Client) -> None:
    post = a_post()
    phone = "Mozilla/5.0 (Linux; Android 9; CUBOT X19) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36"
    assert tell(client, f"/de/blog/counts/{post.pk}/reads/", browser=phone) == 204
    assert [row[2] for row in sums()] == [1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/de/blog/counts/0/reads/", 404),
        (f"/de/blog/counts/{'9' * 40}/clicks/", 404),
        ("/de/blog/counts/-1/reads/", 404),
        ("/de/blog/counts/abc/reads/", 404),
        ("/de/blog/counts/1/orders/", 404),
    ],
)
def test_what_is_no_article_is_refused_and_leaves_no_trace(client: Client, path: str, status: int) -> None:
    assert tell(client, path) == status
    assert sums() == []


@pytest.mark.django_db
def test_nobody_is_counted_by_looking_or_from_another_site(client: Client) -> None:
    path = f"/de/blog/counts/{a_post().pk}/reads/"
    assert client.get(path, headers={"User-Agent": BROWSER}).status_code == 405
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(path, headers={"User-Agent": BROWSER, "Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert sums() == []
    assert stranger.post(path, headers={"User-Agent": BROWSER, "Sec-Fetch-Site": "same-origin"}).status_code == 204


@pytest.mark.django_db
def test_one_address_makes_no_article_famous(client: Client) -> None:
    path = f"/de/blog/counts/{a_post().pk}/reads/"
    tell(client, path)
    Throttle.objects.update(count=MOST - 1)
    assert [tell(client, path), tell(client, path)] == [204, 429]
    assert [row[2] for row in sums()] == [2]
