"""The own profile."""

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse
from django.shortcuts import render

from lanhmanh.accounts import selectors
from lanhmanh.accounts.guards import SIGNED_IN, ActorRequest, page
from lanhmanh.kernel import clock


@page(needs=SIGNED_IN)
def profile(request: ActorRequest) -> HttpResponse:
    """Show who the reader is to the system, and what can be changed."""
    held = selectors.held_by(request.user, clock.today())  # type: ignore[arg-type]
    return render(request, "accounts/profile.html", {"held": held, "second_factor": is_mfa_enabled(request.user)})
