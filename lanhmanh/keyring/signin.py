"""The member's key opens with the password at sign-in, and is locked anew when the password changes."""

from typing import Any

from allauth.core import context
from django.db import transaction

from lanhmanh.accounts.forms import ChangePasswordForm
from lanhmanh.accounts.signin import AccountAdapter
from lanhmanh.keyring.guards import complete, stage
from lanhmanh.keyring.services.members import open_at_change, open_at_sign_in


class VaultAdapter(AccountAdapter):
    """Sign-in that unlocks the member's key of who works on cases."""

    def authenticate(self, request: Any, **credentials: Any) -> Any:
        """Return the account that the credentials open; its member's key opens with the same password."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            stage(request, user, open_at_sign_in(user=user, password=str(credentials.get("password", ""))))
            if request.user.is_authenticated and request.user.pk == user.pk:
                complete(request, user)  # the password asked once more, of who is in already
        return user

    def login(self, request: Any, user: Any) -> None:
        """Open a session and let the key, which waited for the second factor, be used in it."""
        super().login(request, user)
        complete(request, user)


class VaultChangePasswordForm(ChangePasswordForm):
    """The old password once, the new one twice; the old one opens the member's key, the new one locks it."""

    def save(self) -> None:
        """Change the password and the lock together."""
        given = self.cleaned_data
        prepared = open_at_change(user=self.user, old=given["oldpassword"], new=given["password1"])
        with transaction.atomic():
            super().save()
            stage(context.request, self.user, prepared)
            complete(context.request, self.user)
