"""Statuses over the versions of the law: boundaries, the transition rule, terms, ages, what may follow what."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.kernel.errors import Refused
from lanhmanh.law.sources import Source, rule_file
from lanhmanh.law.statuses import (
    Status,
    absence,
    allowed,
    endings_of,
    months_after,
    regime,
    regime_of,
    regimes,
    term_of,
    transition,
    version,
    version_on,
    versions,
)
from lanhmanh.law.statuses.tables import version_file
from lanhmanh.law.statuses.terms import Term
from lanhmanh.law.statuses.transitions import IllegalTransition

pytestmark = pytest.mark.pure
OLD, L21, L25 = "truoc-2022", "luat-73-2021", "luat-120-2025"
DAY = timedelta(days=1)
DAYS = st.dates(date(2010, 1, 1), date(2040, 12, 31))
AGES = st.none() | st.integers(0, 110)
EVERY = [(one.code, status) for one in versions() for status in regimes(one.code)]
VOLUNTARY = ("rehab_home", "rehab_community", "rehab_centre")
FLAG = "chưa đối chiếu"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date.min, OLD), (date(2021, 12, 30), OLD), (date(2021, 12, 31), OLD), (date(2022, 1, 1), L21),
        (date(2022, 1, 2), L21), (date(2026, 6, 29), L21), (date(2026, 6, 30), L21), (date(2026, 7, 1), L25),
        (date(2026, 7, 2), L25), (date.max, L25),
    ],
)  # fmt: skip
def test_a_day_has_its_version(day: date, code: str) -> None:
    assert version_on(day) == version(code)
    assert [one.code for one in versions() if one.holds(day)] == [code]


def test_versions_lie_side_by_side() -> None:
    known = versions()
    assert [one.code for one in known] == [OLD, L21, L25]
    assert known[0].effective_from == date.min
    assert known[-1].effective_to is None
    for before, after in pairwise(known):
        assert before.effective_to is not None
        assert before.effective_to + DAY == after.effective_from
    with pytest.raises(KeyError):
        version("x")
    with pytest.raises(KeyError):
        regimes("x")


def test_every_version_says_of_every_status_what_it_is_or_why_it_is_not() -> None:
    for one in versions():
        for status in Status:
            known = regime(one.code, status)
            if known is None:
                assert absence(one.code, status).title
            else:
                assert (known.version, known.status) == (one.code, status)
                assert status.value not in version_file(one.code)["absent"]


@pytest.mark.parametrize(("code", "status"), EVERY)
def test_every_status_has_a_basis_and_an_end_or_a_decider(code: str, status: Status) -> None:
    known = regimes(code)[status]
    assert known.source.title
    assert known.deciders or known.endings
    assert known.endings, "something must end it"
    assert known.starts in {*rule_file("statuses/common.toml")["events"], *rule_file("courses.toml")["steps"]}
    assert known.decider == (known.deciders[0] if known.deciders else None)
    codes = [one.code for one in known.endings if one.below is None]
    assert len(codes) == len(set(codes))
    for ending in known.endings:
        assert ending.name_vi
        assert ending.name_en
        assert ending.source.article or ending.source.flag == FLAG
        assert ending.article == ending.source.article
        for to in ending.leads_to:
            assert to in regimes(code), "it leads only where this law knows a way on"


@pytest.mark.parametrize(("code", "status"), EVERY)
def test_what_a_checked_fact_rests_on_is_named_and_what_is_not_checked_says_so(code: str, status: Status) -> None:
    known = regimes(code)[status]
    term = term_of(status, decided_on=version(code).effective_from)
    sources = [known.source, known.stages_source, term.source]
    sources += [one.source for one in (*known.endings, *known.deciders, *known.exclusions)]
    for source in sources:
        assert source.title
        assert source.flag == ("" if source.confidence == "F" else FLAG)
        assert source.article or not source.checked or source.title.startswith("Nghị định 94/2009")


def test_whoever_supports_somebody_who_leaves_prostitution_decides_nothing() -> None:
    for one in versions():
        leaving = regimes(one.code)[Status.LEAVING]
        assert (leaving.deciders, leaving.decider, leaving.stages_required) == ((), None, 0)
        assert {ending.code for ending in leaving.endings} == {"wish", "completed", "moved", "death"}
        term = term_of("leaving", decided_on=one.effective_from)
        assert term.open
        assert term.ends_on(date(2026, 1, 1)) is None
        assert allowed("leaving", on=one.effective_from) == (Status.LEAVING,)
        for other in Status:
            if other is not Status.LEAVING and regime(one.code, other):
                with pytest.raises(Refused, match="kết thúc đợt này"):
                    transition("leaving", other, on=one.effective_from, age=15 if "minor" in other else 30)


@pytest.mark.parametrize(
    ("status", "day", "least", "most", "confidence"),
    [
        ("management", date(2022, 1, 1), 12, 12, "F"),
        ("management", date(2026, 6, 30), 12, 12, "F"),
        ("management", date(2026, 7, 1), 12, 12, "F"),
        ("rehab_home", date(2021, 12, 31), 6, 12, "P"),
        ("rehab_home", date(2022, 1, 1), 6, 12, "F"),
        ("rehab_home", date(2026, 6, 30), 6, 12, "F"),
        ("rehab_home", date(2026, 7, 1), 24, 24, "F"),
        ("rehab_community", date(2021, 12, 31), 6, 12, "P"),
        ("rehab_community", date(2026, 6, 30), 6, 12, "F"),
        ("rehab_community", date(2026, 7, 1), 24, 24, "F"),
        ("rehab_compulsory_community", date(2021, 12, 31), 6, 12, "P"),
        ("rehab_centre", date(2021, 12, 31), None, None, "M"),
        ("rehab_centre", date(2022, 1, 1), 6, 12, "F"),
        ("rehab_centre", date(2026, 7, 1), 24, 24, "F"),
        ("rehab_compulsory", date(2021, 12, 31), 12, 24, "P"),
        ("rehab_compulsory", date(2026, 6, 30), 12, 24, "P"),
        ("rehab_compulsory", date(2026, 7, 1), 24, 24, "F"),
        ("rehab_compulsory_minor", date(2022, 1, 1), 6, 12, "F"),
        ("rehab_compulsory_minor", date(2026, 6, 30), 6, 12, "F"),
        ("rehab_compulsory_minor", date(2026, 7, 1), 24, 24, "F"),
        ("substitution", date(2026, 6, 30), None, None, "P"),
        ("substitution", date(2026, 7, 1), None, None, "P"),
        ("post_rehab", date(2021, 12, 31), 12, 24, "P"),
        ("post_rehab_centre", date(2021, 12, 31), 12, 24, "P"),
        ("leaving", date(2021, 12, 31), None, None, "P"),
    ],
)
def test_terms_on_each_side_of_each_law(
    status: str, day: date, least: int | None, most: int | None, confidence: str
) -> None:
    term = term_of(status, decided_on=day)
    assert (term.months_min, term.months_max, term.source.confidence) == (least, most, confidence)
    assert term.version == version_on(day).code
    assert term.open is (most is None)
    assert term.fixed is (most is not None and least == most)


@pytest.mark.parametrize("status", [*VOLUNTARY, "rehab_compulsory", "rehab_compulsory_minor"])
def test_the_new_law_asks_for_36_months_from_the_second_time_on(status: str) -> None:
    for times, months in ((1, 24), (2, 36), (3, 36)):
        term = term_of(status, decided_on=date(2026, 7, 1), times=times)
        assert (term.months_min, term.months_max, term.source.article) == (months, months, "Điều 29 khoản 1")
        assert term_of(status, decided_on=date(2026, 6, 30), times=times).months_max in (12, 24)
    for times in (0, -1):
        with pytest.raises(Refused, match=r"từ 1 trở lên .*Điều 3"):
            term_of(status, decided_on=date(2026, 7, 1), times=times)


@given(
    DAYS, DAYS, st.sampled_from(["rehab_home", "rehab_community", "rehab_centre", "substitution"]), st.integers(1, 5)
)
def test_the_decision_fixes_the_duration_and_the_completion_fixes_what_follows(
    decided: date, completed: date, rehab: str, times: int
) -> None:
    assert term_of(rehab, decided_on=decided, times=times, completed_on=completed).version == version_on(decided).code
    after = term_of("post_rehab", decided_on=decided, after=rehab, completed_on=completed)
    assert after.version == version_on(completed).code
    assert regime_of("post_rehab", decided_on=decided, completed_on=completed).version == after.version
    assert term_of("post_rehab", decided_on=decided, after=rehab).version == version_on(decided).code


def test_who_was_in_rehab_when_the_law_changed_finishes_by_the_old_one_and_is_followed_by_the_new() -> None:
    rehab = term_of("rehab_home", decided_on=date(2026, 6, 30), times=2)
    assert (rehab.version, rehab.ends_on(date(2026, 6, 30))) == (L21, date(2027, 6, 30))
    late = term_of("rehab_home", decided_on=date(2026, 7, 1), times=2)
    assert (late.version, late.ends_on(date(2026, 7, 1))) == (L25, date(2029, 7, 1))
    for completed, code, article in (
        (date(2026, 6, 30), L21, "Điều 40 khoản 1"), (date(2026, 7, 1), L25, "Điều 42 khoản 1"),
    ):  # fmt: skip
        followed = term_of("post_rehab", decided_on=date(2026, 7, 3), after="rehab_home", completed_on=completed)
        assert (followed.version, followed.source.article, followed.months_max) == (code, article, 12)
    before = term_of("post_rehab", decided_on=date(2022, 1, 5), after="rehab_home", completed_on=date(2021, 12, 31))
    assert (before.version, before.source.flag) == (OLD, FLAG)
    for code in (L21, L25):
        rule = version_file(code)["transition"]["source"]
        assert rule[:3] == ([("L21"), "Điều 55", "F"] if code == L21 else ["L25", "Điều 56", "F"])


@pytest.mark.parametrize("day", [date(2022, 1, 1), date(2026, 6, 30), date(2026, 7, 1)])
def test_post_rehab_lasts_one_year_or_two_by_what_came_before(day: date) -> None:
    for after in (*VOLUNTARY, "substitution", "rehab_compulsory_minor", Status.REHAB_HOME):
        term = term_of("post_rehab", decided_on=day, after=after)
        assert (term.months_min, term.months_max) == (12, 12)
        assert term.source.checked
    two = term_of("post_rehab", decided_on=day, after="rehab_compulsory")
    assert (two.months_min, two.months_max, two.source.checked) == (24, 24, True)
    for unknown in (None, "rehab_compulsory_community", "post_rehab"):
        term = term_of("post_rehab", decided_on=day, after=unknown)
        assert (term.months_min, term.months_max, term.source.flag) == (12, 24, FLAG)


def test_a_term_ends_on_the_same_day_so_many_months_later() -> None:
    year = term_of("management", decided_on=date(2024, 2, 29))
    assert year.ends_on(date(2024, 2, 29)) == date(2025, 2, 28)
    some = term_of("rehab_home", decided_on=date(2025, 1, 1))
    assert some.ends_on(date(2025, 8, 31)) == date(2026, 8, 31)
    assert some.ends_on(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert some.ends_on(date(2025, 8, 31), 12) == date(2026, 8, 31)
    for months in (5, 13):
        with pytest.raises(Refused, match=r"6 đến 12 tháng .*Điều 30 khoản 2"):
            some.ends_on(date(2025, 8, 31), months)
    free = term_of("substitution", decided_on=date(2025, 1, 1))
    assert free.ends_on(date(2025, 1, 31)) is None
    assert free.ends_on(date(2025, 1, 31), 1) == date(2025, 2, 28)
    for term in (some, free):
        for months in (0, -6):
            with pytest.raises(Refused, match=f"là {months} tháng.*Điều"):
                term.ends_on(date(2025, 1, 31), months)


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_months_add_up_but_for_the_ends_of_months(day: date, first: int, second: int) -> None:
    there = months_after(day, first)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == first
    assert there.day == day.day or (there.day < day.day and (there + DAY).day == 1)
    assert months_after(months_after(day.replace(day=1), first), second) == months_after(
        day.replace(day=1), first + second
    )


@pytest.mark.parametrize(
    ("code", "status", "decider", "confidence"),
    [
        (L21, "management", "commune_chairman", "F"), (L25, "management", "commune_police_chief", "F"),
        (L21, "rehab_home", "commune_chairman", "F"), (L25, "rehab_home", "commune_police_chief", "F"),
        (OLD, "rehab_home", "commune_chairman", "P"), (OLD, "rehab_centre", "contract", "P"),
        (L21, "rehab_centre", "contract", "P"), (L25, "rehab_centre", "provincial_police_director", "F"),
        (OLD, "rehab_compulsory", "district_court", "M"), (L21, "rehab_compulsory", "district_court", "P"),
        (L25, "rehab_compulsory", "regional_court", "F"), (L21, "rehab_compulsory_minor", "district_court", "F"),
        (L25, "rehab_compulsory_minor", "regional_court", "F"), (OLD, "post_rehab", "district_level", "F"),
        (L21, "post_rehab", "commune_chairman", "F"), (L25, "post_rehab", "commune_chairman", "F"),
    ],
)  # fmt: skip
def test_who_decides(code: str, status: str, decider: str, confidence: str) -> None:
    known = regime(code, status)
    assert known is not None
    assert known.decider is not None
    assert (known.decider.code, known.decider.source.confidence) == (decider, confidence)
    assert known.decider.name_vi
    assert known.decider.name_en


def test_voluntary_rehab_asked_for_three_stages_and_now_asks_for_all_five() -> None:
    for status in VOLUNTARY:
        stages = [regimes(code)[Status(status)].stages_required for code in (OLD, L21, L25)]
        assert stages == [None, 3, 5]
        assert regimes(OLD)[Status(status)].stages_source.flag == FLAG
        assert regimes(L21)[Status(status)].stages_source.article == "Điều 29 khoản 2"
    for code in (L21, L25):
        for status in ("rehab_compulsory", "rehab_compulsory_minor"):
            assert regimes(code)[Status(status)].stages_required == 5
        for status in ("management", "substitution", "post_rehab", "leaving"):
            assert regimes(code)[Status(status)].stages_required == 0


def test_a_court_sends_nobody_whom_the_new_law_spares() -> None:
    spared = regimes(L25)[Status.REHAB_COMPULSORY].exclusions
    assert [one.code for one in spared] == ["no_capacity", "pregnant", "carer_under_36_months"]
    assert all(one.name_vi and one.name_en and one.source.article == "Điều 35 khoản 2" for one in spared)
    assert not regimes(L25)[Status.REHAB_HOME].exclusions


@pytest.mark.parametrize("day", [date(2022, 1, 1), date(2026, 7, 1)])
def test_minors_and_adults_have_their_own_compulsory_rehab(day: date) -> None:
    for age, adult, minor in ((11, False, False), (12, False, True), (17, False, True), (18, True, False)):
        open_to = allowed("rehab_home", on=day, age=age)
        assert (Status.REHAB_COMPULSORY in open_to, Status.REHAB_COMPULSORY_MINOR in open_to) == (adult, minor)
        for status, fits in (("rehab_compulsory", adult), ("rehab_compulsory_minor", minor)):
            if fits:
                assert transition("rehab_home", status, on=day, age=age).endings
                assert term_of(status, decided_on=day, age=age)
            else:
                with pytest.raises(Refused, match=r"tuổi .*Điều 3[2356]"):
                    transition("rehab_home", status, on=day, age=age)
                with pytest.raises(Refused, match=r"tuổi .*Điều 3[2356]"):
                    term_of(status, decided_on=day, age=age)
    both = allowed("rehab_home", on=day)
    assert {Status.REHAB_COMPULSORY, Status.REHAB_COMPULSORY_MINOR} <= set(both)


def test_rehab_outside_centres_began_at_twelve_before_2022() -> None:
    for status in ("rehab_home", "rehab_community", "rehab_compulsory_community"):
        assert transition(None, status, on=date(2021, 12, 31), age=12).next == status
        with pytest.raises(Refused, match="từ đủ 12 tuổi"):
            transition(None, status, on=date(2021, 12, 31), age=11)
    assert Status.REHAB_CENTRE in allowed(None, on=date(2021, 12, 31), age=11)


def test_a_minor_who_relapses_is_sent_only_by_the_new_law() -> None:
    old, new = date(2026, 6, 30), date(2026, 7, 1)
    assert allowed("post_rehab", on=old, age=30) == (Status.REHAB_COMPULSORY, Status.POST_REHAB)
    assert allowed("post_rehab", on=old, age=17) == (
        Status.REHAB_HOME, Status.REHAB_COMMUNITY, Status.REHAB_CENTRE, Status.SUBSTITUTION, Status.POST_REHAB,
    )  # fmt: skip
    young = transition("post_rehab", "rehab_home", on=old, age=17)
    assert [one.source.flag for one in young.endings] == [FLAG]
    with pytest.raises(IllegalTransition):
        transition("post_rehab", "rehab_home", on=old, age=18)
    assert [one.below for one in endings_of("post_rehab", on=old, age=18) if one.code == "relapse"] == [None]
    assert [one.below for one in endings_of("post_rehab", on=old, age=17) if one.code == "relapse"] == [None, 18]
    assert [one.below for one in endings_of("post_rehab", on=old) if one.code == "relapse"] == [None, 18]
    assert allowed("post_rehab", on=new, age=17) == (Status.REHAB_COMPULSORY_MINOR, Status.POST_REHAB)
    assert allowed("post_rehab", on=new, age=18) == (Status.REHAB_COMPULSORY, Status.POST_REHAB)
    relapse = regimes(L21)[Status.POST_REHAB].ending("relapse")
    assert (relapse.below, relapse.article) == (None, "Điều 32 khoản 4")
    with pytest.raises(KeyError):
        regimes(L21)[Status.POST_REHAB].ending("wish")


@pytest.mark.parametrize(
    ("code", "status", "endings"),
    [
        (L21, "management", "expiry new_positive found_addicted not_registered education_measure compulsory_school "
         "prison moved death missing"),
        (L25, "management", "expiry new_positive found_addicted not_registered compulsory_school prison remand_longer "
         "moved death missing"),
        (L21, "rehab_home", "completed withdrawn used_again breach changed_form prison moved death missing"),
        (L25, "rehab_home", "completed withdrawn used_again breach changed_form prison compulsory_school moved death "
         "missing"),
        (L21, "post_rehab", "expiry relapse relapse prison moved death missing"),
        (L25, "post_rehab", "expiry relapse prison compulsory_school moved death missing"),
        (L25, "rehab_compulsory_minor", "completed turned_18 exempted prison death missing"),
    ],
)  # fmt: skip
def test_what_ends_a_status(code: str, status: str, endings: str) -> None:
    assert [one.code for one in regimes(code)[Status(status)].endings] == endings.split()


def test_prison_ends_by_the_old_law_and_interrupts_by_the_new() -> None:
    for status in (*VOLUNTARY, "rehab_compulsory", "rehab_compulsory_minor", "post_rehab"):
        old, new = (regimes(code)[Status(status)].ending("prison") for code in (L21, L25))
        assert (old.resumes, new.resumes) == (False, True)
        assert "Điều 47 khoản 1" in new.article
    assert not regimes(L25)[Status.MANAGEMENT].ending("prison").resumes
    for code, known in ((one.code, regimes(one.code)) for one in versions()):
        for one in known.values():
            assert all(ending.resumes for ending in one.endings if ending.code == "moved"), code


@given(st.sampled_from([None, *Status]), st.sampled_from(list(Status)), DAYS, AGES, st.integers(1, 4))
def test_a_change_is_lawful_with_a_basis_or_refused_with_its_article(
    current: Status | None, to: Status, day: date, age: int | None, times: int
) -> None:
    try:
        change = transition(current, to, on=day, age=age, times=times)
    except Refused as refusal:
        assert "Điều" in str(refusal) or FLAG in str(refusal) or "Biểu" in str(refusal)
        assert "%(" not in refusal.sentence % {name: name for name in refusal.values}
        return
    assert to in allowed(current, on=day, age=age)
    assert (change.current, change.next, change.version) == (current, to, version_on(day).code)
    assert change.source.article or change.source.flag
    assert all(to in one.leads_to and one.concerns(age) for one in change.endings)
    assert change.term.version == version_on(day).code
    assert regimes(change.version)[to].admits(age)


@given(st.sampled_from([None, *Status]), DAYS, AGES)
def test_all_that_is_offered_can_be_done(current: Status | None, day: date, age: int | None) -> None:
    began = [one for one in versions() if one.effective_from <= day and (current is None or regime(one.code, current))]
    if not began:
        with pytest.raises(Refused, match="chọn hình thức khác"):
            allowed(current, on=day, age=age)
        return
    open_to = allowed(current, on=day, age=age)
    assert len(open_to) == len(set(open_to))
    for to in open_to:
        assert transition(current, to, on=day, age=age).next is to
    if current is None:
        assert open_to == tuple(
            one for one in regimes(version_on(day).code) if regimes(version_on(day).code)[one].admits(age)
        )


@pytest.mark.parametrize("day", [date(2021, 12, 31), date(2022, 1, 1), date(2026, 7, 1)])
def test_every_status_that_can_be_reached_can_be_left(day: date) -> None:
    reached, rest = set(allowed(None, on=day)), list(allowed(None, on=day))
    while rest:
        for to in allowed(rest.pop(), on=day):
            if to not in reached:
                reached.add(to)
                rest.append(to)
    for status in reached:
        assert any(not one.leads_to for one in endings_of(status, on=day)), status
    assert reached == set(regimes(version_on(day).code))


def test_management_did_not_exist_before_2022_and_compulsory_rehab_at_home_not_after() -> None:
    with pytest.raises(Refused, match="Điều 23, Luật Phòng, chống ma túy 73/2021/QH14") as before:
        transition(None, "management", on=date(2021, 12, 31))
    assert before.value.values["version"] == ("Pháp luật trước ngày 01/01/2022", "The law before 1 January 2022")
    assert transition(None, "management", on=date(2022, 1, 1)).endings == ()
    with pytest.raises(Refused, match="Điều 28, Điều 55 khoản 1, Luật Phòng, chống ma túy 73/2021/QH14"):
        term_of("rehab_compulsory_community", decided_on=date(2022, 1, 1))
    with pytest.raises(Refused, match=FLAG) as minor:
        term_of("rehab_compulsory_minor", decided_on=date(2021, 12, 31))
    assert "not checked against the original" in minor.value.values["basis"][1]  # type: ignore[index]


def test_what_began_under_the_old_law_goes_on_under_the_new() -> None:
    day = date(2022, 1, 1)
    kept = transition("rehab_compulsory_community", "rehab_home", on=day, age=30)
    assert (kept.endings, kept.source.article, kept.source.checked) == ((), "Điều 55 khoản 1", True)
    assert Status.REHAB_CENTRE in allowed("rehab_compulsory_community", on=day)
    with pytest.raises(IllegalTransition):
        transition("rehab_compulsory_community", "rehab_home", on=day - DAY, age=30)
    assert transition("rehab_compulsory_community", "post_rehab", on=day, age=30).version == L21
    assert {one.code for one in endings_of("post_rehab_centre", on=day)} >= {"expiry", "death"}
    with pytest.raises(Refused, match="Điều 40, Luật"):
        transition("post_rehab_centre", "post_rehab_centre", on=day)


def test_a_refusal_names_the_ways_that_are_open() -> None:
    with pytest.raises(IllegalTransition) as wrong:
        transition("management", "post_rehab", on=date(2026, 7, 1), age=20)
    text, values = str(wrong.value), wrong.value.values
    assert "Điều 2 khoản 9, Điều 24, Luật Phòng, chống ma túy 120/2025/QH15" in text
    assert "“Cai nghiện bắt buộc”." in text
    assert "12 tuổi" not in text
    assert values["current"] == ("Quản lý người sử dụng trái phép chất ma túy", "Management of an illegal drug user")
    assert "“Compulsory rehabilitation”" in values["possible"][1]  # type: ignore[index]


def test_turning_18_moves_whoever_still_has_three_months() -> None:
    moved = transition("rehab_compulsory_minor", "rehab_compulsory", on=date(2026, 7, 1), age=18)
    assert [(one.code, one.resumes, one.article) for one in moved.endings] == [("turned_18", True, "Điều 36 khoản 4")]
    with pytest.raises(IllegalTransition):
        transition("rehab_compulsory_minor", "rehab_compulsory", on=date(2026, 6, 30), age=18)


def test_completion_leads_to_post_rehab_with_its_term() -> None:
    done = transition("rehab_compulsory", "post_rehab", on=date(2026, 7, 1), age=40)
    assert ([one.code for one in done.endings], done.term.months_max, done.term.version) == (["completed"], 24, L25)
    assert transition("rehab_home", "post_rehab", on=date(2026, 6, 30), age=40).term.months_max == 12
    again = transition("management", "rehab_home", on=date(2026, 7, 1), age=40, times=2)
    assert again.term.months_max == 36


def test_names_are_complete_in_both_languages() -> None:
    shared = rule_file("statuses/common.toml")
    assert set(shared["statuses"]) == set(Status)
    for table in ("statuses", "deciders", "endings", "events"):
        for code, names in shared[table].items():
            assert len(names) == 2, code
            assert all(name.strip() for name in names), code
            assert names[0] != names[1], code
    used = {one.code for known, status in EVERY for one in regimes(known)[status].endings}
    assert used == set(shared["endings"])
    deciders = {one.code for known, status in EVERY for one in regimes(known)[status].deciders}
    assert deciders == set(shared["deciders"])
    assert Status.LEAVING.name_vi == "Hỗ trợ người tự nguyện hoàn lương"
    assert Status.LEAVING.name_en == "Support for leaving prostitution"
    with pytest.raises(ValueError, match="aftercare"):
        regime(L21, "aftercare")


def test_unless_told_a_rehabilitation_is_the_first() -> None:
    day = date(2026, 7, 1)
    usual = transition(None, "rehab_home", on=day, age=30)
    assert usual == transition(None, "rehab_home", on=day, age=30, times=1)
    assert usual.term != transition(None, "rehab_home", on=day, age=30, times=2).term


def test_what_follows_a_rehabilitation_keeps_the_law_of_the_day_it_was_completed() -> None:
    done, decided = date(2021, 12, 20), date(2022, 1, 5)
    kept = regime_of("post_rehab_centre", decided_on=decided, completed_on=done)
    assert kept == regime_of("post_rehab_centre", decided_on=done)
    with pytest.raises(Refused, match="chọn hình thức khác"):
        regime_of("post_rehab_centre", decided_on=decided)


def test_a_term_with_one_bound_takes_any_months() -> None:
    term = Term(None, 12, "X", Source("Văn bản"))
    assert term.ends_on(date(2021, 1, 1), 3) == date(2021, 4, 1)
