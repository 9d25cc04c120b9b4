"""What is said to an assessment that was sent: fact by fact, or that it has to be mended first."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, can, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Appraisal, AppraisedFact, Assessment, Submission
from lanhmanh.areas.rules import course, stated
from lanhmanh.areas.rules.codes import Judged, kept, read, split
from lanhmanh.areas.rules.course import Deed
from lanhmanh.areas.selectors.book import rule_of
from lanhmanh.areas.services.common import line, locked, words
from lanhmanh.audit import services as audit
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.classes import RuleSet, classify
from lanhmanh.law.classes.values import Value


@transaction.atomic
def appraise(
    *, actor: Actor, assessment: Assessment, lines: Mapping[str, Judged], comment: str, version: int
) -> Appraisal:
    """Say of each fact whether it is agreed, or what it is and why; the class follows from what is left.

    A second body may appraise too: what it says stands beside the first, and the later one goes to the decision.

    :raises Refused: it is not sent, was sent by the same person, or another value has no reason.
    """
    require(actor, Permission.AREA_APPRAISE, assessment.area.unit_id)
    found = locked(assessment, version)
    state, rule_set = course.after(found.state, Deed.APPRAISE), rule_of(found)
    course.require_another(actor.user_id, found.submitted_by_id)
    sent = latest(found)
    facts = _judged(rule_set, read(sent.facts), lines)
    made = _appraisal(actor, sent, comment)
    made.conclusion, made.facts = Appraisal.Conclusion.AGREED, kept(facts)
    made.class_code = classify(rule_set, facts).class_code or ""
    made.save()
    AppraisedFact.objects.bulk_create(_row(made, key, one) for key, one in lines.items())
    found.state, found.version = state, found.version + 1
    found.appraised_at, found.appraised_by_id = made.appraised_at, actor.user_id
    found.save()
    audit.record(
        actor=actor, verb="area.appraised", on=found, unit_id=found.area.unit_id, year=found.year,
        other=sorted(key for key, one in lines.items() if not one.agreed), **{"class": made.class_code},
    )  # fmt: skip
    return made


@transaction.atomic
def return_assessment(*, actor: Actor, assessment: Assessment, comment: str, version: int) -> Appraisal:
    """Give an assessment back to be mended, with the reason; whoever appraises or decides here may do so.

    :raises Refused: it is not sent or decided already, or no reason is given.
    """
    unit_id = assessment.area.unit_id
    if not can(actor, Permission.AREA_DECIDE, unit_id):
        require(actor, Permission.AREA_APPRAISE, unit_id)
    found = locked(assessment, version)
    state = course.after(found.state, Deed.RETURN)
    course.require_another(actor.user_id, found.submitted_by_id)
    if not comment.strip():
        raise Refused(_("Ghi lý do trả lại: địa bàn cần sửa gì."))
    made = _appraisal(actor, latest(found), comment)
    made.conclusion = Appraisal.Conclusion.RETURNED
    made.save()
    found.state, found.version, found.return_comment = state, found.version + 1, made.comment
    found.appraised_at, found.appraised_by_id = None, None
    found.save()
    audit.record(actor=actor, verb="area.returned", on=found, unit_id=unit_id, year=found.year)
    return made


def latest(assessment: Assessment) -> Submission:
    """Return what was sent last."""
    found: Submission = assessment.submissions.order_by("-number")[0]
    return found


def _appraisal(actor: Actor, sent: Submission, comment: str) -> Appraisal:
    role = actor.memberships[0][0] if actor.memberships else ""
    return Appraisal(
        submission=sent, role=role, comment=words(comment), appraised_at=clock.now(), appraised_by_id=actor.user_id
    )


def _judged(rule_set: RuleSet, sent: dict[str, Value], lines: Mapping[str, Judged]) -> dict[str, Value]:
    """Return the facts as they are after the appraisal; every fact that was sent is judged."""
    known = rule_set.by_code
    if sent.keys() - lines.keys() or lines.keys() - known.keys():
        raise Refused(_("Thẩm định từng tiêu chí đã chấm: tải lại trang rồi chọn lại."))
    for key, one in lines.items():
        stated.check(known[key], one.value)
        if not one.agreed and not one.why.strip():
            name = known[key].name
            raise Refused(_("Ghi lý do khi không đồng ý với “%(name)s”.") % {"name": name[0]})
    return {key: sent.get(key) if one.agreed else one.value for key, one in lines.items()}


def _row(made: Appraisal, key: str, one: Judged) -> AppraisedFact:
    value, answer = (None, None) if one.agreed else split(one.value)
    return AppraisedFact(appraisal=made, key=key, agreed=one.agreed, value=value, answer=answer, why=line(one.why, 500))
