"""What a commune does with its own assessment: begin it, state facts, add evidence, send it."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from lanhmanh.accounts.access import Actor, require
from lanhmanh.accounts.rules import Permission
from lanhmanh.areas.models import Appeal, Area, AreaClass, Assessment, Evidence, How, StatedFact, Submission
from lanhmanh.areas.rules import course, stated
from lanhmanh.areas.rules.codes import Stated, joined, kept, split
from lanhmanh.areas.rules.course import Deed
from lanhmanh.areas.selectors.book import rule_for, rule_of
from lanhmanh.areas.services.common import latest_of, line, locked, words
from lanhmanh.areas.services.files import clean
from lanhmanh.audit import services as audit
from lanhmanh.documents import services as documents
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.classes import RuleSet, classify
from lanhmanh.law.classes.values import Value

MOST_FILES = 40
EARLIEST = 2000


@transaction.atomic
def start_assessment(*, actor: Actor, area: Area, code: str, year: int, again: str = "") -> Assessment:
    """Begin the assessment of an area for a year; begun before, it is the same. `again`: why, after a withdrawal.

    :raises NotAllowed: the actor scores no areas here.
    :raises Refused: the year is not there yet, has a class already, or had no such rules for such an area.
    """
    require(actor, Permission.AREA_SCORE, area.unit_id)
    if not EARLIEST <= year <= clock.today().year:
        raise Refused(_("Chỉ tự chấm cho năm nay hoặc năm đã qua."))
    found = Area.objects.select_for_update(of=("self",)).select_related("unit").get(pk=area.pk)
    _require_there(found, year)
    rule_set = rule_for(found.unit_id, code, year)
    if found.subject not in rule_set.value.subjects:
        raise Refused(_("Bộ tiêu chí này không dùng cho loại địa bàn này: chọn bộ tiêu chí khác."))
    why = _why_again(latest_of([found.pk], code, year).get(found.pk), words(again))
    own = {"rule_set_id": rule_set.pk, "started_at": clock.now(), "started_by_id": actor.user_id, "again": why}
    open_ = Assessment.objects.exclude(state=course.State.WITHDRAWN)
    made, created = open_.get_or_create(area=found, rule_code=code, year=year, defaults=own)
    if created:
        audit.record(
            actor=actor, verb="area.scoring_begun_again" if why else "area.scoring_begun", on=made,
            unit_id=found.unit_id, rule=code, year=year,
        )  # fmt: skip
    return made


def _require_there(area: Area, year: int) -> None:
    """Return if a place that registers was registered in a year and still is."""
    if area.ended_on:
        raise Refused(_("Nơi này không còn đăng ký: đăng ký lại trước khi tự chấm."))
    if area.registered_on and year < area.registered_on.year:
        words = {"year": area.registered_on.year}
        raise Refused(_("Nơi này đăng ký từ năm %(year)d: tự chấm từ năm đó.") % words)


def _why_again(last: AreaClass | None, again: str) -> str:
    """Return why a year is scored again, nothing where it never had a class."""
    if last is None:
        return ""
    if last.how != How.WITHDRAWN:
        raise Refused(_("Năm này địa bàn đã có loại. Nếu chưa đúng, gửi kiến nghị từ sổ địa bàn."))
    if last.appeals.filter(state=Appeal.State.LODGED).exists():
        raise Refused(_("Việc thu hồi đang có kiến nghị chờ trả lời: chờ trả lời rồi mới chấm lại."))
    if not again:
        raise Refused(_("Kết quả năm này đã thu hồi. Ghi vì sao chấm lại, từ dòng thu hồi trong sổ địa bàn."))
    return again


@transaction.atomic
def state_facts(
    *, actor: Actor, assessment: Assessment, facts: Mapping[str, Stated], explanation: str, version: int
) -> Assessment:
    """Keep what the area states so far; nothing is sent. `version` is the one that the person saw.

    :raises Refused: it was sent, changed meanwhile, or a fact cannot be what is stated.
    """
    require(actor, Permission.AREA_SCORE, assessment.area.unit_id)
    found = locked(assessment, version)
    found.state = course.after(found.state, Deed.SCORE)
    _check(rule_of(found), facts)
    found.facts.all().delete()
    StatedFact.objects.bulk_create(_row(found, key, one) for key, one in facts.items() if _told(one))
    found.explanation, found.version = words(explanation, 4000), found.version + 1
    found.save(update_fields=["explanation", "version", "state"])
    audit.record(
        actor=actor, verb="area.scored", on=found, unit_id=found.area.unit_id, facts=kept(_values(facts)),
        version=found.version,
    )  # fmt: skip
    return found


@transaction.atomic
def add_evidence(*, actor: Actor, assessment: Assessment, name: str, content: bytes, key: str = "") -> Evidence:
    """Keep a file or photo that shows a fact, or the whole where `key` is empty; a photo is made small and bare.

    :raises Refused: the assessment was sent, or the file cannot be kept.
    """
    require(actor, Permission.AREA_SCORE, assessment.area.unit_id)
    found = locked(assessment)
    course.after(found.state, Deed.SCORE)
    if key and key not in rule_of(found).by_code:
        raise Refused(_("Bộ tiêu chí không có mục này: tải lại trang."))
    if found.evidence.count() >= MOST_FILES:
        raise Refused(_("Mỗi phiếu nhiều nhất %(most)d tệp: bỏ bớt tệp không cần.") % {"most": MOST_FILES})
    told = clean(name, content)
    file = documents.store_file(actor=actor, name=told.name, media_type=told.media_type, content=told.content)
    made = Evidence.objects.create(
        assessment=found, key=key, file=file, added_at=clock.now(), added_by_id=actor.user_id
    )  # fmt: skip
    audit.record(actor=actor, verb="area.evidence_added", on=made, unit_id=found.area.unit_id, key=key)
    return made


@transaction.atomic
def remove_evidence(*, actor: Actor, evidence: Evidence) -> None:
    """Take a file off an assessment that is not sent; one that was sent before keeps it in what was sent."""
    require(actor, Permission.AREA_SCORE, evidence.assessment.area.unit_id)
    found = locked(evidence.assessment)
    course.after(found.state, Deed.SCORE)
    audit.record(actor=actor, verb="area.evidence_removed", on=evidence, unit_id=found.area.unit_id, key=evidence.key)
    evidence.delete()


@transaction.atomic
def submit_assessment(*, actor: Actor, assessment: Assessment, version: int) -> Submission:
    """Send an assessment as it stands to be appraised; what is sent never changes again.

    :raises Refused: it was sent or changed meanwhile, or what is stated has no evidence.
    """
    require(actor, Permission.AREA_SCORE, assessment.area.unit_id)
    found = locked(assessment, version)
    state, rule_set = course.after(found.state, Deed.SUBMIT), rule_of(found)
    made = _submission(actor, found, rule_set)
    made.save()
    found.state, found.version, found.return_comment = state, found.version + 1, ""
    found.submitted_at, found.submitted_by_id = made.submitted_at, actor.user_id
    found.save()
    audit.record(
        actor=actor, verb="area.submitted", on=found, unit_id=found.area.unit_id, year=found.year,
        rule=found.rule_code, number=made.number, **{"class": made.class_code},
    )  # fmt: skip
    return made


def _submission(actor: Actor, found: Assessment, rule_set: RuleSet) -> Submission:
    """Return what is sent: facts with their sources and files, and the class that the rules give them."""
    rows = list(found.facts.order_by("key"))
    files = list(found.evidence.select_related("file").defer("file__content").order_by("pk"))
    values = {row.key: joined(row.value, row.answer) for row in rows}
    shown = {one.key for one in files}
    known = [key for key, value in values.items() if value is not None]
    sourced = {row.key for row in rows if row.source} | shown
    course.require_evidence(known, sourced, len(files))
    return Submission(
        assessment=found, number=found.submissions.count() + 1, facts=kept(values),
        evidence={
            "sources": {row.key: row.source for row in rows if row.source},
            "files": [{"key": one.key, "name": one.file.name, "sha256": one.file.sha256} for one in files],
        },
        evidence_count=len(files), class_code=classify(rule_set, values).class_code or "",
        explanation=found.explanation, submitted_at=clock.now(), submitted_by_id=actor.user_id,
    )  # fmt: skip


def _check(rule_set: RuleSet, facts: Mapping[str, Stated]) -> None:
    known = rule_set.by_code
    for key, one in facts.items():
        if key not in known:
            raise Refused(_("Bộ tiêu chí không có mục này: tải lại trang."))
        stated.check(known[key], one.value)


def _row(assessment: Assessment, key: str, one: Stated) -> StatedFact:
    value, answer = split(one.value)
    return StatedFact(assessment=assessment, key=key, value=value, answer=answer, source=line(one.source))


def _told(one: Stated) -> bool:
    return one.value is not None or bool(one.source.strip())


def _values(facts: Mapping[str, Stated]) -> dict[str, Value]:
    return {key: one.value for key, one in facts.items()}


@transaction.atomic
def save_scores(
    *, actor: Actor, assessment: Assessment, facts: Mapping[str, Stated], explanation: str,
    files: Sequence[tuple[str, str, bytes]], version: int,
) -> Assessment:  # fmt: skip
    """Keep what one form states, with its files as (fact or "", name, content); all of it or nothing.

    :raises Refused: it was sent, changed meanwhile, a fact cannot be what is stated, or a file cannot be kept.
    """
    made = state_facts(actor=actor, assessment=assessment, facts=facts, explanation=explanation, version=version)
    for key, name, content in files:
        add_evidence(actor=actor, assessment=made, name=name, content=content, key=key)
    return made
