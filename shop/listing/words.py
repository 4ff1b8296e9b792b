"""Counts in words."""


def grouped(number: int, *, language: str) -> str:
    """A count as people read it: '12.345', in English '12,345'."""
    return f"{number:,}".replace(",", "." if language == "de" else ",")
