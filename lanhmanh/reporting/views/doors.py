"""Where the pages get their objects: 404 for what is not there or not for this reader."""

from django.http import Http404

from lanhmanh.accounts.access import Actor, can, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.reporting.access import for_reader, form_of, is_seen
from lanhmanh.reporting.models import Report
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.units import selectors
from lanhmanh.units.models import Unit

USUAL_FORM = "HND-QUY"


def get_form(actor: Actor, code: str) -> Form:
    """Return the latest version of a form that the actor may know of, with the rows that the actor may read.

    `Form.at` gives the version of a period.

    :raises Http404: there is none.
    """
    try:
        form = form_of(code)
    except Refused:
        raise Http404("form") from None
    if not is_seen(actor, form):
        raise Http404("form")
    shown = for_reader(actor, form)
    if not shown.sections:
        raise Http404("form")
    return shown


def get_period(form: Form, code: str) -> Period:
    """Return a period of the form's kind for which a version of the form is in force.

    :raises Http404: the code is none.
    """
    try:
        period = parse(code)
    except Refused:
        raise Http404("period") from None
    if period.kind is not form.kind or period.code != code or not form.is_asked(period):
        raise Http404("period")
    return period


def get_term(actor: Actor, form: str, period: str) -> tuple[Form, Period]:
    """Return a period and the version of a form that is asked for it.

    :raises Http404: there is no such form for this reader, or no such period.
    """
    line = get_form(actor, form)
    found = get_period(line, period)
    return line.at(found), found


def get_unit(actor: Actor, permission: Permission, uid: str) -> Unit:
    """Return a unit at which the actor holds the permission.

    :raises Http404: there is none.
    """
    unit = selectors.get_unit(uid)
    if not can(actor, permission, unit):
        raise Http404("unit")
    return unit


def home(actor: Actor, permission: Permission) -> Unit:
    """Return the actor's own unit, or the first one at which the permission is held.

    :raises Http404: it is held nowhere.
    """
    reach = units_for(actor, permission)
    unit = reach.filter(pk=actor.home_unit_id or 0).first() or reach.order_by("pk").first()
    if unit is None:
        raise Http404("unit")
    return unit


def get_report(actor: Actor, uid: str, permission: Permission) -> Report:
    """Return a report that the actor may see and at whose unit the permission is held.

    :raises Http404: there is none.
    """
    report = Report.objects.filter(uid=uid).select_related("unit").first()
    asked = {Permission.REPORT_VIEW, permission}
    if report is None or not all(can(actor, each, report.unit_id) for each in asked):
        raise Http404("report")
    return report
