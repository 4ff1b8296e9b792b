"""What gunicorn does beside serving: `gunicorn --config python:config.gunicorn config.wsgi`."""

import gc
import logging
from threading import Thread
from typing import Any


def post_worker_init(worker: Any) -> None:
    """Let each new worker read the catalog at once, so that its first visitor does not wait for it (4 s at 100,000 products)."""
    Thread(target=_read_catalog, name="read-catalog", daemon=True).start()


def _read_catalog() -> None:
    # Imported here, because gunicorn reads this before there are settings.
    from django.db import DatabaseError, connection  # noqa: PLC0415

    from shop.listing.present import look_for_changes  # noqa: PLC0415

    try:
        look_for_changes()
    except DatabaseError:  # the first list reads it, or says what is wrong
        logging.getLogger("shop.listing").warning("The catalog could not be read when the worker began.", exc_info=True)
    finally:
        connection.close()
    gc.collect()
    gc.freeze()  # the catalog stays: to look through all of it for garbage would stop the process for 0.1 s at 100,000 products
