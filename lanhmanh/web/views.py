"""The shell's own pages."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lanhmanh.accounts.guards import PUBLIC, SIGNED_IN, ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.audit.events import LABELS
from lanhmanh.kernel import clock
from lanhmanh.web import agenda, selectors


@page(needs=SIGNED_IN)
@require_GET
def today(request: ActorRequest) -> HttpResponse:
    """Show what this person must do now, by urgency."""
    return render(request, "web/today.html", {"agenda": agenda.agenda(request.actor, clock.today())})


@page(needs=Permission.AUDIT_VIEW)
@require_GET
def trail(request: ActorRequest) -> HttpResponse:
    """Show the trail of the units that the reader may audit."""
    verb, who = request.GET.get("viec", ""), request.GET.get("ai", "")
    found, lines = selectors.trail(request.actor, verb=verb, who=who, page=request.GET.get("page", "1"))
    context = {"page": found, "lines": lines, "labels": LABELS.items(), "verb": verb, "who": who}
    return render(request, "web/trail.html", context)


@page(needs=PUBLIC)
@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    """Show how the day's work is done here."""
    return render(request, "web/help.html")


@page(needs=PUBLIC)
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept about whom, and for how long."""
    return render(request, "web/privacy.html")


@page(needs=PUBLIC)
def health(request: HttpRequest) -> JsonResponse:
    """Answer whether pages and database work, for whoever watches the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
