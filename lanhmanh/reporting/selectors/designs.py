"""Forms that a unit makes itself: its drafts, its published ones, and what is still wrong with a draft."""

from dataclasses import dataclass, replace

from django.http import Http404

from lanhmanh.accounts.access import Actor, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.law.holidays import vietnamese
from lanhmanh.reporting.access import versions_of
from lanhmanh.reporting.models import FormDesign, Report
from lanhmanh.reporting.rules import catalogue, forms, publishing
from lanhmanh.reporting.rules.drafting import Definition
from lanhmanh.reporting.rules.faults import Fault
from lanhmanh.reporting.rules.forms import Form, FormError
from lanhmanh.units.selectors import version_of


@dataclass(frozen=True)
class Draft:
    """A draft with what stands in its way; `form` is None while it cannot be read as a form yet."""

    design: FormDesign
    form: Form | None
    before: Form | None
    reported: Period | None
    faults: tuple[Fault, ...]

    @property
    def of(self) -> Definition:
        """Return the definition."""
        found: Definition = self.design.definition
        return found

    def at(self, *places: str) -> list[Fault]:
        """Return the faults that are to be mended at these places: `name_vi`, or `row` for any row."""
        return [fault for fault in self.faults if fault.place in places or fault.place.split(":")[0] in places]


@dataclass(frozen=True)
class Own:
    """A form that the unit made: its latest published version if any, and its draft if any."""

    code: str
    form: Form | None
    design: FormDesign | None
    draft: FormDesign | None


def get_draft(actor: Actor, uid: str) -> FormDesign:
    """Return a draft at whose unit the actor makes forms.

    :raises Http404: there is none.
    """
    return _one(actor, uid=uid, state=FormDesign.State.DRAFT)


def get_published(actor: Actor, code: str) -> FormDesign:
    """Return the latest published version of a form of a unit at which the actor makes forms.

    :raises Http404: there is none.
    """
    return _one(actor, code=code, state=FormDesign.State.PUBLISHED)


def own_forms(actor: Actor) -> list[Own]:
    """Return the forms of the units at which the actor makes forms, drafts first; two queries."""
    rows = list(
        FormDesign.objects.filter(unit__in=units_for(actor, Permission.FORM_DESIGN)).order_by("code", "version")
    )
    published = {row.code: row for row in rows if row.state == FormDesign.State.PUBLISHED}
    drafts = {row.code: row for row in rows if row.state == FormDesign.State.DRAFT}
    ends = dict(
        FormDesign.objects.filter(pk__in=[row.pk for row in published.values()]).values_list("code", "end__last_period")
    )
    own = [
        Own(code, _form(published[code], ends.get(code)) if code in published else None, published.get(code),
            drafts.get(code))
        for code in sorted({row.code for row in rows})
    ]  # fmt: skip
    return sorted(own, key=lambda one: one.draft is None)


def own_of(actor: Actor, code: str) -> Own | None:
    """Return what the actor's units have of a form, None where it is not theirs."""
    return next((one for one in own_forms(actor) if one.code == code and one.design), None)


def draft_of(design: FormDesign) -> Draft:
    """Return a draft with its faults: of the form in itself, and of publishing it today."""
    before, reported = line_before(design)
    try:
        form = forms.read(design.definition, catalogue.load(), design.unit_id)
    except FormError as error:
        said = "first_period" in design.definition or any(one.place == "first_period" for one in error.faults)
        faults = error.faults if said else (publishing.no_beginning(), *error.faults)
        return Draft(design, None, before, reported, faults)
    found = publishing.hindrances(
        form, owner_level=design.unit.level, today=clock.today(), holidays=vietnamese(), before=before,
        reported=reported,
    )  # fmt: skip
    return Draft(design, form, before, reported, tuple(found))


def line_before(design: FormDesign) -> tuple[Form | None, Period | None]:
    """Return the published version that a draft follows, and the latest period on which somebody reports already."""
    line = versions_of(design.code) if design.version > 1 else []
    return (line[0] if line else None), reported_until(design.code)


def reported_until(code: str) -> Period | None:
    """Return the latest period of which there is a report on a form, begun or sent."""
    periods = Report.objects.filter(form=code).order_by().values_list("period", flat=True).distinct()
    return max(map(parse, periods), default=None)


def unit_code(actor: Actor) -> str:
    """Return the code that the actor's unit has today, for the codes of its forms.

    :raises Http404: the actor makes forms nowhere.
    """
    unit = units_for(actor, Permission.FORM_DESIGN).order_by("pk").first()
    if unit is None:
        raise Http404("unit")
    version = version_of(unit, clock.today())
    return version.code if version else ""


def _one(actor: Actor, **where: str) -> FormDesign:
    seen = FormDesign.objects.filter(unit__in=units_for(actor, Permission.FORM_DESIGN), **where)
    found = seen.select_related("unit", "saved_by", "published_by").order_by("-version").first()
    if found is None:
        raise Http404("form")
    return found


def _form(row: FormDesign, last: str | None) -> Form:
    form = forms.build(row.definition, row.unit_id)
    return replace(form, last_period=parse(last)) if last else form
