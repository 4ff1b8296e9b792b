"""One settings file. Every value comes from the environment (or the file `.env`), and a bad one stops the start.

`SHOP_MODE` decides who may be careless:

- `production` (the default): needs SECRET_KEY, ALLOWED_HOSTS and SITE_URL; refuses the demo's secrets.
- `demo`: one machine, SQLite, the stand-in Stripe of the `demo` package, mail written to files.
- `test`: what the test suite uses; `tests/settings.py` sets it.

All settings with their units stand in `.env.example`.
"""

import os
import re
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if os.environ.get("SHOP_MODE") != "test":
    env.read_env(BASE_DIR / ".env")

SHOP_MODE = env.str("SHOP_MODE", default="production")
if SHOP_MODE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(f"SHOP_MODE is {SHOP_MODE!r}; it must be 'production', 'demo' or 'test'.")
PRODUCTION = SHOP_MODE == "production"
DEMO_SECRET_KEY = "demo-secret-key-that-production-refuses-to-start-with"


def required(name: str, *, demo: str) -> str:
    """The environment's value for `name`; outside production the demo's value when it is missing."""
    value = env.str(name, default="" if PRODUCTION else demo)
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set, and SHOP_MODE is 'production'. Set it (see .env.example), "
            "or run 'make demo' for a shop to try out."
        )
    return value


def refuse(condition: bool, message: str) -> None:
    """Stop the start in production when `condition` holds."""
    if PRODUCTION and condition:
        raise ImproperlyConfigured(message)


# Core ---------------------------------------------------------------------------------------------
SECRET_KEY = required("SECRET_KEY", demo=DEMO_SECRET_KEY)
refuse(SECRET_KEY == DEMO_SECRET_KEY or len(SECRET_KEY) < 50, "SECRET_KEY must be a secret of your own of at least 50 characters.")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
DEBUG = env.bool("DEBUG", default=False)
refuse(DEBUG, "DEBUG must be off in production.")
SITE_URL = required("SITE_URL", demo="http://127.0.0.1:8000").rstrip("/")
if not re.fullmatch(r"https?://[^/\s]+", SITE_URL):
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL!r}; it must look like https://shop.example without a path.")
refuse(not SITE_URL.startswith("https://"), "SITE_URL must start with https:// in production.")
ALLOWED_HOSTS = [host for host in required("ALLOWED_HOSTS", demo="127.0.0.1,localhost,[::1],testserver").split(",") if host]
refuse("*" in ALLOWED_HOSTS, "ALLOWED_HOSTS must name the hosts; '*' would let anyone forge links in mails.")

INSTALLED_APPS = [
    "shop.apps.StaffConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "djmoney",
    "django_prose_editor",
    "lucide",
    "shop.apps.ShopConfig",
    "blog",
]
if not PRODUCTION:  # the demo's data, drawings and stand-in Stripe cannot be reached in production
    INSTALLED_APPS.append("demo")

MIDDLEWARE = [
    "config.requests.VisitorAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.security.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.requests.CleanQueryMiddleware",
    "django.middleware.common.CommonMiddleware",
    "config.security.FetchMetadataCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "shop.staff.index_at_once.IndexAtOnceMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shop.storefront.context.storefront",
            ],
        },
    }
]

# Database: SQLite without any service, PostgreSQL by DATABASE_URL -------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'shop.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a read that turns into a write would skip the busy timeout. FULL: an acknowledged order survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {"options": "-c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"}

# Languages, time and money ------------------------------------------------------------------------
LANGUAGE_CODE = "de"
LANGUAGES = [("de", _("German")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
CURRENCIES = ("EUR",)
DEFAULT_CURRENCY = "EUR"

# Files --------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "var" / "static"))()
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))()
ORIGINALS_ROOT = env.path("ORIGINALS_ROOT", default=str(BASE_DIR / "var" / "originals"))()
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "shop.pictures.whole_files.WholeFileStorage"},
    # Uploads as they came, with the place where a photo was taken: no address leads there.
    "originals": {"BACKEND": "shop.pictures.whole_files.PrivateFileStorage", "OPTIONS": {"location": ORIGINALS_ROOT}},
    "staticfiles": {"BACKEND": "config.static_bundles.BundledStaticFilesStorage"},
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "webp", "avif", "jpg", "woff2", "md", "txt"]  # small already, or never sent
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=not PRODUCTION)  # in production a web server or S3 serves the pictures
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes of form data without files

# Security -----------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=PRODUCTION)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30  # seconds; a guest's cart lives as long
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "shop.storefront.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # the subclass config.security.FetchMetadataCsrfMiddleware stands in for CsrfViewMiddleware
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Mail ---------------------------------------------------------------------------------------------
EMAIL_URL = required("EMAIL_URL", demo=f"filemail:///{BASE_DIR / 'var' / 'mail'}")  # orders must be confirmed by mail
vars().update(env.email_url_config(EMAIL_URL))
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("MAIL_FROM", demo="Sternregal <shop@sternregal.example>")

# Stripe: real keys in production, our stand-in without keys in the demo ------------------------------
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRETS = env.list("STRIPE_WEBHOOK_SECRETS", default=[])  # two while one is being replaced
STRIPE_API_BASE = ""  # empty: Stripe itself
STRIPE_CHECKOUT_ORIGIN = "https://checkout.stripe.com"
if not PRODUCTION and not STRIPE_SECRET_KEY:
    STRIPE_SECRET_KEY = "sk_test_standin"
    STRIPE_WEBHOOK_SECRETS = ["whsec_standin"]
    STRIPE_API_BASE = STRIPE_CHECKOUT_ORIGIN = env.str("STRIPE_STANDIN_URL", default="http://127.0.0.1:8001")
refuse("standin" in STRIPE_SECRET_KEY, "STRIPE_SECRET_KEY holds the stand-in's key.")
if bool(STRIPE_SECRET_KEY) != bool(STRIPE_WEBHOOK_SECRETS):
    raise ImproperlyConfigured(
        "STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRETS belong together: set both, or neither to sell by bank transfer only."
    )

KILL_AT = ""  # the tests' own settings name a point at which the process dies (shop/kill_points.py)

# Content-Security-Policy, in the words that Django 6 uses for it -------------------------------------
SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    # The hash is the one <style> that the article editor adds to the page; another text in it is refused.
    "style-src": ["'self'", "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "form-action": ["'self'", STRIPE_CHECKOUT_ORIGIN],  # browsers apply it to the redirect after the order too
    "frame-ancestors": ["'none'"],
    "base-uri": ["'none'"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
