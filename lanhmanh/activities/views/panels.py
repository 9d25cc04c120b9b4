"""What stands below a row of a register: a team's members, deeds and quarters; what a person of standing did."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lanhmanh.accounts.access import Actor
from lanhmanh.activities.forms.described import DESCRIBED
from lanhmanh.activities.forms.registers import called, written
from lanhmanh.activities.models import Kept, PersonOfStanding, StandingDeed, Team, TeamDeed, TeamMember
from lanhmanh.activities.rules.teams import Judgement, quarters_until
from lanhmanh.activities.selectors.registers import judged, standard_for, visible
from lanhmanh.kernel import clock
from lanhmanh.ui.formats import either, period_name, said

SHOWN = 20
_BELOW: dict[type[Kept], tuple[type[Kept], ...]] = {
    Team: (TeamMember, TeamDeed), PersonOfStanding: (StandingDeed,)
}  # fmt: skip


def panels(actor: Actor, row: Kept) -> dict[str, Any]:
    """Return the panels below a row."""
    below = [_panel(actor, model, row) for model in _BELOW.get(type(row), ())]
    return {"panels": below, **(_quarters(row) if isinstance(row, Team) and row.kind == "social" else {})}


def verdicts(rows: Sequence[Kept]) -> tuple[str, dict[int, str]]:
    """Return, for a list of teams, the quarter that ended last, and what is found of each in it; "" for other rows."""
    teams, today = [row for row in rows if isinstance(row, Team)], clock.today()
    standard = standard_for(teams[0].unit_id, today) if teams else None
    if standard is None:
        return "", {}
    period = quarters_until(today, 2)[1]
    found = judged([team for team in teams if team.kind == "social"], [period], standard)
    told = {pk: said(one.absent) if one.absent else _verdict(one) for pk, (one,) in found.items()}
    return _("Xét %(period)s") % {"period": period_name(period)}, told


def _panel(actor: Actor, model: type[Kept], row: Kept) -> dict[str, Any]:
    described = DESCRIBED[model.slug]
    found = list(visible(actor, model, parent=row)[: SHOWN + 1])
    keys = described.shown.split()
    return {
        "slug": described.slug, "title": _(described.title), "add": _(described.add),
        "heads": described.heads(),
        "lines": [(one, called(one), written(one, keys), "") for one in found[:SHOWN]], "more": len(found) > SHOWN,
    }  # fmt: skip


def _quarters(team: Team) -> dict[str, Any]:
    """Return the team's last four quarters by the standard of the day, each criterion with what was counted."""
    today = clock.today()
    standard = standard_for(team.unit_id, today)
    if standard is None:
        return {}
    periods = quarters_until(today)
    return {
        "quarters": [_quarter(one) for one in judged([team], periods, standard)[team.pk]],
        "standard": standard, "flag": either(standard.source.flag, standard.source.flag_en),
    }  # fmt: skip


def _quarter(found: Judgement) -> dict[str, Any]:
    return {
        "period": found.period, "stable": found.stable, "absent": said(found.absent) if found.absent else "",
        "lines": [(_(one.name), one.met, said(one.reason)) for one in found.criteria],
        "words": _verdict(found),
    }  # fmt: skip


def _verdict(found: Judgement) -> str:
    if found.stable:
        return _("ổn định, hiệu quả")
    missing = len(found.missing)
    return ngettext("thiếu %(n)d tiêu chí", "thiếu %(n)d tiêu chí", missing) % {"n": missing}
