"""The words that units wrote for their papers: those in force, and how they came about."""

from django.db.models import Exists, OuterRef

from lanhmanh.kernel.periods import Period
from lanhmanh.plan.models import Plan
from lanhmanh.reporting.models import Narrative
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.units.models import Unit


def subject_of(form: Form, period: Period) -> str:
    """Return the name of a report among the papers that units write words for."""
    return f"{form.code}/{period.code}"


def review_subject(plan: Plan, kind: str) -> str:
    """Return the name of the review of a plan, "half" or "final", among these papers."""
    return f"SOKET/{plan.uid}/{kind}"


def narrative_of(form: Form, period: Period, unit: Unit) -> dict[str, str]:
    """Return a unit's own words for a report by section, as stored; one query."""
    return words_in_force(subject_of(form, period), unit)


def words_in_force(subject: str, unit: Unit) -> dict[str, str]:
    """Return a unit's own words for a paper by section, as stored; sections given back are not there. One query."""
    mine = Narrative.objects.filter(subject=subject, unit=unit)
    newer = Narrative.objects.filter(
        subject=subject, unit=unit, section=OuterRef("section"), version__gt=OuterRef("version")
    )
    rows = mine.exclude(text="").exclude(Exists(newer)).order_by("section")
    return dict(rows.values_list("section", "text"))


def versions_of_words(subject: str, unit: Unit, section: str) -> list[Narrative]:
    """Return every version of a section, the newest first, each with who wrote it."""
    rows = Narrative.objects.filter(subject=subject, unit=unit, section=section)
    return list(rows.select_related("written_by").order_by("-version"))


def sections_ever(subject: str, unit: Unit) -> list[str]:
    """Return the sections of a paper that a unit ever wrote, given back or not."""
    rows = Narrative.objects.filter(subject=subject, unit=unit).order_by("section")
    return list(rows.values_list("section", flat=True).distinct())
