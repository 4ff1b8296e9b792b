"""The staff's start page: what needs doing, for those who may see it, and pages in topics."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from shop.aftersales.declare_withdrawal import declare_withdrawal
from shop.alerts.models import AlertKind
from shop.alerts.raise_alert import raise_alert
from shop.jobs.models import Job
from shop.mail.models import OutgoingMail
from shop.staff.site import TOPICS, in_topics
from tests.factories import a_product, a_shop, a_staff_member, a_variant, an_order

pytestmark = pytest.mark.django_db

KINDS = [
    "Alerts",
    "Withdrawals to settle",
    "Orders to ship",
    "Transfers awaited",
    "Running out",
    "Mails not sent yet",
    "Jobs that are late",
]


def _desk(client: Client, **user: Any) -> dict[str, int]:
    client.force_login(a_staff_member(**user))
    return {str(task.title): task.count for task in client.get("/admin/", headers={"accept-language": "en"}).context["tasks"]}


def test_desk_of_an_idle_shop_has_nothing_to_do(client: Client) -> None:
    assert _desk(client, is_superuser=True) == dict.fromkeys(KINDS, 0)


def test_desk_counts_what_waits(client: Client, at: datetime) -> None:
    a_shop()
    for n in range(2):
        raise_alert(key=f"{n}", kind=AlertKind.DISPUTE, reference="SR-1", message="Look", at=at)
    declare_withdrawal(name="Jana", contract="SR-1", email="jana@example.org", note="", language="de", at=at)
    an_order(lines=[(a_variant(), 1)])
    an_order(lines=[(a_variant(), 1)], method="card")
    for _ in range(3):
        an_order(lines=[(a_variant(), 1)], paid=True)
    a_variant(on_hand=2)
    a_variant(on_hand=2, product=a_product(is_published=False))
    OutgoingMail.objects.update(queued_at=timezone.now(), sent_at=None)
    OutgoingMail.objects.filter(pk=OutgoingMail.objects.order_by("pk")[0].pk).update(queued_at=at - timedelta(days=1))
    Job.objects.update(run_at=timezone.now() + timedelta(hours=1))
    Job.objects.filter(pk__in=list(Job.objects.values_list("pk", flat=True)[:2])).update(run_at=at - timedelta(days=1))
    assert _desk(client, is_superuser=True) == dict(zip(KINDS, [2, 1, 3, 1, 1, 1, 2], strict=True))


def test_each_count_leads_to_a_list_of_as_many(client: Client, at: datetime) -> None:
    test_desk_counts_what_waits(client, at)
    for task in client.get("/admin/").context["tasks"]:
        page = client.get(task.url)
        listed = page.context["cl"].result_count
        # A mail or job that is not late yet stands in the list, too.
        assert (str(task.title), page.status_code, listed >= task.count > 0) == (str(task.title), 200, True)


def test_desk_shows_only_what_a_person_may_see(client: Client) -> None:
    shipper = a_staff_member()
    shipper.user_permissions.add(Permission.objects.get(codename="ship_order"))
    client.force_login(shipper)
    titles = [str(task.title) for task in client.get("/admin/", headers={"accept-language": "en"}).context["tasks"]]
    assert titles == ["Orders to ship", "Transfers awaited"]


def test_every_page_of_the_staff_stands_in_a_topic() -> None:
    named = [name for _label, _name, names in TOPICS for name in names]
    registered = sorted(model.__name__ for model in admin.site._registry)
    assert (sorted(set(registered) - set(named)), len(named)) == ([], len(set(named)))


def test_model_without_a_topic_stands_at_the_end() -> None:
    topics = in_topics([{"object_name": "Novelty"}, {"object_name": "Job"}])
    assert [(t["app_label"], [m["object_name"] for m in t["models"]]) for t in topics] == [
        ("work", ["Job"]),
        ("others", ["Novelty"]),
    ]
