"""Rule sets as kept versions: laid from files, found by day, written, published, never changed."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from lanhmanh.accounts.access import Actor, NotAllowed
from lanhmanh.areas import services
from lanhmanh.areas.models import RuleSet
from lanhmanh.areas.selectors import all_rule_sets, get_draft, get_rule_set, rule_set_on, rule_sets_on
from lanhmanh.areas.services import laying
from lanhmanh.audit.models import Event
from lanhmanh.audit.services import SYSTEM
from lanhmanh.documents.models import Document
from lanhmanh.kernel import clock
from lanhmanh.kernel.errors import Refused
from lanhmanh.law import classes
from lanhmanh.law.classes import Faulty, body_of, read, shipped
from tests.areas.samples import DOCUMENT, drafted, four, published, rows
from tests.factories import Province, make_actor, make_unit


@pytest.fixture
def officer(world: Province) -> Actor:
    return make_actor("province_officer", world.province)


def test_the_states_rule_sets_are_laid_once(world: Province) -> None:
    laid = services.lay_shipped(actor=SYSTEM)
    assert {one.code for one in laid} == {one.code for one in shipped() if not one.template}
    assert services.lay_shipped(actor=SYSTEM) == []
    assert Event.objects.filter(verb="rules.laid").count() == len(laid)


def test_a_file_that_says_something_else_under_the_same_version_is_told(
    world: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.lay_shipped(actor=SYSTEM)
    changed = [read(body_of(one) | {"calendar": "ND09"}) for one in shipped()]
    monkeypatch.setattr(laying.classes, "shipped", lambda: changed)
    with pytest.raises(ValueError, match="version 1 was laid otherwise"):
        services.lay_shipped(actor=SYSTEM)


def test_the_rule_set_of_a_day_is_found(world: Province) -> None:
    services.lay_shipped(actor=SYSTEM)
    assert rule_set_on(world.commune, "QD3122", date(2021, 6, 1)).value.class_of("I").needs == 1
    assert {one.code for one in rule_sets_on(world.commune, date(2026, 1, 1))} == {"QD28", "QD28-TINH"}
    with pytest.raises(RuleSet.DoesNotExist):
        rule_set_on(world.commune, "QD28", date(2025, 8, 23))


def test_the_same_facts_under_an_old_day_give_the_old_result(world: Province, officer: Actor) -> None:
    first = published(officer, world.province)
    second = services.next_rule_set(actor=officer, row=first)
    services.edit_rule_set(
        actor=officer, row=second, part="classes", rows={"classes": rows("10", "2"), "effective_from": "2022-01-01"},
        document=DOCUMENT,
    )  # fmt: skip
    services.publish_rule_set(actor=officer, row=second)
    found = {}
    for day in (date(2021, 12, 31), date(2022, 1, 1)):
        one = rule_set_on(world.commune, "RIENG-1", day)
        found[day.year] = (one.version, classes.classify(one.value, {"addicts": 12}).class_code)
    assert found == {2021: (1, "L2"), 2022: (2, "L1")}


def test_a_rule_set_holds_for_its_unit_and_those_below(world: Province, officer: Actor) -> None:
    published(officer, world.province)
    other = make_unit("Tỉnh Bình Phước", "province", code="70")
    day = date(2021, 6, 1)
    assert [one.code for one in rule_sets_on(world.branch, day)] == ["RIENG-1"]
    assert rule_sets_on(other, day) == []
    assert [one.code for one in all_rule_sets(make_actor("commune_officer", world.commune))] == ["RIENG-1"]
    assert all_rule_sets(make_actor("commune_officer", other)) == []


def test_many_rule_sets_cost_as_many_queries_as_one(
    world: Province, officer: Actor, django_assert_num_queries: type
) -> None:
    published(officer, world.province)
    with django_assert_num_queries(1):
        rule_sets_on(world.branch, date(2021, 6, 1))
    for number in range(3):
        published(officer, world.province, f"BO-{number}")
    with django_assert_num_queries(1):
        assert len(rule_sets_on(world.branch, date(2021, 6, 1))) == 4
    with django_assert_num_queries(2):
        assert len(all_rule_sets(officer)) == 4


def test_a_published_version_neither_changes_nor_goes(world: Province, officer: Actor) -> None:
    services.lay_shipped(actor=SYSTEM)
    own = published(officer, world.province)
    for found in (RuleSet.objects.filter(code="QD28"), RuleSet.objects.filter(pk=own.pk)):
        changes: list[dict[str, object]] = [
            {"title": "khác"}, {"state": "draft"}, {"effective_to": date(2030, 1, 1)}, {"body": {}},
            {"document_dated": date(2001, 1, 1)}, {"unit": world.district},
        ]  # fmt: skip
        for change in changes:
            with pytest.raises(IntegrityError), transaction.atomic():
                found.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            found.delete()
    for deed in (services.publish_rule_set, services.discard_rule_set):
        with pytest.raises(Refused):
            deed(actor=officer, row=own)
    with pytest.raises(Refused):
        services.edit_rule_set(actor=officer, row=own, part="head", rows={"calendar": "ND09"})


@pytest.mark.deep
@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "published"},
        {"state": "withdrawn"},
        {"published_at": datetime(2021, 1, 1, tzinfo=clock.VIETNAM)},
        {"withdrawn_why": "x"},
        {"effective_from": date(2021, 2, 1), "effective_to": date(2021, 1, 1)},
        {"unit": None},
    ],
)
def test_a_state_has_its_facts(world: Province, officer: Actor, wrong: dict[str, object]) -> None:
    row = drafted(officer, world.province)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleSet.objects.filter(pk=row.pk).update(**wrong)


def test_a_draft_is_incomplete_until_everything_is_there(world: Province, officer: Actor) -> None:
    row = services.start_rule_set(actor=officer, unit=world.province, code="A", title="A", like=four())
    assert "Loại “Trọng điểm” chưa có tiêu chí nào." in map(str, services.publishable(row))
    with pytest.raises(Refused, match=r"Chưa ban hành được: .* Còn \d việc khác"):
        services.publish_rule_set(actor=officer, row=row)
    row = drafted(officer, world.province, "B")
    assert [str(one) for one in services.publishable(row)] == ["Ghi số và ngày của văn bản quyết định bộ tiêu chí."]


def test_a_rule_set_from_before_its_document_says_why(world: Province, officer: Actor) -> None:
    row = drafted(officer, world.province, effective_from="2019-01-01")
    row = services.edit_rule_set(actor=officer, row=row, part="head", rows={}, document=DOCUMENT)
    assert "đứng trước ngày văn bản" in str(services.publishable(row)[0])
    row = services.edit_rule_set(
        actor=officer, row=row, part="head", rows={"source": {"title": "QĐ 12", "note": "Áp dụng lại số liệu cũ."}}
    )
    assert services.publishable(row) == []


def test_its_document_is_found_in_the_register(world: Province, officer: Actor) -> None:
    there = Document.objects.create(
        origin="received", unit=world.province, number="12/QĐ-UBND", dated=date(2020, 12, 1),
        registered_at=clock.now(), registered_by_id=officer.user_id,
    )  # fmt: skip
    assert published(officer, world.province).document == there


def test_two_versions_do_not_begin_on_one_day(world: Province, officer: Actor) -> None:
    first = published(officer, world.province)
    second = services.next_rule_set(actor=officer, row=first)
    assert services.next_rule_set(actor=officer, row=first) == second
    services.edit_rule_set(
        actor=officer, row=second, part="head", rows={"effective_from": "2021-01-01"}, document=DOCUMENT
    )
    with pytest.raises(Refused, match="chính ngày này"):
        services.publish_rule_set(actor=officer, row=second)


def test_a_code_is_given_once(world: Province, officer: Actor) -> None:
    drafted(officer, world.province, "A")
    for code in ("A", "QD28", "4LOP"):
        with pytest.raises(Refused, match="đặt mã khác"):
            services.start_rule_set(actor=officer, unit=world.province, code=code, title="A", like=four())


def test_what_is_faulty_is_refused_whole_and_nothing_is_lost(world: Province, officer: Actor) -> None:
    row = drafted(officer, world.province)
    before = RuleSet.objects.get(pk=row.pk).body
    with pytest.raises(Faulty):
        services.edit_rule_set(actor=officer, row=row, part="facts", rows={"facts": []})
    assert RuleSet.objects.get(pk=row.pk).body == before


def test_a_withdrawn_version_classifies_nothing_more_and_still_explains(world: Province, officer: Actor) -> None:
    row = published(officer, world.province)
    with pytest.raises(Refused, match="lý do"):
        services.withdraw_rule_set(actor=officer, row=row, why="  ")
    services.withdraw_rule_set(actor=officer, row=row, why="Có quyết định mới")
    assert rule_sets_on(world.commune, date(2021, 6, 1)) == []
    told = get_rule_set(officer, row.uid)
    assert told.row.withdrawn_why == "Có quyết định mới"
    assert classes.classify(told.value, {"addicts": 25}).class_code == "L1"
    with pytest.raises(Refused):
        services.withdraw_rule_set(actor=officer, row=row, why="nữa")


def test_the_states_own_is_not_written_here(world: Province, officer: Actor) -> None:
    row = next(one for one in services.lay_shipped(actor=SYSTEM) if one.code == "QD28")
    for deed in (services.next_rule_set, services.discard_rule_set):
        with pytest.raises(Refused, match="Nhà nước"):
            deed(actor=officer, row=row)


def test_only_the_province_writes_and_only_it_sees_drafts(world: Province, officer: Actor) -> None:
    row = drafted(officer, world.province)
    commune, police = make_actor("commune_officer", world.commune), make_actor("police", world.province)
    for stranger in (commune, police, make_actor("province_officer", world.district)):
        with pytest.raises(NotAllowed):
            services.publish_rule_set(actor=stranger, row=row)
        with pytest.raises(Http404):
            get_draft(stranger, row.uid)
    assert get_draft(officer, row.uid).code == "RIENG-1"


def test_each_deed_is_in_the_trail(world: Province, officer: Actor) -> None:
    row = published(officer, world.province)
    services.discard_rule_set(actor=officer, row=services.next_rule_set(actor=officer, row=row))
    services.withdraw_rule_set(actor=officer, row=row, why="Hết dùng")
    verbs = Event.objects.filter(verb__startswith="rules.").order_by("seq").values_list("verb", flat=True)
    assert [verb for verb in verbs if verb != "rules.saved"] == [
        "rules.started", "rules.published", "rules.started", "rules.discarded", "rules.withdrawn",
    ]  # fmt: skip
