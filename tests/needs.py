"""What a test needs from the machine, and what becomes of the test where it is missing."""

import shutil

import pytest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """The path of the machine's Chromium; None when there is none."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def demand(*, found: bool, what: str, ci: bool) -> None:
    """Skip the test where something is missing; in CI fail it, for a skip there would hide that nothing is tested."""
    if found:
        return
    if ci:
        pytest.fail(what, pytrace=False)
    pytest.skip(what)
