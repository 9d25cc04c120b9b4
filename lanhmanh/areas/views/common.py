"""What the pages of areas share."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.guards import ActorRequest
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Area
from lanhmanh.areas.selectors.naming import Names, names_of
from lanhmanh.ui.forms import Form


def page_of(request: ActorRequest, template: str, form: Form, **context: Any) -> HttpResponse:
    """Show a page with a form, as wrong (422) when the form is."""
    return render(request, template, {"form": form, **context}, status=422 if form.errors else 200)


def plain(request: ActorRequest, form: Form, **context: Any) -> HttpResponse:
    """Show a page that is one form: `title`, `lead`, `deed`, `back_url`, `trail` of labels and addresses."""
    return page_of(request, "areas/form.html", form, **context)


def require_at(actor: Actor, permission: Permission, unit_id: int) -> None:
    """Return if the actor holds a permission at a unit.

    :raises Http404: the actor does not.
    """
    if not can(actor, permission, unit_id):
        raise Http404(permission)


def area_url(area: Area) -> str:
    """Return the page of an area."""
    return reverse("areas:area", args=[area.unit.uid if area.kind == Area.Kind.UNIT else area.uid])


def trail(area: Area, names: Names | None = None) -> list[str]:
    """Return the way to the page of an area: labels and addresses."""
    found = names or names_of([area])
    return [_("Địa bàn"), reverse("areas:index"), found.of(area), area_url(area)]
