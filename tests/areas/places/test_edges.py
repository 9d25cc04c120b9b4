"""What the registers of businesses and sites take, up to its very edge, and the sentence for what lies beyond."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from lanhmanh.areas.rules import inspections, places, sites
from lanhmanh.areas.rules.inspections import By, Correction, FindingData, FindingState, InspectionData, Standing
from lanhmanh.areas.rules.places import FIRST_DAY, BusinessData, SiteData, read_point
from lanhmanh.areas.rules.sites import LeakageData, LeakageState, Measure, Stock, VisitData

pytestmark = [pytest.mark.pure, pytest.mark.once]
TODAY, DAY = date(2021, 12, 20), timedelta(days=1)
AHEAD, FAR, LONG = "Ngày này chưa đến", "Ngày này quá xa", "Quá dài: không quá "
BUSINESS = BusinessData(kind="karaoke", name="A", address="B", listed_on=date(2021, 1, 1))
SITE = SiteData(name="A", address="B", listed_on=date(2021, 1, 1), precursors=True)
D = Decimal


def said(faults: Any) -> list[tuple[str, str]]:
    return [(one.field, str(one)) for one in faults]


def begins(faults: Any, *expected: tuple[str, str]) -> None:
    found = said(faults)
    assert [(field, why[: len(begin)]) for (field, why), (_, begin) in zip(found, expected, strict=True)] == [*expected]


# Places


def place(**change: Any) -> Any:
    return places.faults(replace(BUSINESS, **change), TODAY)


@pytest.mark.parametrize(("field", "most"), [("name", 200), ("address", 200), ("licence", 80), ("owner", 120)])
def test_words_are_as_long_as_there_is_room(field: str, most: int) -> None:
    assert said(place(**{field: "x" * most})) == []
    assert said(place(**{field: "x" * (most + 1)})) == [(field, f"{LONG}{most} ký tự.")]


@pytest.mark.parametrize("field", ["listed_on", "licensed_on", "pledged_on"])
def test_days_lie_between_the_republic_and_today(field: str) -> None:
    assert date(1945, 9, 2) == FIRST_DAY
    for day in (FIRST_DAY, TODAY):
        assert said(place(**{field: day})) == []
    begins(place(**{field: TODAY + DAY}), (field, AHEAD))
    begins(place(**{field: FIRST_DAY - DAY}), (field, FAR))


def test_each_kind_of_place_says_what_it_is() -> None:
    begins(place(name="", address=""), ("name", "Ghi tên cơ sở"), ("address", "Ghi địa chỉ"))
    begins(place(kind="x"), ("kind", "Chọn loại hình"))
    for kept in ("precursors", "chemicals", "medicinals"):
        one = replace(SITE, precursors=False)
        assert said(places.faults(replace(one, **{kept: True}), TODAY)) == []
    begins(places.faults(replace(SITE, precursors=False), TODAY), ("precursors", "Chọn ít nhất một loại"))


@pytest.mark.parametrize(
    ("latitude", "longitude", "begin"),
    [
        ("8", "102", ""), ("23.5", "118", ""), ("8", "118", ""),
        ("7.9", "107", "Điểm này nằm ngoài"), ("23.6", "107", "Điểm này nằm ngoài"),
        ("11", "101.9", "Điểm này nằm ngoài"), ("11", "118.1", "Điểm này nằm ngoài"),
        ("107", "11", "Vĩ độ và kinh độ đổi chỗ"),
    ],
)  # fmt: skip
def test_a_point_lies_in_the_country_or_its_seas(latitude: str, longitude: str, begin: str) -> None:
    begins(place(latitude=D(latitude), longitude=D(longitude)), *([("latitude", begin)] if begin else []))


def test_half_a_point_is_none() -> None:
    begins(place(latitude=D(11)), ("longitude", "Ghi cả vĩ độ"))
    begins(place(longitude=D(107)), ("latitude", "Ghi cả vĩ độ"))


def test_a_point_is_read_to_the_sixth_place() -> None:
    assert read_point("  ") is None
    assert read_point("10.9574131, 106.842687") == (D("10.957413"), D("106.842687"))
    assert read_point("11°; 107°") == (D("11.000000"), D("107.000000"))
    assert read_point("1" * 20 + " 1") == (D("1" * 20), D(1))
    for text in ("1" * 21 + " 1", "1" * 24 + " 1", "11 " + " " * 55 + "107", "11", "11 107 3", "11N 107"):
        with pytest.raises(places.Faulty) as refused:
            read_point(text)
        assert refused.value.field == "point"
    assert read_point("11 " + " " * 54 + "107") == (D(11), D(107))


def test_distances_are_told_in_whole_kilometres() -> None:
    origin = (D(11), D(107))
    assert places.distance_km(origin, (D(12), D(107))) == 111
    assert places.distance_km(origin, (D(11), D(108))) == 109
    assert places.distance_km((D(12), D(108)), origin) == 155
    assert places.distance_km(origin, origin) == 0


def test_a_point_is_odd_from_twenty_one_kilometres_on() -> None:
    middle = (D(11), D(107))
    for north, odd in (("0.185", []), ("0.186", ["latitude"])):  # 20.46 and 20.57 kilometres
        here = replace(BUSINESS, latitude=D(11) + D(north), longitude=D(107))
        assert [one.field for one in places.doubts(here, middle, "Xã")] == odd
    assert said(places.doubts(replace(BUSINESS, latitude=D(15)), middle, "Xã")) == []
    assert said(places.doubts(replace(SITE, licensed_on=TODAY), None, "Xã")) == []
    same = replace(BUSINESS, licensed_on=TODAY, pledged_on=TODAY)
    assert said(places.doubts(same, None, "Xã")) == []
    begins(places.doubts(replace(same, pledged_on=TODAY - DAY), None, "Xã"), ("pledged_on", "Ngày ký cam kết trước"))


def test_a_place_leaves_the_register_after_it_came() -> None:
    for day in (TODAY, TODAY - DAY):
        assert said(places.closing(day, TODAY - DAY, TODAY)) == []
    begins(places.closing(TODAY + DAY, TODAY, TODAY), ("closed_on", AHEAD))
    begins(places.closing(TODAY - DAY, TODAY, TODAY), ("closed_on", "Ngày này trước ngày vào sổ"))


def test_what_is_kept_of_a_form_is_all_but_what_only_the_form_needs() -> None:
    for data in (BUSINESS, SITE):
        kept = places.stated(data)
        assert kept.keys() == {one.name for one in fields(data)} - {"sure", "token"}
        assert kept["name"] == "A"
    assert BUSINESS.sure is False and SITE.chemicals is SITE.medicinals is False
    assert (
        BUSINESS.licence == BUSINESS.owner == ""
        and SiteData(name="A", address="B", listed_on=TODAY).precursors is False
    )


# Inspections


VISIT = InspectionData(by="team_178", day=date(2021, 6, 8))


def inspected(**change: Any) -> Any:
    return inspections.faults(replace(VISIT, **change), TODAY)


def test_words_that_are_kept_of_inspections_stay() -> None:
    assert [*By] == ["team_178", "other", "review"]
    assert [*FindingState] == ["open", "overdue", "corrected", "verified"]
    assert [*Standing] == ["planned", "missed", "clean", "open", "overdue", "corrected", "verified", "void"]
    assert [*Measure] == ["kg", "g", "l", "ml", "t", "piece"]
    assert [*LeakageState] == ["found", "waiting", "overdue", "answered"]


def test_an_inspection_is_planned_for_the_next_year_at_most() -> None:
    for day in (FIRST_DAY, date(2022, 12, 31)):
        assert said(inspected(day=day)) == []
    for day in (FIRST_DAY - DAY, date(2023, 1, 1)):
        begins(inspected(day=day), ("day", FAR))
    begins(inspected(by="x"), ("by", "Chọn ai kiểm tra"))
    for by in By:
        assert said(inspected(by=by.value)) == []
    assert (VISIT.union_joined, VISIT.sure, VISIT.who, VISIT.note, VISIT.findings) == (False, False, "", "", ())


def test_who_and_what_of_an_inspection_are_as_long_as_there_is_room() -> None:
    for field, most in (("who", 300), ("note", 1000)):
        assert said(inspected(**{field: "x" * most})) == []
        assert said(inspected(**{field: "x" * (most + 1)})) == [(field, f"{LONG}{most} ký tự.")]
    for field in ("what", "measure"):
        long = replace(FindingData("A"), **{field: "x" * 300})
        assert said(inspected(findings=(long,))) == []
        longer = replace(long, **{field: "x" * 301})
        assert said(inspected(findings=(longer,))) == [(field, f"{LONG}300 ký tự.")]


def test_what_was_found_was_found_by_a_team_on_a_day_that_was() -> None:
    one = (FindingData("A"),)
    assert said(inspected(findings=one, day=TODAY)) == []
    begins(inspected(findings=one, day=TODAY + DAY), ("day", "Ngày kiểm tra chưa đến"))
    begins(inspected(findings=one, by="review"), ("by", "Rà soát chỉ ghi"))
    assert said(inspected(findings=one * 20)) == []
    assert said(inspected(findings=one * 21)) == [("findings", "Mỗi lần kiểm tra nhiều nhất 20 tồn tại.")]
    begins(inspected(findings=(FindingData(""),)), ("what", "Ghi tồn tại"))


def test_a_finding_is_put_right_within_five_years() -> None:
    for due in (None, VISIT.day, date(2026, 12, 31)):
        assert said(inspections.finding_faults(FindingData("A", due=due), VISIT.day)) == []
    begins(inspections.finding_faults(FindingData("A", due=VISIT.day - DAY), VISIT.day), ("due", "Hạn khắc phục trước"))
    begins(inspections.finding_faults(FindingData("A", due=date(2027, 1, 1)), VISIT.day), ("due", "Hạn này quá xa"))


def test_an_inspection_while_a_business_is_open_is_not_odd() -> None:
    assert said(inspections.doubts(VISIT, VISIT.day, VISIT.day)) == said(inspections.doubts(VISIT, None, None)) == []
    begins(inspections.doubts(VISIT, VISIT.day + DAY, None), ("day", "Ngày kiểm tra trước ngày cấp"))
    begins(inspections.doubts(VISIT, None, VISIT.day - DAY), ("day", "Ngày kiểm tra sau ngày"))


def test_a_correction_follows_the_inspection_and_is_verified_after_it() -> None:
    for day in (VISIT.day, TODAY):
        assert said(inspections.correcting(day, VISIT.day, TODAY)) == []
        assert said(inspections.verifying(day, VISIT.day, TODAY)) == []
    begins(inspections.correcting(TODAY + DAY, VISIT.day, TODAY), ("corrected_on", AHEAD))
    begins(inspections.correcting(VISIT.day - DAY, VISIT.day, TODAY), ("corrected_on", "Ngày khắc phục trước"))
    begins(inspections.verifying(TODAY, None, TODAY), ("verified_on", "Chưa ghi ngày khắc phục"))
    begins(inspections.verifying(TODAY + DAY, VISIT.day, TODAY), ("verified_on", AHEAD))
    begins(inspections.verifying(VISIT.day - DAY, VISIT.day, TODAY), ("verified_on", "Ngày xác nhận trước"))


def test_a_finding_runs_late_on_the_day_after_it_was_due() -> None:
    due = Correction(TODAY, None, None)
    assert inspections.finding_state(due, TODAY) is FindingState.OPEN
    assert inspections.finding_state(due, TODAY + DAY) is FindingState.OVERDUE
    assert inspections.standing("planned", TODAY, (), TODAY) is Standing.PLANNED
    assert inspections.standing("planned", TODAY, (), TODAY + DAY) is Standing.MISSED


def test_of_several_findings_the_least_corrected_one_tells() -> None:
    late, open_ = Correction(TODAY - DAY, None, None), Correction(None, None, None)
    corrected, verified = Correction(None, TODAY, None), Correction(None, TODAY, TODAY)
    order = [late, open_, corrected, verified]
    for place, state in enumerate((Standing.OVERDUE, Standing.OPEN, Standing.CORRECTED, Standing.VERIFIED)):
        assert inspections.standing("done", TODAY, order[place:][::-1], TODAY) is state


# Sites


PATROL = VisitData(day=date(2021, 6, 8))
STOCK = Stock("Axeton", "l", D(1), D(2), D(3), D(0), D(0))


def visited(**change: Any) -> Any:
    return sites.faults(replace(PATROL, **change), TODAY)


def test_a_visit_was_made_and_its_words_have_room() -> None:
    for day in (FIRST_DAY, TODAY):
        assert said(visited(day=day)) == []
    begins(visited(day=TODAY + DAY), ("day", AHEAD))
    begins(visited(day=FIRST_DAY - DAY), ("day", FAR))
    for field, most in (("who", 300), ("note", 1000), ("advice", 500)):
        assert said(visited(**{field: "x" * most})) == []
        assert said(visited(**{field: "x" * (most + 1)})) == [(field, f"{LONG}{most} ký tự.")]
    many = tuple(replace(STOCK, substance=f"C{n}") for n in range(21))
    assert said(visited(stocks=many[1:])) == []
    assert said(visited(stocks=many)) == [("stocks", "Mỗi lần giám sát nhiều nhất 20 chất.")]
    assert (PATROL.union_joined, PATROL.sure, PATROL.who, PATROL.note, PATROL.advice) == (False, False, "", "", "")


def test_a_substance_stands_once_for_each_unit() -> None:
    assert said(visited(stocks=(STOCK, replace(STOCK, measure="kg")))) == []
    begins(visited(stocks=(STOCK, replace(STOCK, substance="AXETON"))), ("stocks", "Một chất được ghi hai lần"))


@pytest.mark.parametrize(
    ("change", "begin"),
    [
        ({}, ""), ({"substance": "x" * 120}, ""), ({"found": D(10) ** 9}, ""), ({"opening": D(0)}, ""),
        ({"substance": "x" * 121}, "Tên chất quá dài: không quá 120"), ({"substance": ""}, "Ghi tên chất"),
        ({"measure": "x"}, "Chọn đơn vị tính cho Axeton."),
        ({"found": D(10) ** 9 + D("0.001")}, "Số lượng không được âm"),
        ({"came_in": D("-0.001")}, "Số lượng không được"),
        ({"on_paper": D(-1)}, "Số lượng không được"), ({"went_out": D(-1)}, "Số lượng không được"),
    ],
)  # fmt: skip
def test_quantities_are_not_negative_and_have_a_name_and_a_unit(change: Any, begin: str) -> None:
    begins(sites.stock_faults(replace(STOCK, **change)), *([("stocks", begin)] if begin else []))


def test_a_visit_is_wrong_where_a_line_of_it_is() -> None:
    begins(visited(stocks=(STOCK, replace(STOCK, substance=""))), ("stocks", "Ghi tên chất"))
    assert sites.PLACES == 3  # as the tables keep them


def test_a_line_without_any_number_says_nothing() -> None:
    assert said(sites.stock_faults(Stock("A", "l"))) == [("stocks", "Ghi ít nhất một số lượng của A.")]
    for name in ("opening", "came_in", "went_out", "on_paper", "found"):
        assert said(sites.stock_faults(replace(Stock("A", "l"), **{name: D(0)}))) == []
    begins(sites.stock_faults(Stock("", "x")), ("stocks", "Ghi tên chất"), ("stocks", "Chọn đơn vị tính cho …."),
           ("stocks", "Ghi ít nhất một số lượng của …."))  # fmt: skip


def test_what_was_found_is_held_against_the_movements_then_against_the_papers() -> None:
    one = Stock("A", "l", D(5), D(2), D(3), D(6), D(1))
    assert (one.expected, one.paper_gap, one.gap, one.differs) == (4, 2, -3, True)
    paper = replace(one, opening=None)
    assert (paper.expected, paper.paper_gap, paper.gap) == (None, None, -5)
    assert replace(one, on_paper=D(4), found=D(4)).differs is False
    assert replace(one, on_paper=D(4)).differs and replace(one, found=D(4)).differs


def test_more_out_than_there_was_is_odd_and_so_is_a_visit_to_what_was_closed() -> None:
    none_left = replace(STOCK, on_paper=None)
    assert said(sites.doubts(replace(PATROL, stocks=(none_left,)), PATROL.day, PATROL.day)) == []
    begins(sites.doubts(replace(PATROL, stocks=(replace(STOCK, went_out=D(4)),)), None, None),
           ("stocks", "Axeton: theo giấy tờ"))  # fmt: skip
    begins(sites.doubts(PATROL, PATROL.day + DAY, None), ("day", "Ngày giám sát trước"))
    begins(sites.doubts(PATROL, None, PATROL.day - DAY), ("day", "Ngày giám sát sau"))


def test_a_leakage_says_what_and_when_it_was_seen() -> None:
    seen = LeakageData(found_on=TODAY, what="x" * 300)
    assert said(sites.leakage_faults(seen, TODAY)) == []
    assert said(sites.leakage_faults(replace(seen, what="x" * 301), TODAY)) == [("what", f"{LONG}300 ký tự.")]
    begins(sites.leakage_faults(replace(seen, what=""), TODAY), ("what", "Ghi dấu hiệu"))
    begins(sites.leakage_faults(replace(seen, found_on=TODAY + DAY), TODAY), ("found_on", AHEAD))


def test_a_leakage_is_passed_on_after_it_was_found() -> None:
    early = TODAY - DAY
    for to, on, due in (("x" * 200, TODAY, None), ("A", early, early), ("A", TODAY, date(2023, 12, 31))):
        assert said(sites.forwarding(to, on, due, early, TODAY)) == []
    begins(sites.forwarding("", TODAY, None, early, TODAY), ("forwarded_to", "Ghi cơ quan nhận"))
    assert said(sites.forwarding("x" * 201, TODAY, None, early, TODAY)) == [("forwarded_to", f"{LONG}200 ký tự.")]
    begins(sites.forwarding("A", TODAY + DAY, None, early, TODAY), ("forwarded_on", AHEAD))
    begins(sites.forwarding("A", early, None, TODAY, TODAY), ("forwarded_on", "Ngày chuyển trước"))
    begins(sites.forwarding("A", TODAY, early, early, TODAY), ("answer_due", "Ngày đề nghị trả lời trước"))
    begins(sites.forwarding("A", TODAY, date(2024, 1, 1), early, TODAY), ("answer_due", FAR))


def test_a_leakage_is_answered_after_it_was_passed_on() -> None:
    early = TODAY - DAY
    for on in (early, TODAY):
        assert said(sites.answering("x" * 500, on, early, TODAY)) == []
    begins(sites.answering("A", TODAY, None, TODAY), ("answered_on", "Chưa chuyển cơ quan nào"))
    begins(sites.answering("A", TODAY + DAY, early, TODAY), ("answered_on", AHEAD))
    begins(sites.answering("A", early, TODAY, TODAY), ("answered_on", "Ngày trả lời trước"))
    begins(sites.answering("", TODAY, early, TODAY), ("answer", "Ghi cơ quan đã trả lời"))
    assert said(sites.answering("x" * 501, TODAY, early, TODAY)) == [("answer", f"{LONG}500 ký tự.")]
    assert sites.leakage_state(early, TODAY, None, TODAY) is LeakageState.WAITING
    assert sites.leakage_state(early, early, None, TODAY) is LeakageState.OVERDUE
