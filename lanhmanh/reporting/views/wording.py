"""The desk on which the words of a paper are written: its sections, one of them open, the figures beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lanhmanh.accounts.guards import ActorRequest
from lanhmanh.kernel.errors import Refused
from lanhmanh.reporting import selectors, services
from lanhmanh.reporting.forms import HeadingForm
from lanhmanh.reporting.models import Narrative
from lanhmanh.reporting.papers.sections import MOST_OWN, Section, own_key
from lanhmanh.reporting.rules import digits, words
from lanhmanh.reporting.rules.words import Sources
from lanhmanh.ui.formats import said
from lanhmanh.ui.messages import flash
from lanhmanh.units.models import Unit

NEW = "moi"
_MOST = 5 * words.LONGEST
_TURNS = 10


@dataclass(frozen=True)
class Desk:
    """A unit's paper: its sections as they stand, what its words may name, and where its pages are.

    `groups` lists the figures by heading, `kinds` the ways to take one ("luyke": the year so far), by their tail.
    """

    subject: str
    unit: Unit
    title: str
    lead: str
    parts: Sequence[Section]
    sources: Sources
    groups: Sequence[tuple[str, str, Sequence[str]]]
    kinds: Sequence[tuple[str, str]]
    suggested: Sequence[str]
    list_url: str
    edit_url: str
    paper_url: str


def show_sections(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show every section as it will be printed, with the way to write it anew."""
    own = [part.heading for part in desk.parts if part.is_own]
    context = {
        "desk": desk,
        "rows": [(part, part.paragraphs(desk.sources), edit_url(desk, part.key)) for part in desk.parts],
        "more": [(name, edit_url(desk, NEW, name)) for name in desk.suggested if name not in own],
        "add_url": edit_url(desk, NEW) if len(own) < MOST_OWN else "",
    }
    return render(request, "reporting/words.html", context)


def edit_url(desk: Desk, key: str, heading: str = "") -> str:
    """Return the address at which a section is written."""
    joint = "&" if "?" in desk.edit_url else "?"
    return f"{desk.edit_url}{joint}{urlencode({'muc': key} | ({'ten': heading} if heading else {}))}"


def edit_section(request: ActorRequest, desk: Desk) -> HttpResponseBase:
    """Write one section: insert figures, see it printed, save it, or give it back to the product's words."""
    part = _part(request, desk)
    versions = selectors.versions_of_words(desk.subject, desk.unit, part.key) if part.key != NEW else []
    if request.method != "POST":
        return _page(request, desk, part, versions, words.shown(part.in_force, desk.sources))
    typed = request.POST.get("text", "")[:_MOST]
    if "insert" in request.POST or "replace" in request.POST:
        return _page(request, desk, part, versions, _placed(request, desk, typed))
    if request.POST.get("deed") == "preview":
        return _page(request, desk, part, versions, typed)
    return _save(request, desk, part, versions, "" if request.POST.get("deed") == "standard" else typed)


def _part(request: ActorRequest, desk: Desk) -> Section:
    key = request.GET.get("muc") or desk.parts[0].key
    if key == NEW:
        if sum(part.is_own for part in desk.parts) >= MOST_OWN:
            raise Http404("section")
        return Section(NEW, request.POST.get("heading", request.GET.get("ten", ""))[:100], "")
    part = next((part for part in desk.parts if part.key == key), None)
    if part is None:
        raise Http404("section")
    return part


def _placed(request: ActorRequest, desk: Desk, typed: str) -> str:
    """Return the text with a figure put at its end, or in the place of a number that was typed."""
    if "replace" in request.POST:
        at, _colon, key = request.POST["replace"].partition(":")
        return digits.replaced(typed, int(at), key, desk.sources) if at.isdigit() and len(at) < 7 else typed
    key = request.POST["insert"]
    return f"{typed.rstrip()} {words.reference(key, desk.sources)}".lstrip() if key in desk.sources else typed


def _save(
    request: ActorRequest, desk: Desk, part: Section, versions: Sequence[Narrative], typed: str
) -> HttpResponseBase:
    heading = HeadingForm(request.POST if part.key == NEW else None, initial={"heading": part.heading})
    version = request.POST.get("version", "")
    expected = int(version) if version.isdigit() and len(version) < 6 else 0
    if part.key == NEW and not heading.is_valid():
        return _page(request, desk, part, versions, typed, heading=heading)
    if part.key == NEW:
        part = replace(part, key=own_key(heading.cleaned_data["heading"], _keys_ever(desk)))
        if not typed.strip():
            heading.add_error(None, _("Chưa viết gì: viết nội dung của mục rồi lưu."))
            return _page(request, desk, replace(part, key=NEW), versions, typed, heading=heading)
    try:
        services.write_section(
            actor=request.actor, subject=desk.subject, unit=desk.unit, section=part, text=typed, expected=expected,
            sources=desk.sources,
        )  # fmt: skip
    except services.WrittenBetween as refusal:
        found = selectors.versions_of_words(desk.subject, desk.unit, part.key)
        return _page(request, desk, part, found, typed, refusal=refusal, theirs=found[0] if found else None)
    except Refused as refusal:
        return _page(request, desk, part, versions, typed, heading=heading, refusal=refusal)
    flash(request, _("Đã lưu lời văn mục “%(name)s”.") % {"name": part.heading})
    return redirect(desk.list_url)


def _keys_ever(desk: Desk) -> list[str]:
    """Return the keys of all sections that the unit ever added, so that a number is not given twice."""
    return selectors.sections_ever(desk.subject, desk.unit)


def _page(
    request: ActorRequest,
    desk: Desk,
    part: Section,
    versions: Sequence[Narrative],
    typed: str,
    *,
    heading: HeadingForm | None = None,
    refusal: Refused | None = None,
    theirs: Narrative | None = None,
) -> HttpResponse:
    reading = words.read(typed, desk.sources)
    preview = replace(part, text=reading.text) if reading.text else replace(part, text="")
    kind = next((tail for tail, _name in desk.kinds if tail == request.POST.get("kind", "")), "")
    faults = [said(fault) for fault in reading.faults]
    context: dict[str, Any] = {
        "desk": desk,
        "part": part,
        "is_new": part.key == NEW,
        "action": edit_url(desk, part.key, part.heading if part.key == NEW else ""),
        "heading": heading or HeadingForm(initial={"heading": part.heading}),
        "text": typed,
        "version": versions[0].version if versions else 0,
        "printed": preview.paragraphs(desk.sources) if part.key != NEW or reading.text else (),
        "faults": faults[:10] if faults else ([said(refusal)] if refusal and theirs is None else []),
        "refusal": said(refusal) if refusal and theirs is not None else "",
        "theirs": words.changes(typed, words.shown(theirs.text, desk.sources)) if theirs else None,
        "overwritten": reading.overwritten[:10],
        "numbers": [_number(desk, one) for one in digits.typed_numbers(typed, desk.sources)],
        "dropped": [desk.sources[key].name for key in words.dropped(reading.text, part.standard) if reading.text],
        "unknown": [desk.sources[key].name for key in words.references(reading.text) if _is_missing(desk, key)],
        "groups": _groups(desk, part, kind),
        "kind": kind,
        "turns": _turns(desk, versions),
    }
    return render(request, "reporting/words_edit.html", context, status=422 if refusal or heading else 200)


def _is_missing(desk: Desk, key: str) -> bool:
    return key in desk.sources and desk.sources[key].printed.startswith("(")


def _number(desk: Desk, one: digits.Typed) -> dict[str, Any]:
    choices = [(f"{one.at}:{key}", words.reference(key, desk.sources)) for key in one.keys]
    return {"text": one.text, "choices": choices}


def _groups(desk: Desk, part: Section, kind: str) -> list[dict[str, Any]]:

    def keys(codes: Sequence[str]) -> list[str]:
        """Return the figures taken in this way, those that are there in one way only as they are."""
        return [
            key for code in codes if (key := f"{code}:{kind}" if kind and ":" not in code else code) in desk.sources
        ]

    return [
        {
            "name": name,
            "open": key == part.key,
            "rows": [(key, words.reference(key, desk.sources), desk.sources[key]) for key in keys(codes)],
        }
        for key, name, codes in desk.groups
    ]


def _turns(desk: Desk, versions: Sequence[Narrative]) -> list[dict[str, Any]]:
    """Return the versions, the newest first, each with what it changed in the one before."""
    texts = [words.shown(one.text, desk.sources) for one in versions[: _TURNS + 1]]
    return [
        {"one": one, "text": text, "changes": words.changes(before, text) if before and text else []}
        for one, text, before in list(zip(versions, texts, [*texts[1:], ""], strict=False))[:_TURNS]
    ]
