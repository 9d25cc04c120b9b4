"""The chain of documents on one page."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.plan import selectors
from lanhmanh.units.selectors import names_on


@page(needs=Permission.PLAN_VIEW)
@require_GET
def chain(request: ActorRequest, uid: str) -> HttpResponse:
    """Show from the programme down to the plans of communes what rests on what."""
    plan, day = selectors.get_plan(request.actor, uid), clock.today()
    found = selectors.chain_of(request.actor, plan, day)
    context = {
        "plan": plan,
        "chain": found,
        "origin": found.above[0][0] if found.above else plan,
        "unit_name": names_on([plan.unit_id], selectors.day_within(plan, day)).get(plan.unit_id, ""),
        "clauses": len(selectors.asked(plan)),
    }
    return render(request, "plan/chain.html", context)
