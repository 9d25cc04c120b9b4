"""For how long cases at rest are kept in a province: the programme's terms, and what the province set instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, can
from lanhmanh.accounts.rules import Permission
from lanhmanh.cases.models import RetentionTerm
from lanhmanh.law.personal_data import OwnTerm, Retention, RetentionRule, retention, retention_defaults, retention_rules
from lanhmanh.ui.formats import either
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import province_ids


@dataclass(frozen=True, slots=True)
class TermLine:
    """One kind of end with the rule that counts on a day, and what was set for a later day."""

    rule: RetentionRule
    later: Sequence[RetentionRule]

    @property
    def name(self) -> str:
        """Return what the kind of end is called."""
        return either(self.rule.name_vi, self.rule.name_en)

    @property
    def ground(self) -> str:
        """Return the paper that sets the term, or that it is the programme's own."""
        return self.rule.source.title if self.rule.source.checked else _("Mặc định của chương trình")

    @property
    def unchecked(self) -> str:
        """Return the word that the term was not checked against an original, "" where a paper sets it."""
        return either(self.rule.source.flag, self.rule.source.flag_en)


def kept(unit_id: int, status: str, ending: str, ended_on: date) -> Retention:
    """Return when a case of a unit whose last status ended is sealed and erased."""
    return retention(status, ending, ended_on, rules_of(unit_id))


def rules_of(unit_id: int | None) -> tuple[RetentionRule, ...]:
    """Return the rules of the province of a unit, the first that fits counting."""
    rows = RetentionTerm.objects.filter(province__in=province_ids(unit_id)).order_by("pk")
    told = rows.values_list("code", "seal_days", "erase_months", "effective_from", "title")
    return retention_rules(OwnTerm(*row) for row in told)


def term_lines(unit_id: int | None, day: date) -> list[TermLine]:
    """Return every kind of end with its term."""
    rules = rules_of(unit_id)
    return [
        TermLine(
            next(one for one in rules if one.code == default.code and one.effective_from <= day),
            [one for one in rules if one.code == default.code and one.effective_from > day],
        )
        for default in retention_defaults()
    ]


def settable(actor: Actor, unit_id: int | None) -> Unit | None:
    """Return the province whose terms the actor may set: who oversees the cases of all of it."""
    if not actor.holds(Permission.CASE_OVERSEE):
        return None
    rows = Unit.objects.filter(pk__in=province_ids(unit_id)).order_by("pk")
    return next((one for one in rows if can(actor, Permission.CASE_OVERSEE, one.pk)), None)
