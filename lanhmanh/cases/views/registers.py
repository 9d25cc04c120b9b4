"""The pages of the eight registers."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lanhmanh.cases.guards import EVERYBODY, CaseRequest, vault
from lanhmanh.cases.papers.registers import register_book
from lanhmanh.cases.selectors import registers as selectors
from lanhmanh.cases.selectors import state_forms
from lanhmanh.cases.selectors.registers import FIRST_YEAR
from lanhmanh.kernel import clock
from lanhmanh.ui.downloads import download
from lanhmanh.units.models import Level, Unit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@vault(*EVERYBODY)
@require_GET
def register_list(request: CaseRequest) -> HttpResponse:
    """Show the eight registers of a unit and a year."""
    places = selectors.places(request.actor)
    unit, name = _chosen(places, request.GET.get("don-vi", ""))
    today = clock.today()
    year = _year(request.GET.get("nam", ""), today) or today.year
    found = selectors.counts_of(unit, year) if unit else []
    context = {
        "places": places, "unit": unit, "unit_name": name, "year": year,
        "years": range(today.year, max(FIRST_YEAR, today.year - 10), -1),
        "forms": state_forms.offered(unit, today) if unit else [],
        "registers": found,
        # Cases are kept by communes: above them there are sums, and the registers to choose from.
        "above": unit is not None and not _of_commune(unit) and not any(count for _one, _name, count in found),
    }  # fmt: skip
    return render(request, "cases/registers/list.html", context)


@vault(*EVERYBODY)
@require_GET
def register(request: CaseRequest, code: str, unit_uid: str, year: str) -> HttpResponse:
    """Show one register, line by line."""
    context = {"page": _page(request, code, unit_uid, year), "unit_uid": unit_uid, "today": clock.today()}
    return render(request, "cases/registers/register.html", context)


@vault(*EVERYBODY)
@require_GET
def register_xlsx(request: CaseRequest, code: str, unit_uid: str, year: str) -> HttpResponse:
    """Hand one register out as a workbook."""
    found = _page(request, code, unit_uid, year)
    return download(register_book(found, clock.today()), f"so-{code}-{found.year}.xlsx", XLSX)


def _page(request: CaseRequest, code: str, unit_uid: str, year: str) -> selectors.Page:
    unit, name = next((pair for pair in selectors.places(request.actor) if pair[0].uid == unit_uid), (None, ""))
    asked = _year(year, clock.today())
    if unit is None or asked is None:
        raise Http404("register")
    return selectors.page_of(selectors.register_of(code), unit, name, asked)


def _of_commune(unit: Unit) -> bool:
    return unit.level in {Level.COMMUNE, Level.BRANCH}


def _chosen(places: list[tuple[Unit, str]], uid: str) -> tuple[Unit | None, str]:
    found = [pair for pair in places if pair[0].uid == uid]
    if uid and not found:
        raise Http404("unit")
    return next(iter(found or places), (None, ""))


def _year(text: str, today: date) -> int | None:
    """Return a year as it stands in an address, None where it is none that has a register."""
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        return None
    return int(text) if FIRST_YEAR <= int(text) <= today.year else None
