"""Order numbers: readable aloud, unique, and telling nobody how much is sold."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # without 0, 1, I and O, which people mix up


def new_number() -> str:
    """A number such as 'SR-7K2M-9QXD' (40 random bits; the unique key stands behind it)."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"SR-{letters[:4]}-{letters[4:]}"
