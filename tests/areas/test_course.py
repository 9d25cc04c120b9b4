"""The course of a year on a database: who may do what, what is refused, what the database itself keeps."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.areas.models import AreaClass, Assessment, ClassDecision, How, StatedFact, Submission
from lanhmanh.areas.rules.codes import Judged, Stated
from lanhmanh.areas.rules.course import State
from lanhmanh.areas.selectors.deciding import Chosen
from lanhmanh.areas.services.appeals import change_class, keep_class, lodge_appeal
from lanhmanh.areas.services.appraising import appraise, return_assessment
from lanhmanh.areas.services.assessing import (
    add_evidence,
    remove_evidence,
    start_assessment,
    state_facts,
    submit_assessment,
)
from lanhmanh.areas.services.deciding import Other, Signing, decide, withdraw
from lanhmanh.audit.models import Event
from lanhmanh.kernel.errors import Refused
from lanhmanh.paper import read
from tests.factories import make_actor
from tests.factories.areas import CODE, FEW, KEY, MANY, NONE, PDF, Ledger

pytestmark = [pytest.mark.django_db, pytest.mark.both]
AGREED = {"addicts": Judged(agreed=True), "spots": Judged(agreed=True)}


def refused(deed: Callable[[], object], says: str) -> None:
    with pytest.raises(Refused, match=says), transaction.atomic():
        deed()


def against_the_database(deed: Callable[[], object]) -> None:
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        deed()


def test_from_self_scoring_to_a_decision_with_its_document(ledger: Ledger) -> None:
    decision = ledger.decided(25)
    given = AreaClass.objects.get()
    assert (given.class_code, given.how, given.recognised, given.decision_id) == (MANY, How.DECIDED, True, decision.pk)
    assert given.facts == {"addicts": "25", "spots": False}
    assert Assessment.objects.get().state == State.DECIDED
    assert decision.document.number.startswith("01-QĐ")
    assert set(decision.document.renditions.values_list("format", flat=True)) == {"docx", "pdf", "xlsx"}
    verbs = list(Event.objects.filter(verb__startswith="area.").order_by("seq").values_list("verb", flat=True))
    assert verbs == [
        "area.scoring_begun", "area.scored", "area.evidence_added", "area.submitted", "area.appraised", "area.decided",
    ]  # fmt: skip


@pytest.mark.deep
def test_the_document_reads_back_as_it_was_written(ledger: Ledger) -> None:
    document = ledger.decided().document
    docx = document.renditions.get(format="docx").file
    found = read(bytes(docx.content))
    assert [node.label for node in found.outline] == ["Điều 1", "Điều 2", "Điều 3"]
    assert found.outline[0].heading is None, "an article has no title: only its number is bold"
    assert found.outline[0].paragraphs[0].startswith("Xếp loại 1 địa bàn năm 2021: 1 nhiều")
    assert found.issuer == ("HỘI NÔNG DÂN VIỆT NAM", "BAN CHẤP HÀNH TỈNH ĐỒNG NAI")
    assert found.place == "Đồng Nai"
    assert found.tables[0].rows[1][1:5] == ("Phường Trảng Dài", "Thành phố Biên Hòa", "Nhiều", "Công nhận")


def test_begun_twice_is_once_and_only_for_a_year_that_is_there(ledger: Ledger) -> None:
    assert ledger.started() == ledger.started()
    refused(lambda: ledger.started(year=2022), "năm nay hoặc năm đã qua")
    refused(lambda: ledger.started(year=2015), "không có bộ tiêu chí")
    refused(lambda: start_assessment(actor=ledger.scorer, area=ledger.area(), code="NQLT01", year=2021), "bộ tiêu chí")


def test_a_year_that_has_a_class_is_not_scored_again(ledger: Ledger) -> None:
    ledger.decided()
    refused(ledger.started, "đã có loại")


def test_facts_must_be_of_the_rules(ledger: Ledger) -> None:
    made = ledger.started()

    def state(key: str, value: object) -> None:
        facts = {key: Stated(value, "x")}  # type: ignore[arg-type]
        state_facts(actor=ledger.scorer, assessment=made, facts=facts, explanation="", version=made.version)

    refused(lambda: state("unknown", 1), "không có mục này")
    refused(lambda: state("addicts", -1), "không được âm")
    refused(lambda: state("addicts", True), "ghi một con số")
    refused(lambda: state("spots", 3), "có hoặc không")
    refused(lambda: state("addicts", 10**12), "không được lớn hơn")


def test_nothing_is_sent_without_evidence(ledger: Ledger) -> None:
    made = ledger.started()

    def send() -> Submission:
        now = Assessment.objects.get(pk=made.pk)
        return submit_assessment(actor=ledger.scorer, assessment=now, version=now.version)

    refused(send, "Chưa chấm tiêu chí nào")
    facts = {"addicts": Stated(3), "spots": Stated(None)}
    made = state_facts(actor=ledger.scorer, assessment=made, facts=facts, explanation="", version=made.version)
    refused(send, "1 số liệu chưa ghi lấy từ đâu")
    facts = {"addicts": Stated(3, "Công an phường")}
    state_facts(actor=ledger.scorer, assessment=made, facts=facts, explanation="", version=made.version)
    refused(send, "đính kèm ít nhất một tệp")
    add_evidence(actor=ledger.scorer, assessment=made, name="a.pdf", content=PDF)
    sent = send()
    assert (sent.class_code, sent.facts, sent.evidence_count) == (FEW, {"addicts": "3"}, 1)


def test_what_was_sent_is_frozen_and_a_second_sending_stands_beside_it(ledger: Ledger) -> None:
    made = ledger.sent(25)
    against_the_database(lambda: StatedFact.objects.filter(assessment=made).update(value=1))
    against_the_database(lambda: made.evidence.all().delete())
    refused(lambda: remove_evidence(actor=ledger.scorer, evidence=made.evidence.get()), "đã nộp")
    back = return_assessment(actor=ledger.district, assessment=made, comment="Thiếu nguồn", version=made.version)
    made.refresh_from_db()
    assert (made.state, made.return_comment, back.conclusion) == (State.RETURNED, "Thiếu nguồn", "returned")
    facts = {"addicts": Stated(19, "Công an"), "spots": Stated(True, "Công an")}
    made = state_facts(actor=ledger.scorer, assessment=made, facts=facts, explanation="Đã rà lại", version=made.version)
    submit_assessment(actor=ledger.scorer, assessment=made, version=made.version)
    assert [(one.number, one.class_code) for one in Submission.objects.order_by("number")] == [(1, MANY), (2, FEW)]


def test_another_value_needs_a_reason_and_gives_another_class(ledger: Ledger) -> None:
    made = ledger.sent(25)

    def say(**line: object) -> object:
        lines = {**AGREED, "addicts": Judged(agreed=False, **line)}  # type: ignore[arg-type]
        return appraise(actor=ledger.officer, assessment=made, lines=lines, comment="", version=made.version)

    refused(lambda: say(value=60), "Ghi lý do")
    refused(lambda: say(value=-1, why="x"), "không được âm")
    assert say(value=60, why="Sổ của Công an tỉnh").class_code == KEY  # type: ignore[attr-defined]
    made.refresh_from_db()
    assert made.state == State.APPRAISED
    second = appraise(actor=ledger.district, assessment=made, lines=AGREED, comment="Ý kiến khác", version=made.version)
    assert second.class_code == MANY


def test_every_fact_is_judged(ledger: Ledger) -> None:
    made = ledger.sent()
    refused(
        lambda: appraise(actor=ledger.officer, assessment=made, lines={}, comment="", version=made.version),
        "từng tiêu chí",
    )


def test_three_people_and_the_database_knows(ledger: Ledger) -> None:
    both = make_actor("province_officer", ledger.world.province)
    made = ledger.sent()
    Assessment.objects.filter(pk=made.pk).update(submitted_by_id=both.user_id)
    made.refresh_from_db()
    refused(lambda: appraise(actor=both, assessment=made, lines=AGREED, comment="", version=made.version), "khác nhau")
    against_the_database(
        lambda: Assessment.objects.filter(pk=made.pk).update(
            state=State.APPRAISED, appraised_by_id=both.user_id, appraised_at=made.submitted_at
        )
    )
    appraise(actor=ledger.officer, assessment=made, lines=AGREED, comment="", version=made.version)
    against_the_database(
        lambda: Assessment.objects.filter(pk=made.pk).update(
            state=State.DECIDED, decided_by_id=ledger.officer.user_id, decided_at=made.submitted_at
        )
    )


def test_who_may_not_is_told_so(ledger: Ledger) -> None:
    made = ledger.sent()
    with pytest.raises(NotAllowed):
        appraise(actor=ledger.scorer, assessment=made, lines=AGREED, comment="", version=made.version)
    with pytest.raises(NotAllowed):
        start_assessment(actor=ledger.officer, area=ledger.area(), code=CODE, year=2021)
    made = ledger.appraised(unit=ledger.world.sibling, actor=make_actor("commune_officer", ledger.world.sibling))
    with pytest.raises(NotAllowed):
        decide(actor=ledger.officer, unit=ledger.world.province, chosen=[Chosen(made.uid)], signing=Signing())


def test_a_decision_on_what_is_not_appraised_or_with_another_class_unreasoned_is_refused(ledger: Ledger) -> None:
    sent = ledger.sent()

    def take(**one: object) -> ClassDecision:
        chosen = [Chosen(sent.uid, **one)]  # type: ignore[arg-type]
        return decide(actor=ledger.leader, unit=ledger.world.province, chosen=chosen, signing=Signing())

    refused(take, "đã được thẩm định")
    appraise(actor=ledger.officer, assessment=sent, lines=AGREED, comment="", version=sent.version)
    refused(lambda: take(class_code=NONE), "ghi lý do")
    refused(lambda: take(class_code="?"), "chọn một loại")
    take(class_code=NONE, reason="Hội đồng thống nhất")
    assert AreaClass.objects.get().how == How.OVERRIDE


def test_what_the_rules_leave_open_is_decided_with_a_reason(ledger: Ledger) -> None:
    made = ledger.appraised(None)
    one = Chosen(made.uid, class_code=FEW)
    refused(
        lambda: decide(actor=ledger.leader, unit=ledger.world.province, chosen=[one], signing=Signing()), "ghi lý do"
    )
    assert AreaClass.objects.count() == 0


def test_a_class_before_its_evidence_is_refused_by_the_database(ledger: Ledger) -> None:
    decision, other = ledger.decided(), ledger.started(ledger.world.sibling, make_actor(
        "commune_officer", ledger.world.sibling))  # fmt: skip
    against_the_database(
        lambda: AreaClass(
            area=other.area, rule_set=ledger.rules, rule_code=CODE, year=2021, class_code=FEW, how=How.DECIDED,
            assessment=other, decision=decision, recorded_at=decision.decided_at,
        ).save()
    )  # fmt: skip


def test_two_classes_at_one_time_are_refused_by_the_database(ledger: Ledger) -> None:
    ledger.decided()
    given = AreaClass.objects.get()

    def another(**own: object) -> None:
        AreaClass(
            area=given.area, rule_set=ledger.rules, rule_code=CODE, class_code=FEW, how=How.IMPORTED, basis="QĐ cũ",
            recorded_at=given.recorded_at, **{"year": 2021, **own},
        ).save()  # fmt: skip

    against_the_database(another)
    against_the_database(lambda: another(year=2020, replaces=given))
    another(year=2020)
    with pytest.raises(TypeError):
        given.save()
    against_the_database(lambda: _raw_change(given))


def _raw_change(given: AreaClass) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE areas_areaclass SET class_code = 'IT' WHERE id = %s", [given.pk])


def test_a_withdrawal_is_a_row_of_its_own_with_a_document(ledger: Ledger) -> None:
    ledger.decided()
    given = AreaClass.objects.get()
    refused(lambda: withdraw(actor=ledger.leader, given=given, reason=" ", signing=Signing()), "Ghi lý do")
    made = withdraw(actor=ledger.leader, given=given, reason="Số liệu sai", signing=Signing())
    assert (made.how, made.class_code, made.replaces_id) == (How.WITHDRAWN, "", given.pk)
    assert Assessment.objects.get().state == State.WITHDRAWN
    refused(lambda: withdraw(actor=ledger.leader, given=made, reason="x", signing=Signing()), "đã thu hồi")
    refused(lambda: withdraw(actor=ledger.leader, given=given, reason="x", signing=Signing()), "kết quả khác thay")


def test_an_appeal_is_kept_or_gives_another_class_and_overwrites_nothing(ledger: Ledger) -> None:
    ledger.decided()
    given = AreaClass.objects.get()
    refused(lambda: lodge_appeal(actor=ledger.scorer, given=given, text="  "), "Ghi nội dung")
    first = lodge_appeal(actor=ledger.scorer, given=given, text="Số người tính trùng")
    refused(lambda: lodge_appeal(actor=ledger.scorer, given=given, text="lại"), "chờ trả lời")
    refused(lambda: keep_class(actor=ledger.leader, appeal=first, answer=""), "Ghi nội dung trả lời")
    assert keep_class(actor=ledger.leader, appeal=first, answer="Đã đối chiếu").state == "kept"
    refused(lambda: keep_class(actor=ledger.leader, appeal=first, answer="x"), "đã được trả lời")
    second = lodge_appeal(actor=ledger.scorer, given=given, text="Có bằng chứng mới")
    same, less = Other("x", MANY, True), Other("Tính trùng 10 người", FEW, True)
    refused(
        lambda: change_class(actor=ledger.leader, appeal=second, answer="x", other=same, signing=Signing()), "giống"
    )
    done = change_class(actor=ledger.leader, appeal=second, answer="Đúng", other=less, signing=Signing())
    assert done.outcome is not None
    assert (done.state, done.outcome.class_code, done.outcome.how) == ("changed", FEW, How.APPEAL)
    assert AreaClass.objects.count() == 2
    refused(lambda: lodge_appeal(actor=ledger.scorer, given=given, text="nữa"), "kết quả khác thay")


def test_files_are_what_they_say_and_photos_lose_where_they_were_taken(ledger: Ledger) -> None:
    made = ledger.started()

    def add(name: str, content: bytes) -> object:
        return add_evidence(actor=ledger.scorer, assessment=made, name=name, content=content)

    refused(lambda: add("a.exe", b"MZ"), "Chỉ nhận")
    refused(lambda: add("a.pdf", b"MZ"), "Chỉ nhận")
    refused(lambda: add("a.pdf", b""), "Tệp rỗng")
    refused(lambda: add("a.jpg", b"not a photo"), "không phải ảnh")
    refused(lambda: add("a.pdf", PDF + b"x" * (10 * 1024 * 1024)), "10 MB")
    kept = add("../../b?.pdf", PDF)
    assert kept.file.name == "b.pdf" or "/" not in kept.file.name  # type: ignore[attr-defined]


def test_what_changed_meanwhile_is_said(ledger: Ledger) -> None:
    made = ledger.scored()
    refused(
        lambda: state_facts(actor=ledger.scorer, assessment=made, facts={}, explanation="", version=made.version - 1),
        "vừa sửa phiếu",
    )
