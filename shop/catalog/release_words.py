"""The date of a release as exactly as the maker named it, in words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, override

from shop.catalog.models import DatePrecision


def release_words(released_on: date, precision: str, *, language: str) -> str:
    """'30 April 2027', 'April 2027' or 'quarter 2 of 2027'."""
    with override(language):
        if precision == DatePrecision.DAY:
            return date_format(released_on, "d.m.Y" if language == "de" else "j F Y")
        if precision == DatePrecision.QUARTER:
            return gettext("quarter %(quarter)s of %(year)s") % {"quarter": (released_on.month + 2) // 3, "year": released_on.year}
        return date_format(released_on, "F Y")
