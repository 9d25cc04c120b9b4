"""What a register must say, the states that follow from dates, and stocks against papers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lanhmanh.areas.rules import inspections, places, sites
from lanhmanh.areas.rules.inspections import Correction, FindingData, FindingState, InspectionData, Standing
from lanhmanh.areas.rules.places import BusinessData, Faulty, SiteData, read_point
from lanhmanh.areas.rules.sites import LeakageState, Stock, VisitData
from lanhmanh.law import places as law

pytestmark = [pytest.mark.pure, pytest.mark.once]
TODAY = date(2021, 12, 20)
DAYS = st.dates(date(2020, 1, 1), date(2022, 12, 31))
MAYBE = st.none() | DAYS
AMOUNT = st.decimals(0, 10**6, places=3)


def business(**changes):
    values = {"kind": "karaoke", "name": "A", "address": "B", "listed_on": date(2021, 1, 1)}
    return BusinessData(**(values | changes))


def told(faults):
    return [fault.field for fault in faults]


@st.composite
def corrections(draw):
    """Draw a correction whose days are in order, as the database holds them."""
    corrected, verified = draw(MAYBE), draw(MAYBE)
    assume(verified is None or (corrected is not None and verified >= corrected))
    return Correction(draw(MAYBE), corrected, verified)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"address": ""}, "address"),
        ({"owner": "x" * 121}, "owner"),
        ({"licence": "x" * 81}, "licence"),
        ({"listed_on": date(2021, 12, 21)}, "listed_on"),
        ({"licensed_on": date(1899, 1, 1)}, "licensed_on"),
        ({"pledged_on": date(2022, 1, 1)}, "pledged_on"),
        ({"kind": "casino"}, "kind"),
        ({"latitude": Decimal(11)}, "longitude"),
        ({"longitude": Decimal(107)}, "latitude"),
        ({"latitude": Decimal("106.8"), "longitude": Decimal("10.9")}, "latitude"),
        ({"latitude": Decimal(48), "longitude": Decimal(2)}, "latitude"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(changes, field):
    assert told(places.faults(business(**changes), TODAY)) == [field]
    assert told(places.faults(business(), TODAY)) == []


def test_swapped_coordinates_are_told_as_such():
    [fault] = places.faults(business(latitude=Decimal("106.8"), longitude=Decimal("10.9")), TODAY)
    assert "đổi chỗ" in str(fault)


def test_a_site_holds_at_least_one_thing():
    site = SiteData(name="A", address="B", listed_on=date(2021, 1, 1))
    assert told(places.faults(site, TODAY)) == ["precursors"]


def test_a_point_far_from_the_commune_is_odd_and_one_near_is_not():
    middle = (Decimal("10.983"), Decimal("106.872"))
    [odd] = places.doubts(business(latitude=Decimal("10.4"), longitude=Decimal("106.872")), middle, "Phường Trảng Dài")
    assert odd.field == "latitude"
    assert str(odd) == "Điểm này cách Phường Trảng Dài khoảng 64 km: xem lại vĩ độ, kinh độ."
    near = business(latitude=Decimal("10.99"), longitude=Decimal("106.88"))
    assert list(places.doubts(near, middle, "")) == []
    assert list(places.doubts(near, None, "")) == []


def test_a_pledge_before_the_licence_is_odd():
    early = business(licensed_on=date(2021, 5, 1), pledged_on=date(2021, 4, 1))
    assert told(places.doubts(early, None, "")) == ["pledged_on"]


@pytest.mark.parametrize("text", ["10.9574, 106.8427", "10.9574 106.8427", " 10.9574;106.8427 ", "10,9574 106,8427"])
def test_points_are_read_as_maps_write_them(text):
    assert read_point(text) == (Decimal("10.957400"), Decimal("106.842700"))


@pytest.mark.parametrize(
    "text", ["10.9", "abc", "10.9, 106.8, 3", "9" * 50 + ", 1", "1" * 100, "-10.9, 106.8", "10°57'N"]
)
def test_what_is_no_point_gets_a_sentence(text):
    with pytest.raises(Faulty, match="vĩ độ rồi kinh độ"):
        read_point(text)


@pytest.mark.deep
@given(st.text(max_size=80))
def test_any_text_is_a_point_or_gets_a_sentence(text):
    try:
        found = read_point(text)
    except Faulty as fault:
        assert fault.field == "point"
    else:
        assert (found is None) == (not text.strip())


@given(DAYS, MAYBE, DAYS)
def test_a_place_stands_from_its_listing_to_its_closing(listed, closed, day):
    assume(closed is None or closed >= listed)
    assert places.stands(listed, closed, day) == (listed <= day and not (closed and closed <= day))
    assert not places.stands(listed, listed, day), "closed on the day of its listing it never stood"


def test_every_kind_of_the_sensitive_lists_is_known_and_every_day_has_a_list():
    for one in law.lists():
        assert one.kinds <= law.kinds().keys()
    for day in (date(1, 1, 1), TODAY, date(9999, 1, 1)):
        assert law.sensitive_on(day).kinds
        assert law.requirement_on(day).a_year == 1
        assert law.requirement_on(day).by <= set(inspections.By)
    assert law.sensitive_on(TODAY).source.flag == "chưa đối chiếu"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"by": "nobody"}, "by"),
        ({"day": date(2035, 1, 1)}, "day"),
        ({"who": "x" * 301}, "who"),
        ({"note": "x" * 1001}, "note"),
        ({"day": date(2021, 12, 25), "findings": (FindingData("A"),)}, "day"),
        ({"by": "review", "findings": (FindingData("A"),)}, "by"),
        ({"findings": (FindingData(""),)}, "what"),
        ({"findings": (FindingData("A", "x" * 301),)}, "measure"),
        ({"findings": (FindingData("A", "", date(2021, 6, 7)),)}, "due"),
        ({"findings": (FindingData("A", "", date(2031, 6, 7)),)}, "due"),
        ({"findings": (FindingData("A"),) * 21}, "findings"),
    ],
)
def test_an_inspection_that_cannot_be_is_told_at_its_field(changes, field):
    values = {"by": "team_178", "day": date(2021, 6, 8)}
    assert told(inspections.faults(InspectionData(**(values | changes)), TODAY)) == [field]
    assert told(inspections.faults(InspectionData(**values), TODAY)) == []


def test_an_inspection_before_the_licence_or_after_the_closing_is_odd():
    data = InspectionData(by="team_178", day=date(2021, 6, 8))
    assert told(inspections.doubts(data, date(2021, 6, 9), None)) == ["day"]
    assert told(inspections.doubts(data, None, date(2021, 6, 7))) == ["day"]
    assert told(inspections.doubts(data, date(2021, 6, 8), date(2021, 6, 8))) == []


@given(corrections(), DAYS)
def test_a_finding_is_in_one_state_and_only_an_open_one_runs_late(one, today):
    state = inspections.finding_state(one, today)
    assert (state == FindingState.VERIFIED) == (one.verified_on is not None)
    late = one.corrected_on is None and one.due is not None and one.due < today
    assert (state == FindingState.OVERDUE) == late
    later = inspections.finding_state(one, today + timedelta(days=400))
    assert later == state or (state, later) == (FindingState.OPEN, FindingState.OVERDUE)


@given(st.lists(corrections(), max_size=4), DAYS, DAYS)
def test_an_inspection_stands_as_its_least_corrected_finding(found, day, today):
    standing = inspections.standing("done", day, found, today)
    states = {inspections.finding_state(one, today) for one in found}
    assert (standing == Standing.CLEAN) == (not found)
    assert not found or standing.value in {state.value for state in states}
    assert (standing == Standing.VERIFIED) == (states == {FindingState.VERIFIED})
    assert (standing == Standing.OVERDUE) == (FindingState.OVERDUE in states)
    assert inspections.standing("void", day, found, today) == Standing.VOID
    ahead = inspections.standing("planned", day, (), today)
    assert ahead == (Standing.MISSED if day < today else Standing.PLANNED)


@given(st.integers(0, 5), st.lists(DAYS, max_size=6))
def test_a_year_asks_for_what_is_not_done_in_it(a_year, days):
    left = inspections.lacking(a_year, days, 2021)
    assert left == max(0, a_year - len([day for day in days if day.year == 2021]))
    assert inspections.lacking(a_year, [*days, TODAY], 2021) <= left


@given(AMOUNT, AMOUNT, AMOUNT, AMOUNT)
def test_stocks_add_up_exactly(opening, came, went, found):
    one = Stock("Axeton", "l", opening, came, went, None, found)
    assert one.expected == opening + came - went
    assert one.gap == found - opening - came + went
    assert one.differs == (one.gap != 0)
    assert Stock("Axeton", "l", opening, came, went, one.expected, one.expected).differs is False


@given(st.tuples(*[st.none() | AMOUNT] * 5))
def test_what_is_not_known_gives_no_difference(amounts):
    one = Stock("Axeton", "l", *amounts)
    opening, came, went, paper, found = amounts
    known = None not in (opening, came, went)
    assert (one.expected is None) == (not known)
    assert (one.paper_gap is None) == (not known or paper is None)
    assert (one.gap is None) == (found is None or (not known and paper is None))


@pytest.mark.parametrize(
    ("stock", "words"),
    [
        (Stock("", "l", Decimal(1)), "tên chất"),
        (Stock("x" * 121, "l", Decimal(1)), "120"),
        (Stock("A", "gallon", Decimal(1)), "đơn vị tính"),
        (Stock("A", "l"), "ít nhất một số lượng"),
        (Stock("A", "l", Decimal(-1)), "không được âm"),
        (Stock("A", "l", Decimal(10) ** 10), "1.000.000.000"),
    ],
)
def test_a_line_of_quantities_that_cannot_be_gets_a_sentence(stock, words):
    [fault] = sites.stock_faults(stock)
    assert words in str(fault)


def test_a_visit_names_each_substance_once_and_more_out_than_in_is_odd():
    one = Stock("Axeton", "l", Decimal(1), Decimal(1), Decimal(3))
    twice = VisitData(day=TODAY, stocks=(one, Stock("AXETON", "l", Decimal(1))))
    assert told(sites.faults(twice, TODAY)) == ["stocks"]
    odd = list(sites.doubts(VisitData(day=TODAY, stocks=(one,)), None, None))
    assert told(odd) == ["stocks"]


@given(MAYBE, MAYBE, MAYBE, DAYS)
def test_a_leakage_is_found_waits_runs_late_or_is_answered(forwarded, due, answered, today):
    assume(answered is None or forwarded is not None)
    state = sites.leakage_state(forwarded, due, answered, today)
    assert (state == LeakageState.ANSWERED) == (answered is not None)
    assert (state == LeakageState.FOUND) == (forwarded is None)
    late = forwarded is not None and answered is None and due is not None and due < today
    assert (state == LeakageState.OVERDUE) == late


def test_what_is_passed_on_and_answered_keeps_its_order():
    day = date(2021, 6, 8)
    assert told(sites.forwarding("", day, None, day, TODAY)) == ["forwarded_to"]
    assert told(sites.forwarding("Công an", day, None, TODAY, TODAY)) == ["forwarded_on"]
    assert told(sites.forwarding("Công an", day, date(2021, 6, 7), day, TODAY)) == ["answer_due"]
    assert told(sites.forwarding("Công an", day, None, day, TODAY)) == []
    assert told(sites.answering("Đã xong", day, None, TODAY)) == ["answered_on"]
    assert told(sites.answering("", day, day, TODAY)) == ["answer"]
    assert told(sites.answering("Đã xong", date(2021, 6, 7), day, TODAY)) == ["answered_on"]
