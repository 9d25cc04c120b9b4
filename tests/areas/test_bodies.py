"""Agencies and schools: registered, scored under rules of their own, decided, withdrawn, scored again, ended."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from lanhmanh.accounts.access import NotAllowed
from lanhmanh.areas.figures.registered import NAMES, RECOGNISED, REGISTERED, compute_many, fact_counts, facts
from lanhmanh.areas.models import Area, AreaClass, Assessment, ClassDecision, How
from lanhmanh.areas.rules.course import State
from lanhmanh.areas.rules.registering import Claim
from lanhmanh.areas.selectors.ledger import codes_used, standing_classes
from lanhmanh.areas.selectors.pages import histories
from lanhmanh.areas.selectors.registers import latest_of, registered_below, under_way
from lanhmanh.areas.services.appeals import keep_class, lodge_appeal
from lanhmanh.areas.services.assessing import start_assessment
from lanhmanh.areas.services.common import area_of
from lanhmanh.areas.services.deciding import Other, Signing, give_another, withdraw
from lanhmanh.areas.services.importing import Old, import_classes
from lanhmanh.areas.services.registering import Entry, end_registration, register_area, register_areas
from lanhmanh.audit.models import Event
from lanhmanh.kernel.errors import Refused
from lanhmanh.paper import read
from lanhmanh.units.services import create_branch
from tests.factories import make_actor
from tests.factories.areas import BODIES, CODE, FREE, NOW, REACHED, YEAR, Bodies

pytestmark = pytest.mark.django_db


def refused(deed: Callable[[], object], says: str) -> None:
    with pytest.raises(Refused, match=says), transaction.atomic():
        deed()


def against_the_database(deed: Callable[[], object]) -> None:
    with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
        deed()


def test_a_school_goes_the_whole_way_to_a_decision_that_names_schools(bodies: Bodies) -> None:
    clinic = bodies.registered("agency", "Trạm Y tế")
    made = [bodies.judged(bodies.begun(area), offences) for area, offences in ((bodies.school, 0), (clinic, 2))]
    decision = bodies.recognised(*made)
    given = {row.area_id: (row.class_code, row.recognised, row.how) for row in AreaClass.objects.all()}
    assert given == {bodies.school.pk: (FREE, True, How.DECIDED), clinic.pk: (REACHED, True, How.DECIDED)}
    docx = read(bytes(decision.document.renditions.get(format="docx").file.content))
    words = " ".join(
        filter(None, [docx.title, *(part for node in docx.outline for part in (node.heading, *node.paragraphs))])
    )
    assert "công nhận cơ quan, đơn vị, trường học không có ma túy năm 2021" in words
    assert "Xếp loại 2 cơ quan, đơn vị, trường học" in words
    assert "địa bàn" not in words
    assert docx.tables[0].rows[1][1] in ("Trường THCS Trảng Dài (Phường Trảng Dài)", "Trạm Y tế (Phường Trảng Dài)")


def test_a_rule_set_says_which_areas_it_is_for(bodies: Bodies) -> None:
    commune = bodies.area()
    refused(lambda: bodies.begun(commune), "không dùng cho loại địa bàn này")
    refused(
        lambda: start_assessment(actor=bodies.scorer, area=bodies.school, code=CODE, year=YEAR),
        "không dùng cho loại địa bàn này",
    )
    bodies.recognised(bodies.judged(bodies.begun()))
    assert codes_used(bodies.world.province.pk) == []
    assert codes_used(bodies.world.province.pk, "school") == [BODIES]


def test_a_branch_is_scored_by_the_officer_of_its_commune(bodies: Bodies) -> None:
    unit = create_branch(actor=bodies.scorer, commune=bodies.world.commune, name="Chi hội 9", since=date(2021, 1, 1))
    made = bodies.judged(bodies.begun(area_of(unit.pk)))
    bodies.recognised(made)
    shown = registered_below(bodies.officer, bodies.world.province, kind="branch")
    assert [(one.unit_id, latest_of(shown)[one.pk].row.recognised) for one in shown] == [(unit.pk, True)]


def test_who_scores_a_school_is_the_officer_of_its_commune(bodies: Bodies) -> None:
    other = make_actor("commune_officer", bodies.world.sibling)
    for actor in (other, bodies.police, bodies.officer):
        with pytest.raises(NotAllowed), transaction.atomic():
            start_assessment(actor=actor, area=bodies.school, code=BODIES, year=YEAR)


def test_a_school_is_scored_from_the_year_in_which_it_registered(bodies: Bodies) -> None:
    refused(lambda: bodies.begun(year=2020), "đăng ký từ năm 2021")


def test_a_withdrawn_year_is_scored_again_with_a_reason_and_keeps_what_was(bodies: Bodies) -> None:
    bodies.recognised(bodies.judged(bodies.begun()))
    first = AreaClass.objects.get()
    refused(lambda: bodies.begun(again="Rà lại"), "đã có loại")
    gone = withdraw(actor=bodies.leader, given=first, reason="Tính thiếu", signing=Signing())
    refused(bodies.begun, "Ghi vì sao chấm lại")
    made = bodies.begun(again="  Đã rà lại   hồ sơ ")
    assert bodies.begun(again="x") == made
    assert (made.again, made.state) == ("Đã rà lại   hồ sơ", State.DRAFT)
    assert Event.objects.filter(verb="area.scoring_begun_again").count() == 1
    bodies.recognised(bodies.judged(made, 3))
    last = AreaClass.objects.order_by("-pk")[0]
    assert (last.replaces_id, last.how, last.class_code, gone.replaces_id) == (gone.pk, How.DECIDED, REACHED, first.pk)
    assert list(standing_classes(BODIES)) == [last]
    told = [(entry.row.pk, entry.stands) for entry in histories(bodies.school)[0].entries]
    assert told == [(last.pk, True), (gone.pk, False), (first.pk, False)]
    assert [one.state for one in Assessment.objects.order_by("pk")] == [State.WITHDRAWN, State.DECIDED]
    refused(lambda: bodies.begun(again="x"), "đã có loại")


def test_the_database_holds_one_open_assessment_and_one_line(bodies: Bodies) -> None:
    bodies.recognised(bodies.judged(bodies.begun()))
    given, made = AreaClass.objects.get(), Assessment.objects.get()
    own = {"area": bodies.school, "rule_code": BODIES, "year": YEAR, "rule_set_id": made.rule_set_id, "started_at": NOW}
    against_the_database(lambda: Assessment.objects.create(**own, started_by_id=bodies.scorer.user_id))
    withdraw(actor=bodies.leader, given=given, reason="Sai", signing=Signing())
    bodies.begun(again="Sửa")
    against_the_database(lambda: Assessment.objects.create(**own, started_by_id=bodies.scorer.user_id))
    # A second class of the year beside the withdrawal, and a second one in its place, are both refused.
    names = "area_id rule_set_id rule_code year class_code how assessment_id decision_id recorded_at"
    fields = {name: getattr(given, name) for name in names.split()}
    against_the_database(lambda: AreaClass.objects.create(**fields))
    against_the_database(lambda: AreaClass.objects.create(**fields, replaces=given))


def test_a_withdrawn_class_that_was_brought_in_is_scored_anew(bodies: Bodies) -> None:
    world = bodies.world
    old = Old(world.commune.pk, 2020, "IT", "QĐ cũ", date(2021, 1, 5))
    import_classes(actor=bodies.officer, province=world.province, code=CODE, rows=[old])
    withdraw(actor=bodies.leader, given=AreaClass.objects.get(), reason="Sai", signing=Signing())
    made = start_assessment(actor=bodies.scorer, area=bodies.area(), code=CODE, year=2020, again="Có số mới")
    assert made.again == "Có số mới"


def test_an_appeal_against_the_withdrawal_and_a_new_assessment_wait_for_each_other(bodies: Bodies) -> None:
    bodies.recognised(bodies.judged(bodies.begun()))
    gone = withdraw(actor=bodies.leader, given=AreaClass.objects.get(), reason="Sai", signing=Signing())
    appeal = lodge_appeal(actor=bodies.scorer, given=gone, text="Không sai")
    refused(lambda: bodies.begun(again="Rà lại"), "kiến nghị chờ trả lời")
    keep_class(actor=bodies.leader, appeal=appeal, answer="Vẫn thu hồi")
    bodies.begun(again="Rà lại")
    refused(lambda: lodge_appeal(actor=bodies.scorer, given=gone, text="Không sai"), "đang chấm lại")


def test_a_class_that_came_meanwhile_stops_the_decision_with_a_sentence(bodies: Bodies) -> None:
    bodies.recognised(bodies.judged(bodies.begun()))
    gone = withdraw(actor=bodies.leader, given=AreaClass.objects.get(), reason="Sai", signing=Signing())
    made = bodies.judged(bodies.begun(again="Rà lại"))
    give_another(actor=bodies.leader, given=gone, other=Other("Đúng ra là vậy", FREE), signing=Signing())
    count = ClassDecision.objects.count()
    refused(lambda: bodies.recognised(made), "sổ đã có loại của năm này")
    assert ClassDecision.objects.count() == count


def test_a_registration_ends_with_a_reason_and_not_while_a_score_is_open(bodies: Bodies) -> None:
    made = bodies.begun()

    def end(on: date = date(2021, 12, 1), why: str = "Sáp nhập trường") -> Area:
        return end_registration(actor=bodies.scorer, area=bodies.school, ended_on=on, why=why)

    refused(end, "Phiếu tự chấm năm 2021 chưa có quyết định")
    bodies.recognised(bodies.judged(made))
    refused(lambda: end(date(2021, 2, 1)), "từ ngày đăng ký đến hôm nay")
    refused(lambda: end(date(2021, 12, 21)), "từ ngày đăng ký đến hôm nay")
    refused(lambda: end(why="  "), "Ghi lý do")
    assert (end().ended_on, end_why()) == (date(2021, 12, 1), "Sáp nhập trường")
    refused(end, "không còn đăng ký")
    refused(lambda: bodies.begun(year=2021, again="x"), "không còn đăng ký")
    assert AreaClass.objects.filter(area=bodies.school).count() == 1
    again = bodies.registered("school", "Trường THCS Trảng Dài", date(2021, 12, 15))
    assert again.pk != bodies.school.pk
    against_the_database(lambda: Area.objects.filter(pk=again.pk).update(ended_on=date(2021, 12, 16)))


def end_why() -> str:
    return Area.objects.exclude(ended_on=None).get().ended_why


def test_many_are_registered_at_once_or_none(bodies: Bodies) -> None:
    unit = bodies.world.commune
    claims = [Claim("agency", f"Cơ quan {at}", date(2021, 1, 5), "", None, "") for at in range(3)]
    left = Claim("school", "Trường cũ", date(2019, 1, 5), "", date(2020, 1, 5), "Giải thể")
    made = register_areas(actor=bodies.scorer, entries=[Entry(unit, one) for one in (*claims, left)])
    assert (len(made), Area.objects.exclude(ended_on=None).count()) == (4, 1)
    double = Claim("school", bodies.school.name, date(2021, 2, 1))
    new = Claim("agency", "Cơ quan mới", date(2021, 2, 1))
    refused(lambda: register_areas(actor=bodies.scorer, entries=[Entry(unit, new), Entry(unit, double)]), "đã đăng ký")
    refused(
        lambda: register_areas(actor=bodies.scorer, entries=[Entry(unit, Claim("agency", "", date(2021, 1, 1)))]), "tên"
    )
    with pytest.raises(NotAllowed), transaction.atomic():
        register_areas(actor=bodies.scorer, entries=[Entry(bodies.world.sibling, new)])
    assert Area.objects.filter(name="Cơ quan mới").count() == 0
    refused(
        lambda: register_area(
            actor=bodies.scorer, unit=unit, kind="unit", name="X", registered_on=date(2021, 1, 1)
        ),
        "tên cơ quan",
    )  # fmt: skip


def test_the_list_asks_the_same_number_of_queries_however_long_it_is(bodies: Bodies) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            rows = list(registered_below(bodies.officer, bodies.world.province))
            latest_of(rows), under_way(rows)
        return len(queries)

    bodies.recognised(bodies.judged(bodies.begun()))
    before = asked()
    entries = [Entry(bodies.world.commune, Claim("agency", f"C{at}", date(2021, 1, 5))) for at in range(10)]
    for area in register_areas(actor=bodies.scorer, entries=entries)[:3]:
        bodies.begun(area)
    assert asked() == before


DAYS = {"first": date(2021, 12, 1), "last": date(2021, 12, 31)}


def figures(bodies: Bodies, last: date = date(2021, 12, 31)) -> tuple[object, object]:
    groups = {1: [bodies.world.commune.pk, bodies.world.sibling.pk]}
    found = compute_many(groups=groups, first=date(2021, 1, 1), last=last)[1]
    return found[REGISTERED], found[RECOGNISED]


def test_the_figures_come_from_the_ledger_alone(bodies: Bodies) -> None:
    world = bodies.world
    assert compute_many(groups={1: [world.sibling.pk]}, **DAYS)[1] == {REGISTERED: None, RECOGNISED: None}
    assert figures(bodies, date(2021, 2, 28)) == (None, None)
    clinic = bodies.registered("agency", "Trạm Y tế")
    assert figures(bodies) == (2, 0)
    bodies.recognised(bodies.judged(bodies.begun()), bodies.judged(bodies.begun(clinic)))
    assert figures(bodies) == (2, 2)
    # Recognised until the next year's result, not before the decision, and no longer than that.
    assert figures(bodies, date(2021, 12, 19)) == (2, 0)
    assert figures(bodies, date(2022, 6, 30)) == (2, 2)
    assert figures(bodies, date(2023, 1, 31)) == (2, 0)
    given = AreaClass.objects.get(area=clinic)
    withdraw(actor=bodies.leader, given=given, reason="Sai", signing=Signing())
    assert figures(bodies) == (2, 1)
    end_registration(actor=bodies.scorer, area=bodies.school, ended_on=date(2021, 12, 20), why="Giải thể")
    assert figures(bodies) == (1, 0)
    assert figures(bodies, date(2021, 12, 19)) == (2, 0)


def test_a_figure_opens_to_the_schools_behind_it(bodies: Bodies) -> None:
    clinic = bodies.registered("agency", "Trạm Y tế", date(2021, 4, 1))
    bodies.recognised(bodies.judged(bodies.begun(clinic)))
    ids = [bodies.world.commune.pk]
    assert fact_counts(unit_ids=ids, **DAYS) == {REGISTERED: 2, RECOGNISED: 1}
    told = {name: facts(name, actor=bodies.officer, unit_ids=ids, limit=9, **DAYS) for name in NAMES}
    assert [one.title for one in told[REGISTERED] or ()] == ["Trạm Y tế", "Trường THCS Trảng Dài"]
    assert [one.title for one in told[RECOGNISED] or ()] == ["Trạm Y tế"]
    stranger = make_actor("branch_head", bodies.world.sibling)
    assert facts(REGISTERED, actor=stranger, unit_ids=ids, limit=9, **DAYS) is None
    with pytest.raises(KeyError):
        facts("areas.other", actor=bodies.officer, unit_ids=ids, limit=9, **DAYS)


def test_many_groups_of_bodies_cost_as_much_as_one(bodies: Bodies) -> None:
    with CaptureQueriesContext(connection) as queries:
        compute_many(groups={at: [bodies.world.commune.pk, at + 10_000] for at in range(50)}, **DAYS)
    assert len(queries) == 2
