"""The page of a form of the state, as far as the Union's cases tell of it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from lanhmanh.cases.guards import EVERYBODY, CaseRequest, vault
from lanhmanh.cases.selectors import registers, state_forms
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import parse
from lanhmanh.ui.formats import period_name


@vault(*EVERYBODY)
@require_GET
def state_form(request: CaseRequest, code: str, unit_uid: str, period: str) -> HttpResponse:
    """Show the groups of a form with their figures, and the cases behind each by number."""
    unit, name = next((pair for pair in registers.places(request.actor) if pair[0].uid == unit_uid), (None, ""))
    known = {one for one, _name, _last in state_forms.offered(unit, clock.today())} if unit else set()
    if unit is None or code not in known:
        raise Http404("form")
    offered = state_forms.periods(code, clock.today())
    try:
        asked = parse(period)
    except Refused:
        raise Http404("period") from None
    if asked not in offered:
        raise Http404("period")
    context = {
        "sheet": state_forms.sheet(request.actor, code, unit, asked), "unit": unit, "unit_name": name,
        "period_name": period_name(asked), "is_commune": code == state_forms.CODES[0],
        "periods": [(one.code, capfirst(period_name(one)), one == asked) for one in offered],
    }  # fmt: skip
    return render(request, "cases/registers/state_form.html", context)
