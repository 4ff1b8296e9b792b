"""How often something was tried in a window of time; one row per key, shared by all app servers."""

from django.db import models


class Throttle(models.Model):
    """`key` is a digest: neither names nor addresses can be read from it."""

    key = models.CharField(max_length=64, unique=True)
    window_ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key[:12]}: {self.count}"
