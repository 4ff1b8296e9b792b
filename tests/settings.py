"""Settings of the test suite: the shop's own, with nothing of the developer's environment but DATABASE_URL."""

import os
import secrets
import tempfile
from pathlib import Path

FROM_OUTSIDE = (
    "ALLOWED_HOSTS BEHIND_PROXY DEBUG EMAIL_URL LOG_LEVEL MAIL_FROM MEDIA_ROOT ORIGINALS_ROOT SECRET_KEY SECRET_KEY_FALLBACKS SERVE_MEDIA "
    "SITE_URL STATIC_ROOT STRIPE_SECRET_KEY STRIPE_STANDIN_URL STRIPE_WEBHOOK_SECRETS"
)
for name in FROM_OUTSIDE.split():
    os.environ.pop(name, None)
os.environ["SHOP_MODE"] = "test"

from config.settings import *  # noqa: E402, F403 -- the mode must be set before the settings are read
from config.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE, STORAGES  # noqa: E402

# One directory per process, so that the workers of pytest-xdist never meet in a file. `conftest.py` makes and removes it.
TEST_DIR = Path(tempfile.gettempdir()) / f"sternregal-test-{secrets.token_hex(6)}"

MEDIA_ROOT = TEST_DIR / "media"
STATIC_ROOT = TEST_DIR / "static"
ORIGINALS_ROOT = TEST_DIR / "originals"
STORAGES = {
    **STORAGES,
    "originals": {**STORAGES["originals"], "OPTIONS": {"location": ORIGINALS_ROOT}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because the live server's threads each open a connection of their own.
    DATABASES["default"]["NAME"] = TEST_DIR / "shop.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": TEST_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"

# django-zeal raises where a page asks the database once per row.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]

KILL_AT = os.environ.get("KILL_AT", "")
