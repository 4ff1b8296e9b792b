"""The shop as in production, for a measurement: its settings, an empty database, and goods on the shelves."""

import os
import secrets
from pathlib import Path

HOST = "shop.example"


def set_up(folder: Path) -> None:
    """Read production's settings, with all files in `folder`, and migrate; DATABASE_URL may name a PostgreSQL, without it SQLite is taken.

    Models may be imported only after this.
    """
    os.environ.update(
        SHOP_MODE="production",
        DEBUG="false",
        SECRET_KEY=secrets.token_urlsafe(60),
        ALLOWED_HOSTS=HOST,
        SITE_URL=f"https://{HOST}",
        BEHIND_PROXY="true",
        MAIL_FROM=f"Shop <shop@{HOST}>",
        EMAIL_URL="dummymail://",  # the worker does all its work, but the mails go nowhere
        STRIPE_SECRET_KEY="",
        STRIPE_WEBHOOK_SECRETS="",
        MEDIA_ROOT=str(folder / "media"),
        STATIC_ROOT=str(folder / "static"),
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'shop.sqlite3'}")

    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
