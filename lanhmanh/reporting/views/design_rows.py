"""The rows of a draft: picked from the catalogue, put in order, grouped in sections."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.text import fold
from lanhmanh.reporting.rules import drafting
from lanhmanh.reporting.rules.catalogue import Indicator, load
from lanhmanh.reporting.rules.drafting import Definition
from lanhmanh.reporting.selectors import designs
from lanhmanh.reporting.selectors.designs import Draft
from lanhmanh.reporting.views import words
from lanhmanh.reporting.views.design_forms import SectionForm
from lanhmanh.reporting.views.designing import keep, of, told_at
from lanhmanh.ui.formats import either
from lanhmanh.ui.forms import sent

_LONGEST_SEARCH = 100
_Deed = Callable[[Definition, str], Definition]
_DEEDS: Mapping[str, _Deed] = {
    "up": lambda told, code: drafting.moved(told, code, -1),
    "down": lambda told, code: drafting.moved(told, code, 1),
    "drop": lambda told, code: drafting.without_rows(told, {code}),
    "section-up": lambda told, path: drafting.moved_section(told, path, -1),
    "section-down": lambda told, path: drafting.moved_section(told, path, 1),
    "section-drop": drafting.without_section,
    "companions": lambda told, _name: drafting.with_rows(
        told, drafting.companions(drafting.rows_of(told), load()), load()
    ),
}


@page(needs=Permission.FORM_DESIGN)
@require_http_methods(["GET", "POST"])
def rows(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Show the rows in their sections; a POST moves or drops one row or section, or adds what belongs to the rows."""
    design = designs.get_draft(request.actor, uid)
    if request.method == "POST":
        verb, _colon, name = request.POST.get("deed", "").partition(":")
        if verb not in _DEEDS:
            raise Http404("deed")
        keep(request, design, "rows", lambda told: _DEEDS[verb](told, name))
        anchor = {"up": f"#row-{name}", "down": f"#row-{name}"}.get(verb, "")
        return redirect(reverse("reporting:design_rows", args=[uid]) + anchor)
    draft = designs.draft_of(design)
    wanted = drafting.companions(drafting.rows_of(draft.of), load())
    context = {
        **of(draft, "design_rows"),
        "sections": [_section(draft, section) for section in draft.of.get("section", [])],
        "companions": [words.name_of(load()[code]) for code in wanted],
    }
    return render(request, "reporting/design_rows.html", context)


def _section(draft: Draft, section: Mapping[str, Any]) -> dict[str, Any]:
    path = section["path"]
    return {
        "path": path,
        "title": either(section["title_vi"], section["title_en"]),
        "rows": [_row(draft, code) for code in section["rows"]],
        "faults": told_at(draft, f"section:{path}"),
    }


def _row(draft: Draft, code: str) -> dict[str, Any]:
    faults = told_at(draft, f"row:{code}")
    if code not in load():
        return {"id": code, "name": code, "faults": faults}
    return {**told_of(load()[code]), "faults": faults}


def told_of(one: Indicator) -> dict[str, Any]:
    """Return an indicator as the lists of indicators show it."""
    origin = _("tự tính từ hoạt động") if one.figure else _("tỷ lệ, tự tính") if one.is_ratio else _("tự nhập")
    return {
        "id": one.code,
        "name": words.name_of(one),
        "unit": either(one.unit_vi, one.unit_en),
        "rule": words.rule_of(one),
        "origin": origin,
        "is_derived": bool(one.figure) or one.is_ratio,
        "note": either(one.note, one.note_en),
        "path": one.plan_path,
        "whole": words.name_of(load()[one.part_of]) if one.part_of else "",
    }


@page(needs=Permission.FORM_DESIGN)
@require_http_methods(["GET", "POST"])
def pick(request: ActorRequest, uid: str) -> HttpResponseBase:
    """Search the catalogue and tick what the form asks; only what was shown is added or taken out."""
    draft = designs.draft_of(designs.get_draft(request.actor, uid))
    given = request.POST if request.method == "POST" else request.GET
    text = " ".join(given.get("tim", "")[:_LONGEST_SEARCH].split())
    shown = [one for one in load() if matches(one, text)]
    if request.method == "POST":
        return _picked(request, draft, {one.code for one in shown}, text)
    chosen = set(drafting.rows_of(draft.of))
    groups: dict[str, list[dict[str, Any]]] = {}
    for one in shown:
        groups.setdefault(one.plan_path, []).append({**told_of(one), "picked": one.code in chosen})
    titles = drafting.known_titles()
    context = {
        **of(draft, "design_rows"),
        "text": text,
        "found": len(shown),
        "groups": [
            (path, either(*titles.get(path, ("", ""))), lines, sum(line["picked"] for line in lines))
            for path, lines in sorted(groups.items())
        ],
        "own_sections": [(s["path"], either(s["title_vi"], s["title_en"])) for s in draft.of.get("section", [])],
    }
    return render(request, "reporting/design_pick.html", context)


def matches(one: Indicator, text: str) -> bool:
    """Test whether every word typed, with or without marks, stands in the indicator's names, unit, clause or code."""
    words_of = fold(f"{one.code} {one.name_vi} {one.name_en} {one.unit_vi} {one.unit_en} {one.plan_path}")
    return all(word in words_of for word in fold(text).split())


def _picked(request: ActorRequest, draft: Draft, shown: set[str], text: str) -> HttpResponseBase:
    ticked = shown & set(request.POST.getlist("row"))
    into = request.POST.get("vao", "")
    if into not in {section["path"] for section in draft.of.get("section", [])}:
        into = ""
    before = set(drafting.rows_of(draft.of))

    def change(told: Definition) -> Definition:
        kept = drafting.without_rows(told, (shown - ticked) & set(drafting.rows_of(told)))
        return drafting.with_rows(kept, ticked, load(), into)

    more, less = len(ticked - before), len((shown - ticked) & before)
    told = ngettext("Đã thêm %(count)d chỉ tiêu.", "Đã thêm %(count)d chỉ tiêu.", more) % {"count": more}
    if less:
        told += " " + ngettext("Đã bỏ %(count)d chỉ tiêu.", "Đã bỏ %(count)d chỉ tiêu.", less) % {"count": less}
    keep(request, draft.design, "rows", change, told)
    return redirect("reporting:design_rows", draft.design.uid)


@page(needs=Permission.FORM_DESIGN)
@require_http_methods(["GET", "POST"])
def section(request: ActorRequest, uid: str, path: str) -> HttpResponse | HttpResponseBase:
    """Name a section and its clause of the plan."""
    draft = designs.draft_of(designs.get_draft(request.actor, uid))
    told = {one["path"]: one for one in draft.of.get("section", [])}
    if path not in told:
        raise Http404("section")
    data = sent(request)
    form = SectionForm(data, initial=told[path], taken=set(told) - {path})
    if data is not None and form.is_valid():
        new = {name: form.cleaned_data[name].strip() for name in ("path", "title_vi", "title_en")}
        keep(request, draft.design, "rows", lambda now: drafting.renamed_section(now, path, **new))
        return redirect("reporting:design_rows", uid)
    context = {
        "form": form,
        "title": _("Sửa phần %(path)s") % {"path": path},
        "lead": either(told[path]["title_vi"], told[path]["title_en"]),
        "deed": _("Lưu phần"),
        "back": reverse("reporting:design_rows", args=[uid]),
    }
    return render(request, "reporting/design_form.html", context, status=422 if form.errors else 200)
