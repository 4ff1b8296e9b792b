"""Addresses as others need them: with the shop's host."""

from urllib.parse import urljoin

from django.conf import settings


def absolute(url: str) -> str:
    """`url` with the shop's host; one that has a host already, as pictures of a CDN have, stays."""
    return urljoin(settings.SITE_URL + "/", url)
