"""What a consolidation was made of, written down so that it can be made again from frozen values alone.

The manifest holds every report version with its period and the row under which it stood, the rows by name and count,
the form with the definitions of its indicators, the days, and who was missing. Names are written once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from lanhmanh.db.models import valid_on
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import window
from lanhmanh.reporting.models import Report
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.frozen import form_to_json, indicators_to_json
from lanhmanh.reporting.rules.states import State
from lanhmanh.reporting.selectors.consolidations import Consolidation, MissingUnit
from lanhmanh.units.models import Ancestry, Unit

FORMAT = 2  # format 1 named the reports of the period and nothing else


@dataclass(frozen=True)
class Made:
    """An approved report that a consolidation is made of; `row` is its place among the rows, None for none of them."""

    report_id: int
    unit_id: int
    uid: str
    version: int
    period: str
    row: int | None

    def is_part(self, period: Period, compared: Collection[str]) -> bool:
        """Test whether figures or comparing words of the period's paper come from it."""
        return is_part(self.period, period, compared)


def is_part(period: str, of: Period, compared: Collection[str]) -> bool:
    """Test whether a paper is made of reports of a period; `compared` are the rows that its words compare."""
    return period[:4] == of.code[:4] or (bool(compared) and period == of.previous().code)


def made_of(whole: Consolidation) -> list[Made]:
    """Return the approved reports of the period, of the earlier ones of the year and of the period before.

    Each is counted by the tree of its own period.
    """
    periods = {whole.period.previous(), *whole.period.since_start_of_year()}
    below = {one.code: set(_below(whole.form, one, whole.unit)) for one in periods}
    rows = Report.objects.filter(
        form=whole.form.code, period__in=below, state=State.APPROVED,
        unit__in=Ancestry.objects.filter(ancestor=whole.unit).values("descendant_id"),
    )  # fmt: skip
    found = rows.order_by("period", "uid").values_list("pk", "uid", "version", "period", "unit_id")
    held = [row for row in found if row[4] in below[row[3]]]
    places = _places(whole, {unit_id for *_rest, period, unit_id in held if period == whole.period.code})
    return [
        Made(pk, unit_id, uid, version, period, places.get(unit_id) if period == whole.period.code else None)
        for pk, uid, version, period, unit_id in held
    ]


def manifest_of(
    whole: Consolidation,
    missing: Sequence[MissingUnit],
    made: Sequence[Made],
    *,
    parent_name: str = "",
    compared: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the manifest of a consolidation, as JSON; what stands on the paper beside it is added by who issues it.

    `compared` are the rows of which the words of the paper name the period before.
    """
    parents = list(dict.fromkeys(unit.parent_name for unit in missing))
    return {
        "format": FORMAT,
        "form": whole.form.code,
        "form_version": whole.form.version,
        "period": whole.period.code,
        "calendar": whole.form.calendar,
        "tree_day": whole.window.last.isoformat(),
        "window": [whole.window.first.isoformat(), whole.window.last.isoformat()],
        "definition": form_to_json(whole.form),
        "indicators": indicators_to_json(whole.form, catalogue.load()),
        "unit": [whole.unit.uid, whole.unit.level, whole.unit_name],
        "parent": parent_name,
        "counts": [whole.expected, whole.approved],
        "rows": [[row.unit_uid, row.level, row.name, row.expected, row.approved] for row in whole.rows],
        "reports": [[one.uid, one.version, one.period, one.row] for one in made],
        "parents": parents,
        "missing": [[one.unit_uid, one.level, one.name, parents.index(one.parent_name)] for one in missing],
        "earlier_missing": _earlier_missing(whole, made, compared),
        "compared": list(compared),
    }


def _below(form: Form, period: Period, unit: Unit) -> dict[int, str]:
    """Return the uids of the units at and below one that are asked, by the tree of the period's last day."""
    day, levels = window(form.calendar, period).last, [rule.level for rule in form.levels]
    rows = Ancestry.objects.filter(valid_on(day), ancestor=unit, descendant__level__in=levels)
    return dict(rows.values_list("descendant_id", "descendant__uid"))


def _places(whole: Consolidation, unit_ids: Collection[int]) -> dict[int, int]:
    """Return for each reporting unit the row that holds it: its own, or that of the child above it."""
    place = {row.unit_id: at for at, row in enumerate(whole.rows)}
    above = Ancestry.objects.filter(
        valid_on(whole.window.last), ancestor__in=[key for key in place if key != whole.unit.pk],
        descendant__in=unit_ids,
    )  # fmt: skip
    found = {below: place[top] for top, below in above.values_list("ancestor_id", "descendant_id")}
    own = {whole.unit.pk: place[whole.unit.pk]} if whole.unit.pk in place else {}
    return found | own


def _earlier_missing(whole: Consolidation, made: Sequence[Made], compared: Collection[str]) -> dict[str, list[str]]:
    """Return by earlier period the units that were asked and had none approved: a report may still come from them."""
    asked = {whole.period.previous(), *whole.period.since_start_of_year()} - {whole.period}
    parts = [one for one in sorted(asked) if is_part(one.code, whole.period, compared)]
    earlier = [one for one in parts if whole.form.in_force(one)]
    done = {(one.period, one.unit_id) for one in made}
    return {
        period.code: sorted(
            uid for key, uid in _below(whole.form, period, whole.unit).items() if (period.code, key) not in done
        )
        for period in earlier
    }
