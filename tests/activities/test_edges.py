"""Records of activities, rows of registers and the judgement of teams, at the edges of what they may be."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from lanhmanh.activities.rules import LONGEST, PLACELESS, Attended, Facts, Fault, Handed, faults, registers, teams
from lanhmanh.activities.rules.registers import SLUGS, needed
from lanhmanh.activities.rules.teams import Counts, judge
from lanhmanh.kernel.periods import Kind, Period
from lanhmanh.law.sources import Source
from lanhmanh.law.teams import Standard
from tests.activities.good import GOOD

pytestmark = [pytest.mark.pure, pytest.mark.once]
TODAY, DAY = date(2021, 12, 20), timedelta(days=1)

# Records


SESSION = Facts("session", TODAY, True, "Nhà văn hóa", "", "", None, (), ())


def found(**change: Any) -> list[tuple[str, Fault]]:
    return list(faults(replace(SESSION, **change), TODAY))


def test_words_of_a_record_have_room() -> None:
    assert LONGEST == {"title": 200, "place": 200, "note": 2000}
    for field, most in LONGEST.items():
        assert found(**{field: "x" * most}) == []
        assert found(**{field: "x" * (most + 1)}) == [(field, Fault.TOO_LONG)]


def test_what_is_heard_or_read_needs_no_place_but_says_how_often() -> None:
    assert {"broadcast", "news"} == PLACELESS
    assert found(kind="news", place="", handed=(Handed("news", 1),)) == []
    assert found(kind="broadcast", place="") == [("handed", Fault.HOW_OFTEN)]
    assert found(kind="news", handed=(Handed("loudspeaker", 1),)) == [("handed", Fault.HOW_MANY_NEWS)]
    assert found(kind="visit", place="") == [("place", Fault.NO_PLACE)]
    assert found(day=TODAY + DAY, there=False) == [("day", Fault.FUTURE)]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (Attended("a", 0, 0), None),
        (Attended("a", 100_000, 100_000), None),
        (Attended("a", unstated=0), None),
        (Attended("a", 100_001, 0), Fault.TOO_MANY_PEOPLE),
        (Attended("a", 0, 100_001), Fault.TOO_MANY_PEOPLE),
        (Attended("a", unstated=-1), Fault.BELOW_ZERO),
        (Attended("a", male=3), Fault.HALF_SPLIT),
        (Attended("a", female=3, unstated=3), Fault.HALF_SPLIT),
        (Attended("a"), Fault.NOTHING_STATED),
    ],
)
def test_a_group_is_split_by_sex_or_only_counted(row: Attended, fault: Fault | None) -> None:
    assert found(attended=(row,)) == ([] if fault is None else [("attended", fault)])


def test_a_total_leaves_out_what_is_not_known() -> None:
    assert [Attended("a", 1, 2).total, Attended("a", unstated=4).total, Attended("a").total] == [3, 4, 0]
    assert Attended.of("a", 5) == Attended("a", None, None, 5)
    assert Attended.of("a", 5, 0) == Attended("a", 0, 5)


def test_people_are_no_more_than_their_attendances() -> None:
    groups = (Attended("a", 1, 2), Attended("b", unstated=4))
    assert found(people=7, attended=groups) == found(people=0, attended=groups) == found(people=100_000) == []
    assert found(people=8, attended=groups) == [("people", Fault.MORE_PEOPLE)]
    assert found(people=100_001) == [("people", Fault.TOO_MANY_PEOPLE)]
    assert found(people=-1) == [("people", Fault.BELOW_ZERO)]
    assert found(attended=(groups[0], groups[0])) == [("attended", Fault.TWICE)]


def test_of_each_material_there_is_one_piece_at_least() -> None:
    for pieces in (1, 1_000_000):
        assert found(handed=(Handed("leaflet", pieces), Handed("video", 1))) == []
    assert found(handed=(Handed("a", 1), Handed("b", 0))) == [("handed", Fault.NO_PIECES)]
    assert found(handed=(Handed("a", 1), Handed("b", 1_000_001))) == [("handed", Fault.TOO_MANY_PIECES)]


# Registers


REQUIRED = "Điền ô này."


def told(slug: str, change: Any, since: date | None = None) -> list[tuple[str, str]]:
    """Return what is wrong with a good row of a register, some of it otherwise."""
    return [(field, str(why)) for field, why in registers.faults(slug, GOOD[slug] | change, TODAY, since=since)]


NEEDED = {
    "doi": "kind name founded_on", "thanh-vien": "name in_union post joined_on", "viec-doi": "kind day times",
    "uy-tin": "name kind consent_on consent_how listed_on", "viec-uy-tin": "kind day what", "ho": "day households",
    "cam-ket": "kind day count", "lop-nghe": "kind title started_on", "von-vay": "source day outstanding",
    "dich-vu": "kind day quantity", "san-xuat-gioi": "count level awarded_on",
}  # fmt: skip
WHY = {
    ("von-vay", "source"): "Chọn nguồn vốn", ("uy-tin", "consent_on"): "Ghi ngày người đó đồng ý",
    ("uy-tin", "consent_how"): "Ghi đồng ý bằng cách nào",
}  # fmt: skip


@pytest.mark.parametrize("slug", NEEDED)
def test_what_a_register_needs_is_asked_for_field_by_field(slug: str) -> None:
    assert list(needed(slug)) == NEEDED[slug].split()
    assert set(SLUGS) == NEEDED.keys()
    for field in needed(slug):
        for nothing in (None, "") if isinstance(GOOD[slug][field], str) else (None,):
            at = [why for where, why in told(slug, {field: nothing}) if where == field]
            assert [why[:14] for why in at] == [WHY.get((slug, field), REQUIRED)[:14]]


DAYS = {
    "doi": "founded_on ended_on", "thanh-vien": "joined_on left_on", "uy-tin": "listed_on consent_on ended_on",
    "lop-nghe": "started_on ended_on", "san-xuat-gioi": "awarded_on",
}  # fmt: skip


@pytest.mark.parametrize(("slug", "field"), [(slug, one) for slug in NEEDED for one in DAYS.get(slug, "day").split()])
def test_days_of_a_row_are_of_our_time_and_have_come(slug: str, field: str) -> None:
    ahead, old = "Ngày này chưa đến: chỉ ghi việc đã có.", "Năm này quá xa: xem lại ngày."
    for day, begin in ((TODAY, None), (date(1990, 1, 1), None), (TODAY + DAY, ahead), (date(1989, 12, 31), old)):
        at = [why for where, why in told(slug, {field: day}) if where == field and why in (ahead, old)]
        assert at == ([] if begin is None else [begin])


def test_what_belongs_to_a_team_or_a_person_is_not_older() -> None:
    for slug, field, begin in (
        ("thanh-vien", "joined_on", "Trước ngày thành lập Đội"), ("viec-doi", "day", "Trước ngày thành lập Đội"),
        ("viec-uy-tin", "day", "Trước ngày ghi vào danh sách"),
    ):  # fmt: skip
        day = GOOD[slug][field]
        assert told(slug, {}, since=day) == []
        assert told(slug, {}, since=day + DAY) == [(field, f"{begin} ({day + DAY:%d/%m/%Y}): xem lại ngày.")]
        assert [where for where, _ in told(slug, {field: None}, since=day)] == [field]


D = date
ORDER = "Ngày kết thúc không được trước ngày bắt đầu."


@pytest.mark.parametrize(
    ("slug", "change", "expected"),
    [
        ("doi", {"kind": "security", "decision": ""}, []),
        ("doi", {"decision": ""}, [("decision", "Ghi số quyết định")]),
        ("doi", {"ended_on": D(2021, 3, 1), "end_reason": "x"}, []),
        ("doi", {"ended_on": D(2021, 2, 28), "end_reason": "x"}, [("ended_on", ORDER)]),
        ("doi", {"ended_on": D(2021, 3, 1)}, [("end_reason", "Ghi lý do kết thúc")]),
        ("doi", {"end_reason": "x"}, [("ended_on", "Có lý do kết thúc")]),
        ("thanh-vien", {"left_on": D(2021, 3, 1)}, []),
        ("thanh-vien", {"left_on": D(2021, 2, 28)}, [("left_on", ORDER)]),
        ("thanh-vien", {"in_union": False}, []),
        ("uy-tin", {"consent_on": D(2021, 2, 3)}, []),
        ("uy-tin", {"consent_on": D(2021, 2, 4)}, [("consent_on", "Đồng ý phải có trước")]),
        ("uy-tin", {"ended_on": D(2021, 2, 2)}, [("ended_on", ORDER)]),
        ("uy-tin", {"ended_on": D(2021, 2, 3)}, []),
        ("ho", {"poor": 200, "near_poor": 200, "helped": 400}, []),
        ("ho", {"poor": 200, "near_poor": 201}, [("poor", "Không được lớn hơn số hộ (400).")]),
        ("ho", {"poor": None, "near_poor": 401}, [("poor", "Không được lớn hơn số hộ (400).")]),
        ("ho", {"borrowers": 400, "helped": 30, "helped_by_members": 400}, []),
        ("ho", {"borrowers": 401}, [("borrowers", "Không được lớn hơn số hộ (400).")]),
        ("ho", {"helped_by_members": 401}, [("helped_by_members", "Không được lớn hơn số hộ (400).")]),
        ("ho", {"helped": 31}, [("helped", "Không được lớn hơn số hộ nghèo và cận nghèo (30).")]),
        ("ho", {"poor": None, "helped": 400}, []),  # how many are poor is not known
        ("ho", {"poor": None, "helped": 401}, [("helped", "Không được lớn hơn số hộ nghèo và cận nghèo (400).")]),
        ("ho", {"poor": 0, "near_poor": 0, "helped": 0}, []),
        ("ho", {"households": None, "borrowers": 9999}, [("households", REQUIRED)]),
        ("ho", {"households": 0, "poor": 0, "near_poor": 0, "helped": 0, "helped_by_members": 0, "borrowers": 0}, []),
        ("cam-ket", {"name": "A", "count": 1}, []),
        ("cam-ket", {"name": "A", "count": 2}, [("count", "Ghi tên hộ thì số hộ là 1")]),
        ("cam-ket", {"name": "A", "count": None}, [("count", REQUIRED)]),
        ("cam-ket", {"year": 2020}, []),
        ("cam-ket", {"year": 2022}, []),
        ("cam-ket", {"year": 2019}, [("year", "Năm cam kết cách")]),
        ("cam-ket", {"year": 2023}, [("year", "Năm cam kết cách")]),
        ("cam-ket", {"year": 2023, "day": None}, [("day", REQUIRED)]),
        ("lop-nghe", {"female": 30}, []),
        ("lop-nghe", {"female": 31}, [("female", "Không được lớn hơn số học viên (30).")]),
        ("lop-nghe", {"learners": None}, [("learners", "Có số nữ thì")]),
        ("lop-nghe", {"learners": None, "female": None}, [("learners", "Lớp đã kết thúc")]),
        ("lop-nghe", {"learners": None, "female": None, "ended_on": None}, []),
        ("lop-nghe", {"female": None}, []),
        ("lop-nghe", {"ended_on": D(2021, 7, 31)}, [("ended_on", ORDER)]),
        ("von-vay", {"overdue": 1_250_500_000}, []),
        ("von-vay", {"overdue": 1_250_500_001}, [("overdue", "Không được lớn hơn dư nợ (1.250.500.000).")]),
        ("von-vay", {"overdue": None, "households": None}, []),
        ("von-vay", {"households": 0}, [("households", "Còn dư nợ thì có hộ vay")]),
        ("von-vay", {"outstanding": 1, "overdue": 0, "households": 0}, [("households", "Còn dư nợ")]),
        ("von-vay", {"outstanding": 0, "overdue": 0, "households": 0}, []),
        ("von-vay", {"outstanding": None, "households": 0}, [("outstanding", REQUIRED)]),
        ("san-xuat-gioi", {"helped": None}, [("helped", "Ghi giúp gì thì")]),
        ("san-xuat-gioi", {"helped": 0}, []),
        ("san-xuat-gioi", {"helped": None, "help": ""}, []),
        ("san-xuat-gioi", {"count": 2}, [("count", "Ghi tên hộ thì số hộ là 1")]),
        ("san-xuat-gioi", {"count": 2, "name": ""}, []),
    ],
)
def test_each_register_has_its_own_rule(slug: str, change: Any, expected: list[tuple[str, str]]) -> None:
    at = told(slug, change)
    assert [(field, why[: len(begin)]) for (field, why), (_, begin) in zip(at, expected, strict=True)] == expected


# Teams


STANDARD = Standard(date(2021, 1, 1), 5, 1, 3, 1, 3, Source("Thử"))
Q3 = Period(2021, Kind.QUARTER, 3)


def test_visits_talks_and_patrols_are_added_up_and_nothing_else() -> None:
    deeds = {"visit": 1, "talk": 2, "patrol": 4, "training": 8, "meeting": 16, "result": 32}
    judged = judge(Counts(date(2021, 3, 1), None, 5, deeds), STANDARD, Q3)
    assert {one.code: one.counted for one in judged.criteria} == {
        "months": 7, "members": 5, "meetings": 16, "activities": 7, "results": 32,
    }  # fmt: skip
    assert [one.name[:10] for one in judged.criteria] == [
        "Đã hoạt độ",
        "Thành viên",
        "Buổi sinh ",
        "Lượt thăm ",
        "Kết quả đư",
    ]
    assert str(judged.criteria[0].reason) == "Có 7, cần ít nhất 3: đạt."
    none = judge(Counts(date(2021, 9, 30), None, 0, {}), STANDARD, Q3)
    assert [one.counted for one in none.criteria] == [0] * 5
    assert {str(one.reason)[:18] for one in none.criteria} == {"Chưa ghi lượt nào,"}
    assert none.period == Q3


def test_a_team_is_judged_for_the_quarter_in_which_it_was_there_to_the_end() -> None:
    there = judge(Counts(date(2021, 9, 30), None, 5, {}), STANDARD, Q3)
    assert there.absent is None
    early = judge(Counts(date(2021, 10, 1), None, 5, {}), STANDARD, Q3)
    assert (early.period, early.criteria, early.stable) == (Q3, (), False)
    ended = judge(Counts(date(2021, 1, 1), date(2021, 2, 3), 5, {}), STANDARD, Q3)
    assert (str(ended.absent), ended.period) == ("Đội đã kết thúc ngày 03/02/2021.", Q3)


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2021, 1, 1), date(2021, 1, 30), 0), (date(2021, 1, 1), date(2021, 1, 31), 1),
        (date(2021, 1, 15), date(2021, 2, 13), 0), (date(2021, 1, 15), date(2021, 2, 14), 1),
        (date(2020, 12, 1), date(2021, 11, 30), 12), (date(2021, 5, 1), date(2021, 3, 1), 0),
        (date(2021, 1, 31), date(2021, 2, 28), 1),
    ],
)  # fmt: skip
def test_months_are_whole(first: date, last: date, months: int) -> None:
    assert teams.months_between(first, last) == months


def test_the_quarter_to_mend_is_the_running_one_at_its_end_and_the_last_one_for_a_month() -> None:
    running = [teams.quarter_to_mend(date(2021, month, 5)) for month in range(1, 13)]
    q = [Period(2020, Kind.QUARTER, 4), *(Period(2021, Kind.QUARTER, n) for n in range(1, 5))]
    assert running == [q[0], None, q[1], q[1], None, q[2], q[2], None, q[3], q[3], None, q[4]]
    assert [teams.quarters_until(date(2021, month, 1), 1)[0].number for month in range(1, 13)] == [
        1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4,
    ]  # fmt: skip
    assert len(teams.quarters_until(TODAY)) == 4
    assert teams.days_of(q[4]) == (date(2021, 10, 1), date(2021, 12, 31))
    assert teams.days_of(q[1]) == (date(2021, 1, 1), date(2021, 3, 31))
