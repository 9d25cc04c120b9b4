"""Models, campaigns, the library, counts, registrations: what is kept, what refused, what the database holds to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from lanhmanh.accounts.access import Actor, NotAllowed
from lanhmanh.activities.models import (
    Activity,
    Adoption,
    Campaign,
    Judgement,
    LibraryVersion,
    Practice,
    Quiz,
    QuizResult,
    QuizVersion,
    Registration,
    Result,
)
from lanhmanh.activities.rules.campaigns import Aim
from lanhmanh.activities.rules.programmes import Claim
from lanhmanh.activities.rules.quizzes import Count
from lanhmanh.activities.rules.stated import Misstated
from lanhmanh.activities.selectors.campaigns import open_to, picture, waiting_on
from lanhmanh.activities.selectors.programmes import year_of
from lanhmanh.activities.services import adopting, campaigns, library, practice_files, programmes, quizzes, spreading
from lanhmanh.activities.services import done as activities
from lanhmanh.activities.services.adopting import AdoptionEntry
from lanhmanh.activities.services.campaigns import CampaignData
from lanhmanh.activities.services.done import ChangedMeanwhile, Entry
from lanhmanh.activities.services.library import ItemData, VersionData
from lanhmanh.activities.services.programmes import RegistrationEntry
from lanhmanh.activities.services.quizzes import ResultData
from lanhmanh.activities.services.spreading import PracticeEntry
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.ids import new_id
from tests.activities.conftest import TODAY, World
from tests.activities.conftest import picture as photo
from tests.activities.movement.conftest import QUESTIONS, SHOWN, drafted, practice_data, spread
from tests.factories import make_actor

ITEM = ItemData("Tờ rơi ma túy", "leaflet", "vi", "Hội Nông dân tỉnh", "Ban Thường vụ tỉnh")


def refused_by_the_database(deed: Callable[[], object]) -> None:
    with pytest.raises((DatabaseError, TypeError)), transaction.atomic():
        deed()


def test_a_model_walks_to_the_gallery_and_its_words_stand(world: World, judge: Actor) -> None:
    practice = spread(world, judge)
    assert (practice.stage, practice.judgement) == ("worth", "Nơi khác làm được.")
    for deed in (
        lambda: spreading.change_practice(
            actor=world.officer, practice=practice, data=practice_data(name="Khác"), version=practice.version
        ),
        lambda: spreading.void_practice(actor=world.officer, practice=practice, reason="nhầm"),
        lambda: spreading.propose(actor=world.officer, practice=practice),
        lambda: spreading.judge(actor=judge, practice=practice, worth=False, reason="đổi ý"),
    ):
        with pytest.raises(Refused):
            deed()
    rows = Practice.objects.filter(pk=practice.pk)
    refused_by_the_database(lambda: rows.update(name="Khác"))
    refused_by_the_database(lambda: rows.update(stage="draft"))
    refused_by_the_database(rows.delete)
    refused_by_the_database(lambda: Judgement.objects.filter(practice=practice).update(reason="khác"))


def test_who_proposes_does_not_judge(world: World) -> None:
    chief = make_actor("province_officer", world.tree.province)
    own = spreading.record_practice(actor=chief, unit=world.tree.province, data=practice_data())
    spreading.add_result(actor=chief, of=own, shown=SHOWN)
    spreading.propose(actor=chief, practice=own)
    with pytest.raises(Refused, match="không tự đánh giá"):
        spreading.judge(actor=chief, practice=own, worth=True, reason="Tốt")
    facts = {"stage": "worth", "judged_at": own.recorded_at, "judgement": "Tốt"}
    refused_by_the_database(lambda: Practice.objects.filter(pk=own.pk).update(judged_by=chief.user_id, **facts))
    leader = make_actor("province_leader", world.tree.province)
    assert spreading.judge(actor=leader, practice=own, worth=True, reason="Tốt").stage == "worth"


def test_who_lacks_the_permission_judges_nothing(world: World, stranger: Actor, judge: Actor) -> None:
    practice = spreading.propose(actor=world.officer, practice=drafted(world))
    for other in (world.officer, stranger, make_actor("district_officer", world.tree.other_district)):
        with pytest.raises(NotAllowed):
            spreading.judge(actor=other, practice=practice, worth=True, reason="Tốt")
    with pytest.raises(Misstated):
        spreading.judge(actor=judge, practice=practice, worth=True, reason="  ")
    assert Practice.objects.get().stage == "proposed"


def test_not_yet_comes_back_mended_and_the_first_judgement_stays(world: World, judge: Actor) -> None:
    practice = spreading.propose(actor=world.officer, practice=drafted(world))
    practice = spreading.judge(actor=judge, practice=practice, worth=False, reason="Thiếu kinh phí.")
    data = practice_data(cost=5)
    practice = spreading.change_practice(actor=world.officer, practice=practice, data=data, version=practice.version)
    practice = spreading.propose(actor=world.officer, practice=practice)
    assert practice.judgement == ""
    spreading.judge(actor=judge, practice=practice, worth=True, reason="Đủ rồi.")
    assert list(Judgement.objects.order_by("pk").values_list("worth", "reason")) == [
        (False, "Thiếu kinh phí."), (True, "Đủ rồi."),
    ]  # fmt: skip


def test_a_proposal_can_be_taken_back_and_what_is_judged_is_not_changed_meanwhile(world: World) -> None:
    practice = spreading.propose(actor=world.officer, practice=drafted(world))
    refused_by_the_database(lambda: Practice.objects.filter(pk=practice.pk).update(how="khác"))
    with pytest.raises(Refused):
        spreading.remove_result(actor=world.officer, result=Result.objects.get())
    practice = spreading.take_back_proposal(actor=world.officer, practice=practice)
    assert (practice.stage, practice.proposed_by) == ("draft", None)
    with pytest.raises(ChangedMeanwhile):
        spreading.change_practice(actor=world.officer, practice=practice, data=practice_data(), version=1)


def test_a_form_sent_twice_records_once(world: World, stranger: Actor) -> None:
    data = practice_data()
    first = spreading.record_practice(actor=world.officer, unit=world.tree.commune, data=data)
    assert spreading.record_practice(actor=world.officer, unit=world.tree.commune, data=data) == first
    with pytest.raises(Refused):
        spreading.record_practice(actor=stranger, unit=world.tree.sibling, data=data)
    with pytest.raises(NotAllowed):
        spreading.record_practice(actor=stranger, unit=world.tree.commune, data=practice_data())


def test_a_model_is_taken_up_step_by_step(world: World, judge: Actor, stranger: Actor) -> None:
    practice = spread(world, judge)
    with pytest.raises(Misstated):
        adopting.plan_adoption(actor=world.officer, practice=practice, unit=world.tree.commune, adapted="")
    row = adopting.plan_adoption(actor=stranger, practice=practice, unit=world.tree.sibling, adapted="Làm theo khu phố")
    with pytest.raises(Misstated):
        adopting.plan_adoption(actor=stranger, practice=practice, unit=world.tree.sibling, adapted="")
    with pytest.raises(Refused):
        adopting.end_adoption(actor=stranger, adoption=row, on=TODAY, outcome="kept", result="Xong")
    row = adopting.start_adoption(actor=stranger, adoption=row, on=date(2021, 10, 1))
    for bad in ({"on": date(2021, 9, 1)}, {"result": " "}, {"outcome": "maybe"}, {"on": TODAY + timedelta(1)}):
        facts: dict[str, Any] = {"on": TODAY, "outcome": "kept", "result": "Xong", **bad}
        with pytest.raises(Refused):
            adopting.end_adoption(actor=stranger, adoption=row, **facts)
    row = adopting.end_adoption(actor=stranger, adoption=row, on=TODAY, outcome="kept", result="Xong")
    assert (row.step, row.outcome) == ("ended", "kept")
    refused_by_the_database(lambda: Adoption.objects.filter(pk=row.pk).update(result=""))
    adopting.void_adoption(actor=stranger, adoption=row, reason="ghi nhầm")
    adopting.plan_adoption(actor=stranger, practice=practice, unit=world.tree.sibling, adapted="Lần nữa")


def test_a_draft_is_not_taken_up(world: World, stranger: Actor) -> None:
    with pytest.raises(Refused, match="đáng nhân rộng"):
        adopting.plan_adoption(actor=stranger, practice=drafted(world), unit=world.tree.sibling, adapted="")


def test_results_are_exact_and_belong_to_one(world: World) -> None:
    practice = drafted(world)
    kept = Result.objects.get()
    assert (kept.before, kept.after) == (Decimal(7), Decimal("2.5"))
    facts = {"practice": practice, "measure": "x", "measured_in": "y"}
    refused_by_the_database(lambda: Result.objects.create(**facts))
    refused_by_the_database(lambda: Result.objects.create(measure="x", measured_in="y", after=Decimal(1)))
    for _ in range(spreading.MOST_RESULTS - 1):
        spreading.add_result(actor=world.officer, of=practice, shown=SHOWN)
    with pytest.raises(Misstated):
        spreading.add_result(actor=world.officer, of=practice, shown=SHOWN)


def test_many_models_are_recorded_in_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    rows = [PracticeEntry(world.tree.commune, practice_data(name=f"Mô hình {n}"), [SHOWN], people=n) for n in range(60)]
    with django_assert_max_num_queries(25):
        spreading.record_practices(actor=world.officer, rows=rows)
    assert Practice.objects.count() == Result.objects.count() == 60
    with pytest.raises(NotAllowed):
        spreading.record_practices(actor=world.officer, rows=[PracticeEntry(world.tree.sibling, practice_data())])


def test_a_photo_of_a_model_tells_nothing_of_where_it_was_taken(world: World) -> None:
    practice = drafted(world)
    file = practice_files.add_file(actor=world.officer, practice=practice, name="../anh.png", content=photo("PNG"))
    assert (file.name, file.media_type, file.is_photo) == ("anh.jpg", "image/jpeg", True)
    pdf = practice_files.add_file(actor=world.officer, practice=practice, name="quy-uoc.exe", content=b"%PDF-1.4 x")
    assert (pdf.name, pdf.is_photo) == ("quy-uoc.pdf", False)
    with pytest.raises(Refused):
        practice_files.add_file(actor=world.officer, practice=practice, name="x.pdf", content=b"MZ")
    practice_files.remove_file(actor=world.officer, file=file)
    assert practice.files.count() == 1


def planned(world: World, actor: Actor, **changes: Any) -> Campaign:
    aim = Aim("Tháng hành động", "Làm gì", date(2021, 12, 1), date(2021, 12, 31))
    data = replace(CampaignData(aim, ["commune"], token=new_id()), **changes)
    return campaigns.record_campaign(actor=actor, unit=world.tree.province, data=data)


@pytest.fixture
def chief(world: World) -> Actor:
    return make_actor("province_officer", world.tree.province)


def test_a_campaign_shows_who_did_what_and_who_nothing(world: World, chief: Actor, stranger: Actor) -> None:
    campaign = planned(world, chief)
    tree = world.tree
    assert set(campaign.invitations.values_list("unit_id", flat=True)) == {
        tree.commune.pk, tree.sibling.pk, tree.other_commune.pk,
    }  # fmt: skip
    assert open_to(tree.commune, TODAY) == []
    with pytest.raises(Misstated):
        activities.record_activity(actor=world.officer, unit=tree.commune, data=world.data(campaign=campaign))
    campaigns.announce_campaign(actor=chief, campaign=campaign)
    assert open_to(tree.branch, TODAY) == [campaign]
    assert waiting_on(world.officer, tree.commune, TODAY) == [campaign]
    campaign.refresh_from_db()
    activities.record_activity(actor=world.officer, unit=tree.branch, data=world.data(campaign=campaign))
    for wrong in ({"day": date(2021, 11, 30)},):
        with pytest.raises(Misstated):
            activities.record_activity(
                actor=world.officer, unit=tree.commune, data=world.data(campaign=campaign, token=new_id(), **wrong)
            )
    assert waiting_on(world.officer, tree.commune, TODAY) == []
    shown = picture(chief, campaign, TODAY)
    assert (shown.invited, shown.active, shown.activities, shown.attendances) == (3, 1, 1, 64)
    assert {row.name for row in shown.idle} == {"Phường Tân Phong", "Xã An Phước"}
    assert [row.name for row in picture(stranger, campaign, TODAY).rows] == ["Phường Tân Phong"]
    with pytest.raises(Refused):
        campaigns.void_campaign(actor=chief, campaign=campaign, reason="thôi")


def test_a_campaign_may_invite_one_district_only(world: World, chief: Actor) -> None:
    campaign = planned(world, chief, within=[world.tree.district])
    assert world.tree.other_commune.pk not in set(campaign.invitations.values_list("unit_id", flat=True))
    campaigns.announce_campaign(actor=chief, campaign=campaign)
    other = make_actor("commune_officer", world.tree.other_commune)
    campaign.refresh_from_db()
    with pytest.raises(Misstated, match="không được mời"):
        activities.record_activity(actor=other, unit=world.tree.other_commune, data=world.data(campaign=campaign))
    with pytest.raises(Misstated):
        planned(world, chief, levels=[])


def test_a_campaign_that_is_over_invites_nobody(world: World, chief: Actor) -> None:
    aim = Aim("Đã qua", "x", date(2021, 10, 1), date(2021, 10, 31))
    with pytest.raises(Refused):
        campaigns.announce_campaign(actor=chief, campaign=planned(world, chief, aim=aim))


def test_a_version_never_changes_and_its_use_is_counted(world: World, stranger: Actor) -> None:
    item = library.record_item(actor=world.officer, unit=world.tree.commune, data=ITEM)
    first = library.add_version(actor=world.officer, item=item, data=VersionData("a.pdf", b"%PDF-1", TODAY))
    with pytest.raises(Misstated):
        library.add_version(actor=world.officer, item=item, data=VersionData("a.pdf", b"%PDF-2", TODAY))
    with pytest.raises(Misstated):
        library.add_version(actor=world.officer, item=item, data=VersionData("a.pdf", b"%PDF-1", TODAY, "như cũ"))
    second = library.add_version(actor=world.officer, item=item, data=VersionData("a.pdf", b"%PDF-2", TODAY, "sửa số"))
    assert (first.number, second.number) == (1, 2)
    refused_by_the_database(lambda: LibraryVersion.objects.filter(pk=first.pk).update(dated=TODAY))
    activity = activities.record_activity(actor=world.officer, unit=world.tree.commune, data=world.data())
    for quantity in (50, 80):
        use = library.note_use(actor=world.officer, activity=activity, version=first, quantity=quantity)
    assert use.quantity == 80 and activity.uses.count() == 1
    with pytest.raises(NotAllowed):
        library.note_use(actor=stranger, activity=activity, version=first, quantity=1)
    library.void_item(actor=world.officer, item=item, reason="nội dung cũ")
    item.refresh_from_db()
    with pytest.raises(Misstated):
        library.note_use(
            actor=world.officer, activity=activity, version=LibraryVersion.objects.get(number=2), quantity=1
        )
    assert activity.uses.count() == 1


def test_questions_are_versions_and_counts_know_no_names(world: World, stranger: Actor) -> None:
    quiz = quizzes.write_quiz(actor=world.officer, unit=world.tree.commune, title="Ma túy", questions=QUESTIONS)
    assert (
        quizzes.rewrite_quiz(actor=world.officer, quiz=quiz, title="Ma túy", questions=QUESTIONS).versions.count() == 1
    )
    quizzes.rewrite_quiz(actor=world.officer, quiz=quiz, title="Ma túy", questions=QUESTIONS[::-1])
    old = QuizVersion.objects.get(number=1)
    refused_by_the_database(lambda: QuizVersion.objects.filter(pk=old.pk).update(questions=[]))
    data = ResultData(old, TODAY, Count(12, (1, 2, 3, 4, 5)), None, "Hội viên")
    result = quizzes.record_result(actor=stranger, unit=world.tree.sibling, data=data)
    assert (result.before_people, result.before_5, result.after_people) == (12, 5, None)
    rows = QuizResult.objects.filter(pk=result.pk)
    refused_by_the_database(lambda: rows.update(before_1=13))
    refused_by_the_database(lambda: rows.update(before_2=None))
    refused_by_the_database(lambda: rows.update(after_people=5))
    with pytest.raises(Misstated):
        quizzes.record_result(actor=stranger, unit=world.tree.sibling, data=replace(data, before=None, token=new_id()))
    quizzes.void_result(actor=stranger, result=result, reason="đếm nhầm")
    assert Quiz.objects.count() == 1


def test_an_activity_of_several_programmes_is_one(world: World) -> None:
    both = world.data(programmes=("TDDK", "XA-KMT"), channels=("zalo", "contest"))
    made = activities.record_activity(actor=world.officer, unit=world.tree.commune, data=both)
    activities.record_many(
        actor=world.officer,
        rows=[Entry(world.tree.branch, world.data(programmes=("TDDK",))), Entry(world.tree.branch, world.data())],
    )
    found = year_of(world.officer, 2021)
    assert {row.programme.code: row.activities for row in found.rows if row.activities} == {"TDDK": 2, "XA-KMT": 1}
    assert (found.together, found.added) == (2, 3)
    changed = world.data(programmes=("XA-KMT",))
    activities.change_activity(actor=world.officer, activity=made, data=changed, version=1)
    assert list(Activity.objects.get(pk=made.pk).programmes.values_list("programme", flat=True)) == ["XA-KMT"]
    assert not made.channels.exists()
    activities.void_activity(actor=world.officer, activity=made, reason="trùng")
    assert year_of(world.officer, 2021).together == 1
    for wrong in ({"programmes": ("LA",)}, {"channels": ("trống",)}):
        with pytest.raises(Refused):
            activities.record_activity(actor=world.officer, unit=world.tree.commune, data=world.data(**wrong))


CLAIM = Claim("TDDK", 2021, "school", "Trường THCS Trảng Dài", date(2021, 2, 1), "ĐK 01")


def test_a_registration_stands_once_a_year_and_gets_its_result(world: World, stranger: Actor) -> None:
    row = programmes.register(actor=world.officer, unit=world.tree.commune, claim=CLAIM)
    with pytest.raises(Misstated):
        programmes.register(
            actor=world.officer, unit=world.tree.commune, claim=replace(CLAIM, body="trường  thcs TRẢNG dài")
        )
    with pytest.raises(NotAllowed):
        programmes.settle(actor=stranger, registration=row, outcome="achieved", on=TODAY, document="")
    for on in (None, date(2021, 1, 1), TODAY + timedelta(1)):
        with pytest.raises(Misstated):
            programmes.settle(actor=world.officer, registration=row, outcome="achieved", on=on, document="")
    row = programmes.settle(actor=world.officer, registration=row, outcome="achieved", on=TODAY, document="QĐ 5")
    assert (row.outcome, row.result_document) == ("achieved", "QĐ 5")
    refused_by_the_database(lambda: Registration.objects.filter(pk=row.pk).update(result_on=None))
    row = programmes.settle(actor=world.officer, registration=row, outcome="", on=None, document="")
    assert row.result_on is None
    programmes.void_registration(actor=world.officer, registration=row, reason="nhầm")
    programmes.register(actor=world.officer, unit=world.tree.commune, claim=CLAIM)


def test_many_are_registered_all_or_none(world: World) -> None:
    entry = RegistrationEntry(world.tree.commune, CLAIM, "achieved", TODAY, "QĐ 1")
    other = RegistrationEntry(world.tree.branch, replace(CLAIM, body="Cơ quan A", who="agency"))
    programmes.register_many(actor=world.officer, rows=[entry, other])
    with pytest.raises(Refused), transaction.atomic():
        programmes.register_many(
            actor=world.officer,
            rows=[replace(other, uid=new_id(), unit=world.tree.commune), replace(entry, uid=new_id())],
        )
    assert Registration.objects.count() == 2


def test_many_adoptions_are_told_by_their_days(world: World, judge: Actor, stranger: Actor) -> None:
    practice = spread(world, judge)
    row = AdoptionEntry(practice, world.tree.sibling, "x", date(2021, 5, 1), TODAY, "stopped", "Không hợp")
    assert adopting.record_adoptions(actor=stranger, rows=[row])[0].step == "ended"
    for wrong in ({"result": ""}, {"started_on": None}, {"outcome": ""}, {"ended_on": None}):
        with pytest.raises(Refused), transaction.atomic():
            adopting.record_adoptions(actor=stranger, rows=[replace(row, uid=new_id(), **wrong)])
