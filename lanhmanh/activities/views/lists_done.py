"""What was done, in and out of Excel."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lanhmanh.accounts.access import units_for
from lanhmanh.accounts.guards import ActorRequest, page
from lanhmanh.accounts.rules import Permission
from lanhmanh.activities.forms import lists_done
from lanhmanh.activities.forms.choosing import Units
from lanhmanh.activities.forms.done import FilterForm
from lanhmanh.activities.forms.lists_done import Offered
from lanhmanh.activities.models import Activity
from lanhmanh.activities.selectors import done as selectors
from lanhmanh.activities.selectors.reach import home_of
from lanhmanh.activities.selectors.registers import unit_labels
from lanhmanh.activities.services.done import record_many
from lanhmanh.kernel import clock
from lanhmanh.plan.selectors import items_for
from lanhmanh.ui import lists
from lanhmanh.units.models import Unit

MOST_ROWS = 5000


@page(needs=Permission.ACTIVITY_RECORD)
@require_http_methods(["GET", "POST"])
def bring(request: ActorRequest) -> HttpResponseBase:
    """Bring a list of what was done in, all good rows or none."""
    # Units that ended too: what was done while they were there may be told late.
    units = list(units_for(request.actor, Permission.ACTIVITY_RECORD).order_by("pk"))
    if not units:
        raise Http404("unit")
    units.sort(key=lambda unit: unit.pk != request.actor.home_unit_id)
    offered = Offered(_labelled(units), items_for(units[0], clock.today()))

    def take(rows: Sequence[lists.Row]) -> None:
        record_many(actor=request.actor, rows=[lists_done.entry_of(row, offered) for row in rows])

    back = reverse("activities:list")
    return lists.serve_list(
        request, lists_done.activity_kind(offered), judge=lambda rows: lists_done.judge_activities(rows, offered),
        take=take, into=Activity, back=back, crumbs=(_("Hoạt động"), back),
        lead=_("Những việc đã làm của đơn vị, mỗi việc một dòng. Ảnh thêm sau, ở trang của từng hoạt động."),
    )  # fmt: skip


def _labelled(units: Sequence[Unit]) -> Units:
    """Return units with names that tell them apart."""
    labels = unit_labels(units, clock.today())
    return [(unit, labels[unit.pk]) for unit in units if unit.pk in labels]


@page(needs=Permission.ACTIVITY_VIEW)
@require_GET
def export(request: ActorRequest) -> HttpResponse:
    """Hand out what was done as far as the reader sees it, as it was filtered; the newest where there is too much."""
    home = home_of(request.actor)
    items = items_for(home, clock.today()) if home else []
    form = FilterForm(request.GET, items=items)
    rows = list(selectors.whole(selectors.visible(request.actor, form.filters()))[:MOST_ROWS])
    offered = Offered(_labelled(list({row.unit_id: row.unit for row in rows}.values())), items)
    return lists.export_response(
        lists_done.activity_kind(offered), [lists_done.activity_values(row, offered) for row in rows]
    )
