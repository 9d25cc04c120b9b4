"""The province's decision: classes given or withdrawn by a numbered document with its list, nothing overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, NotAllowed, require, units_for
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import AreaClass, Assessment, ClassDecision, How
from lanhmanh.areas.papers import decision as paper
from lanhmanh.areas.policies import province_of
from lanhmanh.areas.rules import course
from lanhmanh.areas.rules.course import Deed, State
from lanhmanh.areas.selectors.book import rule_of
from lanhmanh.areas.selectors.deciding import Chosen, Draft, Line, change_of, draft_of
from lanhmanh.areas.services.common import latest_of, require_given, standing, words
from lanhmanh.audit import services as audit
from lanhmanh.documents import services as documents
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.classes import RuleSet
from lanhmanh.units.models import Unit

MOST_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Signing:
    """How a decision is set: the family of its form, and who signs."""

    family: str = "union"
    signed_by: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """What takes the place of a class that stands: nothing, or another class, and why."""

    reason: str
    class_code: str = ""
    recognised: bool | None = None


def look(*, actor: Actor, unit: Unit, chosen: Sequence[Chosen]) -> Draft:
    """Return what the decision on these assessments would say; nothing is written.

    :raises NotAllowed: the actor decides not on all of these areas.
    :raises Refused: one is not appraised, had a hand of the same person, or has no class and no reason.
    """
    rows = _chosen(actor, chosen)
    rule_set = _one_rule_set(unit, rows)
    for row in rows:
        course.after(row.state, Deed.DECIDE)
        course.require_another(actor.user_id, row.submitted_by_id, row.appraised_by_id)
    return draft_of(unit, rule_set, rows, chosen)


@transaction.atomic
def decide(*, actor: Actor, unit: Unit, chosen: Sequence[Chosen], signing: Signing) -> ClassDecision:
    """Give the classes of appraised areas by one numbered document of the province; all or none.

    :raises NotAllowed: the actor decides not on all of these areas, or issues no documents here.
    :raises Refused: one is not appraised, had a hand of the same person, or has no class and no reason.
    """
    list(Assessment.objects.select_for_update().filter(uid__in=[one.uid for one in chosen]).order_by("pk"))
    draft = look(actor=actor, unit=unit, chosen=chosen)
    before = _withdrawn_before(draft)
    made = _issue(actor, draft, signing)
    rows_of = (_given(actor, draft, line, made, before.get(line.area.pk)) for line in draft.lines)
    AreaClass.objects.bulk_create(rows_of, batch_size=500)
    rows = [line.assessment for line in draft.lines if line.assessment]
    Assessment.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=State.DECIDED, decided_at=made.decided_at, decided_by_id=actor.user_id
    )
    _tell(actor, "area.decided", draft, made)
    return made


@transaction.atomic
def withdraw(*, actor: Actor, given: AreaClass, reason: str, signing: Signing) -> AreaClass:
    """Withdraw a class, and the recognition with it, by a document of its own; the row stays and is told.

    :raises Refused: it does not stand any more, or no reason is given.
    """
    require(actor, Permission.AREA_DECIDE, given.area.unit_id)
    require_given(given)
    made = _replace(actor, given, Other(reason), How.WITHDRAWN, signing)
    rows = Assessment.objects.filter(pk=given.assessment_id or 0, state=State.DECIDED)
    rows.update(state=State.WITHDRAWN)
    return made


def give_another(*, actor: Actor, given: AreaClass, other: Other, signing: Signing) -> AreaClass:
    """Give another class after an appeal, by a document of its own; the transaction is that of the answer.

    :raises Refused: the class does not stand any more, is the same, or no reason is given.
    """
    require(actor, Permission.AREA_DECIDE, given.area.unit_id)
    if (other.class_code, other.recognised) == (given.class_code, given.recognised):
        raise Refused(_("Kết quả mới giống kết quả cũ: chọn giữ nguyên hoặc chọn loại khác."))
    return _replace(actor, given, other, How.APPEAL, signing)


def _replace(actor: Actor, given: AreaClass, other: Other, how: str, signing: Signing) -> AreaClass:
    found, unit = standing(given), province_of(given.area.unit_id, clock.today())
    if not other.reason.strip():
        raise Refused(_("Ghi lý do: vì sao kết quả thay đổi."))
    if unit is None:
        raise Refused(_("Địa bàn này không thuộc tỉnh nào vào hôm nay."))
    kind = ClassDecision.Kind.WITHDRAWAL if how == How.WITHDRAWN else ClassDecision.Kind.APPEAL
    rule_set = rule_of(found)
    if how == How.APPEAL and other.class_code not in {one.code for one in rule_set.classes}:
        raise Refused(_("Chọn một loại của bộ tiêu chí."))
    draft = change_of(
        unit, rule_set, found, kind, class_code=other.class_code, recognised=other.recognised,
        reason=words(other.reason),
    )  # fmt: skip
    decision = _issue(actor, draft, signing)
    made = _given(actor, draft, draft.lines[0], decision, how=how, replaces=found, assessment_id=found.assessment_id)
    made.save()
    _tell(actor, "area.withdrawn" if how == How.WITHDRAWN else "area.given_another", draft, decision)
    return made


def _chosen(actor: Actor, chosen: Sequence[Chosen]) -> list[Assessment]:
    uids = {one.uid for one in chosen}
    if not uids:
        raise Refused(_("Chọn ít nhất một địa bàn đã thẩm định."))
    if len(uids) > MOST_AT_ONCE:
        raise Refused(_("Một quyết định nhiều nhất %(most)d địa bàn: chia thành nhiều đợt.") % {"most": MOST_AT_ONCE})
    rows = Assessment.objects.filter(uid__in=uids, area__unit__in=units_for(actor, Permission.AREA_DECIDE))
    found = list(rows.select_related("area").order_by("pk"))
    if len(found) != len(uids):
        raise NotAllowed(_("Tài khoản này không quyết định được một địa bàn trong danh sách."))
    return found


def _one_rule_set(unit: Unit, rows: Sequence[Assessment]) -> RuleSet:
    """Return the rules under which all of a province's areas were assessed."""
    if len({(row.rule_code, row.year) for row in rows}) != 1:
        raise Refused(_("Một quyết định chỉ xếp loại theo một bộ tiêu chí, của một năm."))
    if any(province_of(row.area.unit_id, clock.today()) != unit for row in rows[:1]):
        raise NotAllowed(_("Quyết định là của tỉnh: chọn địa bàn trong tỉnh."))
    return rule_of(rows[0])


def _issue(actor: Actor, draft: Draft, signing: Signing) -> ClassDecision:
    edition = paper.Edition(
        clock.today(), family=signing.family, signed_by=signing.signed_by.strip(), synthetic=settings.DEMO
    )
    document = documents.issue(
        actor=actor, unit=draft.unit, family=signing.family, kind=paper.KIND, symbol_suffix=paper.SYMBOL,
        title=paper.title_of(draft, synthetic=settings.DEMO), dated=edition.dated,
        build=lambda number: paper.document(draft, edition.numbered(number)),
        extra={"xlsx": lambda number: paper.workbook(draft, edition.numbered(number))},
    )  # fmt: skip
    made = ClassDecision(
        kind=draft.kind, unit=draft.unit, rule_code=draft.rule_set.code, year=draft.year, document=document,
        decided_at=clock.now(), decided_by_id=actor.user_id,
    )  # fmt: skip
    made.save()
    return made


def _withdrawn_before(draft: Draft) -> dict[int, AreaClass]:
    """Return area → the withdrawal whose place its class takes.

    :raises Refused: an area was given a class meanwhile.
    """
    found = latest_of([line.area.pk for line in draft.lines], draft.rule_set.code, draft.year)
    for line in draft.lines:
        if line.area.pk in found and found[line.area.pk].how != How.WITHDRAWN:
            raise Refused(_("%(area)s: sổ đã có loại của năm này. Bỏ chọn địa bàn này.") % {"area": line.name})
    return found


def _given(
    actor: Actor, draft: Draft, line: Line, made: ClassDecision, before: AreaClass | None = None, **own: Any
) -> AreaClass:
    how = How.OVERRIDE if line.other else How.DECIDED
    usual = {"how": how, "assessment": line.assessment, "replaces": before}
    return AreaClass(
        area=line.area, rule_set_id=draft.rule_set_id, rule_code=draft.rule_set.code, year=draft.year,
        class_code=line.class_code, recognised=line.recognised, reason=line.reason, facts=line.facts, decision=made,
        dated=made.document.dated, recorded_at=made.decided_at, recorded_by_id=actor.user_id,
        **({**own} if own else usual),
    )  # fmt: skip


def _tell(actor: Actor, verb: str, draft: Draft, made: ClassDecision) -> None:
    number = made.document.number
    told = [
        (line.area, line.area.unit_id, {"year": draft.year, "class": line.class_code, "document": number})
        for line in draft.lines
    ]
    audit.record_many(actor=actor, verb=verb, told=told)
