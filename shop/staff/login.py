"""The staff's login: guessing is slowed by name and by address."""

from datetime import timedelta
from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.throttle.count_try import TooManyTries, count_try

WINDOW = timedelta(minutes=15)
PER_NAME_AND_ADDRESS = 10
PER_ADDRESS = 50


class StaffLoginForm(AdminAuthenticationForm):
    def clean(self) -> dict[str, Any]:
        """Count the try before the password is looked at; a limit per address too, so that many names are no way around."""
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        name = str(self.cleaned_data.get("username", "")).lower()
        try:
            count_try(what=f"login:{address}", limit=PER_ADDRESS, window=WINDOW, at=timezone.localtime())
            count_try(what=f"login:{name}:{address}", limit=PER_NAME_AND_ADDRESS, window=WINDOW, at=timezone.localtime())
        except TooManyTries as error:
            message = _("Too many tries. Please wait until %(time)s and try again.")
            until = timezone.localtime(error.until)
            raise ValidationError(message % {"time": f"{until:%H:%M}"}, code="throttled") from error
        return super().clean()
