"""Numbers that come from an address, a form or what was kept of one."""


def number(value: object) -> int | None:
    """A whole number as it is, one of at most twelve digits in a text, else None."""
    if isinstance(value, str):
        return int(value) if value.isascii() and value.isdigit() and len(value) < 13 else None
    return value if isinstance(value, int) else None
