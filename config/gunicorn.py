"""What gunicorn does beside serving: `gunicorn --config python:config.gunicorn config.wsgi`."""

import logging
from threading import Thread
from typing import Any


def post_worker_init(worker: Any) -> None:
    """Let each new worker read the catalog at once, so that its first visitor does not wait for it (4 s at 100,000 products)."""
    Thread(target=_read_catalog, name="read-catalog", daemon=True).start()


def _read_catalog() -> None:
    # Imported here, because gunicorn reads this before there are settings.
    from django.db import DatabaseError, connection  # noqa: PLC0415

    from shop.listing.present import present_index  # noqa: PLC0415

    try:
        with present_index():
            pass
    except DatabaseError:  # the first list reads it, or says what is wrong
        logging.getLogger("shop.listing").warning("The catalog could not be read when the worker began.", exc_info=True)
    finally:
        connection.close()
