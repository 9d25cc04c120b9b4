"""Figures count what a naive reading of the rows counts, and open to the cases behind them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from lanhmanh.accounts.models import User
from lanhmanh.cases import figures
from lanhmanh.cases.figures.span import FORMS, REHAB, months_before
from lanhmanh.cases.models import Case, Episode, Measure, ReviewRound, Transfer
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.keyring.models import UnitKey
from lanhmanh.units.models import Unit
from tests.factories import Province, make_actor, make_user
from tests.factories.cases import assign, make_case, make_episode, make_measure
from tests.factories.vault import Vault
from tests.growth import examples

pytestmark = pytest.mark.both

FIRST, LAST = date(2021, 7, 1), date(2021, 9, 30)
EARLY = datetime(2020, 1, 1, tzinfo=VIETNAM)


@pytest.fixture
def world(db: None) -> Province:
    world = Province()
    Vault(world)
    UnitKey.objects.update(created_at=EARLY)
    return world


@pytest.fixture
def helper(world: Province) -> User:
    return make_user("case_worker", world.commune)


def of(*units: Unit, first: date = FIRST, last: date = LAST) -> figures.Figures:
    return figures.compute(unit_ids=[unit.pk for unit in units], first=first, last=last)


def test_a_unit_without_a_key_is_missing_and_not_zero(world: Province) -> None:
    assert set(of(world.branch).values()) == {None}
    assert set(of(world.commune).values()) == {Decimal(0)}
    assert of(world.commune, world.branch)["cases.open"] == 0
    UnitKey.objects.update(created_at=datetime(2021, 10, 1, tzinfo=VIETNAM))
    assert set(of(world.commune).values()) == {None}


def test_the_stock_is_that_of_the_last_day(world: Province) -> None:
    for opened, closed in [
        (LAST, None), (LAST + timedelta(1), None), (FIRST, LAST), (FIRST, LAST + timedelta(1)),
        (date(2020, 1, 1), FIRST),
    ]:  # fmt: skip
        make_case(world.commune, opened, closed_on=closed)
    found = of(world.commune)
    assert (found["cases.open"], found["cases.opened"], found["cases.opened_ever"]) == (2, 3, 4)
    assert (found["cases.closed"], found["cases.closed_completed"]) == (2, 0)


def test_forms_are_those_of_the_last_day_and_add_up(world: Province) -> None:
    for status in [each for statuses in FORMS.values() for each in statuses] + ["management", "leaving"]:
        make_episode(make_case(world.commune, FIRST), status, FIRST)
    changed = make_case(world.commune, FIRST)
    make_episode(changed, "rehab_home", FIRST, ended_on=LAST, ending="completed")
    make_episode(changed, "post_rehab", LAST)
    over = make_case(world.commune, FIRST)
    make_episode(over, "rehab_home", FIRST, ended_on=LAST)
    found = of(world.commune)
    parts = {form: found[f"cases.open_{form}"] for form in [*FORMS, "other"]}
    assert sum(number for number in parts.values() if number) == found["cases.open"] == 13
    assert parts["post_rehab"] == 3
    assert parts["home"] == 2
    assert parts["other"] == 3


def test_the_registers_of_a_commune_and_who_relapsed(world: Province) -> None:
    """The figures of forms 01-BCN and 03-BCN, each of the cases that stand in its register on the last day."""
    statuses = {
        "rehab_home": 3,
        "rehab_community": 2,
        "rehab_compulsory_community": 1,
        "post_rehab": 4,
        "rehab_centre": 5,
    }
    for status, times in statuses.items():
        for _turn in range(times):
            make_episode(make_case(world.commune, FIRST), status, FIRST, decided_on=LAST)
    make_episode(make_case(world.commune, FIRST), "rehab_home", FIRST)  # nobody decided: in no register
    make_episode(make_case(world.commune, FIRST), "rehab_home", FIRST, decided_on=LAST + timedelta(1))
    for ending, ended in [("relapse", LAST), ("relapse", FIRST), ("relapse", LAST + timedelta(1)), ("expiry", LAST)]:
        case = make_case(world.commune, FIRST)
        make_episode(case, "post_rehab", FIRST, ended_on=ended, ending=ending, decided_on=FIRST)
        make_episode(case, "management", ended)
    found = of(world.commune)
    counts = [found[f"cases.in_{register}_scn"] for register in ("01", "02", "03", "04")]
    assert counts == [3, 2, 1, 4 + 1]
    assert found["cases.relapses"] == 2
    for name in ("cases.in_01_scn", "cases.in_04_scn", "cases.relapses"):
        behind = figures.fact_count(name, unit_ids=[world.commune.pk], first=FIRST, last=LAST)
        assert behind == found[name], name


def test_a_case_counts_where_it_was_on_the_day(world: Province, helper: User) -> None:
    case = make_case(world.sibling, FIRST)
    Transfer.objects.create(
        case=case, from_unit=world.commune, to_unit=world.sibling, state="accepted", asked_by=helper, decided_by=helper,
        decided_at=datetime(2021, 9, 30, 23, 59, tzinfo=VIETNAM),
    )  # fmt: skip
    assert (of(world.commune)["cases.open"], of(world.sibling)["cases.open"]) == (0, 1)
    Transfer.objects.update(decided_at=datetime(2021, 10, 1, tzinfo=VIETNAM))
    assert (of(world.commune)["cases.open"], of(world.sibling)["cases.open"]) == (1, 0)
    Transfer.objects.update(state="refused")
    assert (of(world.commune)["cases.open"], of(world.sibling)["cases.open"]) == (0, 1)


def test_help_is_counted_in_times_and_people(world: Province, helper: User) -> None:
    one, other = make_case(world.commune, FIRST), make_case(world.commune, FIRST)
    for case, kind, on, facts in [
        (one, "visit", FIRST, {}), (one, "visit", LAST, {}), (other, "visit", LAST + timedelta(1), {}),
        (one, "counselling", FIRST, {"result": "planned"}), (other, "counselling", LAST, {"void": True}),
        (one, "training", FIRST, {}), (other, "training", FIRST - timedelta(1), {}), (other, "training", LAST, {}),
        (one, "loan", FIRST, {"amount": 25_450_000}), (other, "loan", LAST, {"source": "policy_bank"}),
        (one, "job", FIRST, {"result": "done"}), (other, "job", date(2021, 3, 30), {"result": "done"}),
        (one, "family", FIRST, {"ended_on": LAST}), (other, "family", FIRST, {}),
    ]:  # fmt: skip
        make_measure(case, kind, on, helper, **facts)
    found = of(world.commune)
    whole = {name.removeprefix("cases."): int(n) for name, n in found.items() if n and n == int(n)}
    assert whole == {
        "open": 2, "open_male": 2, "open_30_and_over": 2, "open_other": 2, "opened": 2, "opened_ever": 2, "helped": 2,
        "visit_times": 2, "training_people": 1, "loans": 2, "loans_farmers_fund": 1, "job_people": 1, "jobs_found": 1,
        "jobs_kept": 1, "families": 1, "social_support": 2,
    }  # fmt: skip
    assert found["cases.loans_million"] == Decimal("55.4")


def test_support_for_leaving_is_counted_apart(world: Province, helper: User) -> None:
    case = make_case(world.commune, FIRST)
    make_episode(case, "leaving", FIRST, ended_on=LAST)
    make_measure(case, "counselling", FIRST, helper)
    make_measure(case, "visit", LAST, helper)
    make_measure(make_case(world.commune, FIRST), "counselling", FIRST, helper)
    found = of(world.commune)
    assert (found["cases.leaving"], found["cases.leaving_times"], found["cases.counselling_times"]) == (1, 2, 2)


def test_relapse_is_a_rate_of_a_cohort_followed_for_a_year(world: Province) -> None:
    """Counted are rehabilitations completed in the same period of the year before, not everybody who ever completed."""
    for ended, again in [
        (date(2020, 7, 1), None), (date(2020, 9, 30), LAST), (date(2020, 9, 30), LAST + timedelta(1)),
        (date(2020, 6, 30), FIRST), (date(2020, 10, 1), FIRST),
    ]:  # fmt: skip
        case = make_case(world.commune, date(2020, 1, 5))
        make_episode(case, "rehab_home", date(2020, 1, 5), ended_on=ended, ending="completed")
        if again:
            make_episode(case, "rehab_home", again)
    broken_off = make_case(world.commune, date(2020, 1, 5))
    make_episode(broken_off, "rehab_home", date(2020, 1, 5), ended_on=LAST, ending="breach")
    found = of(world.commune)
    assert (found["cases.followed"], found["cases.relapsed"]) == (3, 1)
    assert (found["cases.rehab_ended"], found["cases.rehab_completed"]) == (1, 0)


def test_rounds_count_numbers_and_an_unknown_number_is_none(world: Province, helper: User) -> None:
    common = {"unit": world.commune, "from_union": 1, "from_police": 1, "from_authorities": 0, "recorded_by": helper}
    ReviewRound.objects.create(**common, on=FIRST, names_checked=40, changes=3, declared=2, registered=1)
    ReviewRound.objects.create(**common, on=LAST, families_persuaded=4)
    ReviewRound.objects.create(**common, on=LAST, changes=0, void=True, void_reason="day")
    found = of(world.commune)
    assert [found[f"cases.rounds{name}"] for name in ("", "_changes", "_declared", "_registered")] == [2, 3, 2, 1]
    assert found["cases.rounds_families_persuaded"] == 4


def test_a_figure_opens_to_case_numbers_for_who_may_know(world: Province, helper: User) -> None:
    case = make_case(world.commune, FIRST)
    where = {"unit_ids": [world.commune.pk], "first": FIRST, "last": LAST}
    behind = figures.cases_behind("cases.open", actor=make_actor("case_worker", world.commune), **where)
    assert behind == (figures.Counted(str(case), case.uid, FIRST),)
    assert figures.cases_behind("cases.open", actor=make_actor("commune_officer", world.commune), **where) is None
    assert figures.cases_behind("cases.open", actor=make_actor("case_worker", world.sibling), **where) == ()
    assert figures.fact_count("cases.open", **where) == 1
    with pytest.raises(KeyError):
        figures.fact_count("cases.names", **where)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2021, 9, 30), 12, date(2020, 9, 30)), (date(2021, 1, 31), 1, date(2020, 12, 31)),
        (date(2021, 3, 31), 1, date(2021, 2, 28)), (date(2020, 2, 29), 12, date(2019, 2, 28)), (LAST, 0, LAST),
    ],
)  # fmt: skip
def test_months_before(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def some_day(chance: Random) -> date:
    return date(2020, 6, 1) + timedelta(chance.randrange(0, 600))


def wander(chance: Random, units: list[Unit], helper: User) -> None:
    """Make a case with any history."""
    opened = some_day(chance)
    closed = chance.choice([None, opened + timedelta(chance.randrange(300))])
    case = make_case(
        chance.choice(units), opened, closed_on=closed, closing=chance.choice(["done", "moved"]) if closed else "",
        sex=chance.choice(["male", "female", "unstated"]),
        age_band=chance.choice(["12-15", "16-17", "18-29", "50+", "unstated"]),
    )  # fmt: skip
    at = opened
    for _ in range(chance.randrange(3)):
        status = chance.choice(["rehab_home", "rehab_centre", "post_rehab", "leaving", "management"])
        ended = chance.choice([at + timedelta(chance.randrange(200)), None])
        make_episode(case, status, at, ended_on=ended, ending=chance.choice(["completed", "breach"]) if ended else "")
        if ended is None:
            break
        at = ended
    for _ in range(chance.randrange(4)):
        kind = chance.choice(["visit", "counselling", "training", "job", "loan", "family"])
        facts = {"void": chance.random() < 0.1, "result": chance.choice(["planned", "going", "done", "stopped"])}
        make_measure(case, kind, some_day(chance), helper, **facts)
    if chance.random() < 0.5:
        assign(case, helper, opened, chance.choice([None, opened + timedelta(40)]))


def naive(unit: Unit) -> dict[str, int]:
    """Count by reading every row."""
    cases = list(Case.objects.filter(unit=unit))
    still = [case for case in cases if case.opened_on <= LAST and (case.closed_on is None or case.closed_on > LAST)]
    measures = [m for m in Measure.objects.filter(case__unit=unit) if not m.void and m.result != "planned"]
    given = [m for m in measures if FIRST <= m.on <= LAST]
    episodes = list(Episode.objects.filter(case__unit=unit))
    rehab = [e for e in episodes if e.status in REHAB and e.ended_on and FIRST <= e.ended_on <= LAST]
    leaving = {
        e.case_id for e in episodes
        if e.status == "leaving" and e.started_on <= LAST and (e.ended_on is None or e.ended_on >= FIRST)
    }  # fmt: skip
    return {
        "open": len(still),
        "open_female": sum(case.sex == "female" for case in still),
        "open_under_18": sum(case.age_band in ("12-15", "16-17") for case in still),
        "open_30_and_over": sum(case.age_band == "50+" for case in still),
        "opened": sum(FIRST <= case.opened_on <= LAST for case in cases),
        "closed": sum(case.closed_on is not None and FIRST <= case.closed_on <= LAST for case in cases),
        "helped": len({m.case_id for m in given}),
        "visit_times": sum(m.kind == "visit" for m in given),
        "loans": sum(m.kind == "loan" for m in given),
        "leaving": len({m.case_id for m in given} & leaving),
        "rehab_ended": len(rehab),
        "rehab_completed": sum(e.ending == "completed" for e in rehab),
    }


@pytest.mark.parametrize("seed", range(examples(2)))
def test_figures_equal_a_naive_count(world: Province, helper: User, seed: int) -> None:
    chance, units = Random(seed), [world.commune, world.sibling]
    for _ in range(25):
        wander(chance, units, helper)
    groups = {unit.pk: [unit.pk] for unit in units} | {0: [unit.pk for unit in units]}
    found = figures.compute_many(groups=groups, first=FIRST, last=LAST)
    for unit in units:
        assert {name: found[unit.pk][f"cases.{name}"] for name in naive(unit)} == naive(unit)
    for name in figures.NAMES:
        numbers = [found[unit.pk][name] for unit in units]
        if name != "cases.helpers":
            assert found[0][name] == sum(number for number in numbers if number is not None)
    where = {"unit_ids": [world.commune.pk], "first": FIRST, "last": LAST}
    for name in ("open", "open_under_18", "opened", "closed", "helped", "open_home", "rehab_completed", "followed"):
        assert figures.fact_count(f"cases.{name}", **where) == found[world.commune.pk][f"cases.{name}"]


def test_as_many_queries_for_many_units(world: Province, django_assert_max_num_queries: pytest.FixtureRequest) -> None:
    units = [world.commune, world.sibling, world.other_commune]
    for unit in units:
        make_case(unit, FIRST)
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        figures.compute_many(groups={unit.pk: [unit.pk] for unit in units}, first=FIRST, last=LAST)
