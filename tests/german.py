"""German words come from locale/de, which every `make test…` compiles; what they say is tested as soon as they are there."""

import os

import pytest
from django.conf import settings

_compiled = settings.BASE_DIR / "locale" / "de" / "LC_MESSAGES" / "django.mo"
needs_german = pytest.mark.skipif(
    not _compiled.exists() and not os.environ.get("CI"), reason="locale/de is not compiled: run them by make test-sqlite."
)
