"""What pages of the movement share: a form that a deed may refuse, a page that is one form, a question before it."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lanhmanh.accounts.access import units_for
from lanhmanh.accounts.guards import ActorRequest
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.models import Campaign, Quiz
from lanhmanh.activities.selectors.reach import home_of, recording_units
from lanhmanh.kernel import clock
from lanhmanh.kernel.text import fold
from lanhmanh.plan.models import PlanItem
from lanhmanh.plan.selectors import items_for
from lanhmanh.ui.forms import Form
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import names_on

Units = list[tuple[Unit, str]]
Row = TypeVar("Row", Campaign, Quiz)
PER_PAGE = 30


def form_page(
    request: ActorRequest, form: Form, *, title: str, deed: str, back: str, trail: Sequence[str], **context: Any
) -> HttpResponse:
    """Show a page that is one form: `trail` as pairs of label and address, and maybe a `lead`."""
    pairs = list(zip(trail[::2], trail[1::2], strict=True))
    shown = {"form": form, "title": title, "deed": deed, "back_url": back, "trail": pairs, **context}
    template = context.get("template", "activities/form_page.html")
    return render(request, template, shown, status=422 if form.errors else 200)


PAGES: list[tuple[str, str | Promise, Permission]] = [
    ("models", gettext_lazy("Mô hình, câu lạc bộ"), Permission.PLAN_VIEW),
    ("campaigns", gettext_lazy("Đợt truyền thông"), Permission.ACTIVITY_VIEW),
    ("library", gettext_lazy("Thư viện tài liệu"), Permission.PLAN_VIEW),
    ("quizzes", gettext_lazy("Kiểm tra kiến thức"), Permission.ACTIVITY_VIEW),
    ("programmes", gettext_lazy("Chương trình kết hợp"), Permission.ACTIVITY_VIEW),
]


def pages(request: ActorRequest, here: str) -> list[tuple[str, str, bool]]:
    """Return the lists that stand beside each other, as far as the reader may open them, and which is open."""
    seen = [(name, label) for name, label, needs in PAGES if request.actor.holds(needs)]
    return [(str(label), reverse(f"activities:{name}"), name == here) for name, label in seen]


def units_to_record(request: ActorRequest, own: Unit | None = None) -> Units:
    """Return for which units a form may record: those open to the actor, or the record's own unit alone."""
    today = clock.today()
    if own is None:
        return recording_units(request.actor, today)
    return [(own, names_on([own.pk], today).get(own.pk, ""))]


def listed_units(request: ActorRequest) -> Units:
    """Return the units that a list speaks of: those open to the actor; handed out, all that the actor sees."""
    if request.GET.get("tep") != "hien-co":
        return units_to_record(request)
    seen = {unit.pk: unit for unit in units_for(request.actor, Permission.ACTIVITY_VIEW)}
    names = names_on(seen, clock.today())
    return [(unit, names[pk]) for pk, unit in seen.items() if pk in names]


def clauses(request: ActorRequest, kept: PlanItem | None = None) -> list[PlanItem]:
    """Return the clauses that a record may name: those of the plan at home, and the one that it names already."""
    home = home_of(request.actor)
    found = items_for(home, clock.today()) if home else []
    if kept is not None and kept.pk not in {item.pk for item in found}:
        found.append(kept)
    return found


def by_title(request: ActorRequest, rows: Iterable[Row]) -> tuple[str, Page[Row]]:
    """Return what is sought in the titles, and the page that is asked for of the rows whose title holds it.

    A province has some hundreds at most: they are read whole and compared without marks here.
    """
    words = request.GET.get("words", "")[:80]
    found = [row for row in rows if fold(words) in fold(row.title)]
    return words, Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


def why(request: ActorRequest, form: Form, *, title: str, explanation: str, deed: str, back: str) -> HttpResponse:
    """Ask before what cannot be undone."""
    shown = {"form": form, "title": title, "explanation": explanation, "deed": deed, "back_url": back}
    return render(request, "ui/confirm.html", shown, status=422 if form.errors else 200)


def void_words(what: str) -> dict[str, str]:
    """Return the words of the page on which a record, named by what it is called, is taken back."""
    return {
        "title": _("Hủy bản ghi này?"),
        "explanation": _("%(what)s. Bản ghi vẫn còn trong nhật ký nhưng không hiện và không tính vào số liệu nữa.")
        % {"what": what},
        "deed": _("Hủy bản ghi"),
    }
