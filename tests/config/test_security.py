"""Forged requests are refused, the policy is strict, and production does not start with the demo's secrets."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.small_shop import load_small_shop

ROOT = Path(__file__).parents[2]


@pytest.fixture
def strict_client() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 422),
        ({"Sec-Fetch-Site": "none"}, 422),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 422),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_form_without_token_passes_only_from_our_own_pages(strict_client: Client, headers: dict[str, str], status: int) -> None:
    load_small_shop(at=timezone.now(), products=[], articles=[])
    response = strict_client.post("/de/withdraw/", {"name": ""}, headers=headers)
    assert response.status_code == status


@pytest.mark.django_db
def test_webhook_needs_no_origin_but_a_signature(strict_client: Client) -> None:
    response = strict_client.post(
        "/webhooks/stripe/", b"{}", content_type="application/json", headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert (response.status_code, response.content) == (400, b"bad signature")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/de/", "/admin/login/", "/de/nowhere/", "/healthz"])
def test_every_answer_carries_the_strict_policy(client: Client, path: str) -> None:
    policy = client.get(path)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert ("unsafe-inline" in policy, "unsafe-eval" in policy, "http:" in policy.replace("http://127.0.0.1:8001", "")) == (
        False,
        False,
        False,
    )


@pytest.mark.django_db
def test_public_pages_set_no_cookie_and_show_no_token(client: Client) -> None:
    load_small_shop(at=timezone.now(), products=["rouge-redstar-1-7"], articles=["figure-care"])
    for path in ("/de/", "/de/products/", "/de/products/rouge-redstar-1-7/", "/de/blog/"):
        response = client.get(path)
        assert (path, response.status_code, response.cookies, "csrfmiddlewaretoken" in response.content.decode()) == (
            path,
            200,
            {},
            False,
        )
        assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
def test_personal_pages_are_never_stored(client: Client) -> None:
    for path in ("/de/cart/", "/de/withdraw/", "/de/visitor/"):
        assert client.get(path)["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accept", "target"), [("de-AT,de;q=0.9", "/de/"), ("en-US", "/en/"), ("fr,en;q=0.5", "/en/"), ("ja", "/de/"), ("", "/de/")]
)
def test_root_follows_the_browsers_language(client: Client, accept: str, target: str) -> None:
    response = client.get("/", headers={"Accept-Language": accept})
    assert (response.status_code, response["Location"]) == (302, target)


def start(**environment: str) -> str:
    """What Django says when it starts with `environment` alone; empty when nothing is wrong."""
    clean = {"PATH": os.environ["PATH"], "SHOP_MODE": "production", **environment}
    run = subprocess.run(
        [sys.executable, "-c", "import config.settings"], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
    )
    return run.stderr.strip().splitlines()[-1] if run.returncode else ""


GOOD = {
    "SECRET_KEY": "x" * 60,
    "SITE_URL": "https://shop.example",
    "ALLOWED_HOSTS": "shop.example",
    "EMAIL_URL": "smtp://localhost:25",
    "MAIL_FROM": "Shop <shop@shop.example>",
}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, ""),
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "demo-secret-key-that-production-refuses-to-start-with"}, "a secret of your own"),
        ({"SECRET_KEY": "short"}, "at least 50 characters"),
        ({"DEBUG": "on"}, "DEBUG must be off"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the hosts"),
        ({"SITE_URL": "http://shop.example"}, "must start with https://"),
        ({"SITE_URL": "shop.example/path"}, "without a path"),
        ({"EMAIL_URL": ""}, "EMAIL_URL is not set"),
        ({"STRIPE_SECRET_KEY": "sk_live_x"}, "belong together"),
        ({"STRIPE_SECRET_KEY": "sk_test_standin", "STRIPE_WEBHOOK_SECRETS": "x"}, "stand-in's key"),
        ({"SHOP_MODE": "prod"}, "SHOP_MODE is 'prod'"),
        ({"MEDIA_URL": "https://pictures.example/shop/"}, ""),
        ({"MEDIA_URL": "https://pictures.example"}, "with a slash at its end"),
        ({"MEDIA_URL": "http://pictures.example/"}, "MEDIA_URL is 'http://pictures.example/'"),
    ],
)
def test_production_starts_only_with_settings_that_are_safe(change: dict[str, str], words: str) -> None:
    said = start(**{**GOOD, **change})
    assert words in said if words else said == ""


def test_demo_and_its_standin_are_not_installed_in_production() -> None:
    code = "from config.settings import *; print('demo' in INSTALLED_APPS, STRIPE_SECRET_KEY, SERVE_MEDIA)"
    clean = {"PATH": os.environ["PATH"], "SHOP_MODE": "production", **GOOD}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=clean, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    ("address", "sources"),
    [("/media/", "'self' data:"), ("https://pictures.example/shop/", "'self' data: https://pictures.example")],
)
def test_policy_lets_pictures_come_from_where_they_lie(address: str, sources: str) -> None:
    code = "from config.settings import *; print(*SECURE_CSP['img-src'])"
    clean = {"PATH": os.environ["PATH"], "SHOP_MODE": "production", **GOOD, "MEDIA_URL": address}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=clean, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == sources


@pytest.mark.django_db
def test_guessing_a_password_is_slowed_and_the_right_one_is_not_told(client: Client) -> None:
    load_small_shop(at=timezone.now(), products=[], articles=[])
    for _number in range(10):
        assert (
            "correct"
            in client.post("/admin/login/", {"username": "demo", "password": "x"}, HTTP_ACCEPT_LANGUAGE="en").content.decode()
        )
    right = client.post("/admin/login/", {"username": "demo", "password": "sternregal-demo"}, HTTP_ACCEPT_LANGUAGE="en")
    assert (right.status_code, "Too many tries." in right.content.decode()) == (200, True)
    other = client.post("/admin/login/", {"username": "demo", "password": "sternregal-demo"}, REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 302
