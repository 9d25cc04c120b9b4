"""Cases of the demonstration: four hundred invented people over the communes, each deed at its moment."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from lanhmanh.cases.models import Case
from lanhmanh.cases.rules.rounds import RoundData
from lanhmanh.cases.services.measures import MeasureData, record_measure
from lanhmanh.cases.services.opening import open_case
from lanhmanh.cases.services.publishing import publish_figures
from lanhmanh.cases.services.requests import Asked, receive_request
from lanhmanh.cases.services.retention import apply_retention
from lanhmanh.cases.services.rounds import record_round
from lanhmanh.cases.services.transfers import accept_transfer, ask_transfer, refuse_transfer
from lanhmanh.flows.demo import one_person
from lanhmanh.flows.demo.courses import Story, held
from lanhmanh.flows.demo.keys import HELPER, KEEPER, WARD
from lanhmanh.flows.demo.lives import Life, lives
from lanhmanh.flows.demo.quarters import Year
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.units.models import Unit, UnitVersion

SEED, COMMUNES, PEOPLE = 1648, 170, 400
HERE = 12  # at Trảng Dài, where the reader begins
LAST = date(2021, 12, 17)  # nothing happens in the cases after it
EMERGENCY = "Gia đình gọi lúc nửa đêm, người phụ trách hồ sơ đi công tác (minh họa)."


def plan(year: Year) -> None:
    """Put the cases and the review rounds into the year."""
    random, world = Random(SEED), year.world
    for unit, life in _placed(world, random):
        story = Story(world, unit, life)
        _plan_story(year, story, random)
    for version in world.communes:
        for day in (date(2021, 3, 9), date(2021, 6, 8), date(2021, 9, 7), date(2021, 12, 7)):
            if random.random() < 0.6:
                year.plan(_at(day, 10), _round(world, version, day, Random(f"{version.code}{day}")))
    for monday in (date(2021, 1, 11) + timedelta(7 * week) for week in range(50)):
        year.plan(_at(monday, 1), _let_go(monday))
    # The later quarters are left to whoever opens the demonstration, to be looked at and published.
    year.plan(_at(date(2021, 4, 6), 14), _publish(world, parse("2021Q1")))
    if any(version.code == WARD for version in world.communes):
        _plan_ward(year)


def _placed(world: World, random: Random) -> list[tuple[Unit, Life]]:
    """Return people and where their cases are: some in every commune, more where the reader begins.

    Those who have a case in each of two communes (`one_person`) are of the four hundred too.
    """
    ward = [version.unit for version in world.communes if version.code == WARD]
    places = ward * HERE
    wanted = PEOPLE * len(world.communes) // COMMUNES - len(places)
    places += [random.choice(world.communes).unit for _ in range(max(wanted, 0))]
    placed = list(zip(places, lives(random, len(places)), strict=True))
    return placed[: -one_person.CASES] if wanted > one_person.CASES else placed


def _plan_story(year: Year, story: Story, random: Random) -> None:
    life, made = story.life, list[Case]()
    day = min(life.opened_on + timedelta(random.randint(25, 120)), LAST)
    year.plan(_at(life.opened_on, 9), lambda: made.append(story.begin()))
    if day > life.opened_on:
        year.plan(_at(day, 15), lambda: story.go_on(made[0], day))
    done = life.completes_on
    if done and day < done <= LAST:
        year.plan(_at(done, 10), lambda: story.complete(made[0], done))
        again = done + timedelta(40)
        if life.relapses and again <= LAST:
            year.plan(_at(again, 10), lambda: story.relapse(made[0], again))


def _plan_ward(year: Year) -> None:
    """Leave something to do at Trảng Dài: an emergency opening, a request, a case offered by a neighbour."""
    world = year.world
    ward = next(version for version in world.communes if version.code == WARD)
    year.plan(_at(date(2021, 12, 18), 23), _opened_in_an_emergency(world, ward))
    year.plan(_at(date(2021, 12, 13), 8), _asked(world, ward))
    year.plan(_at(date(2021, 12, 14), 15), _visited(world, ward, date(2021, 12, 14)))
    for day, answer in ((date(2021, 11, 2), accept), (date(2021, 11, 23), refuse), (date(2021, 12, 16), None)):
        year.plan(_at(day, 14), _offered(world, ward, answer))


def _opened_in_an_emergency(world: World, ward: UnitVersion) -> Callable[[], None]:
    def deed() -> None:
        case = Case.objects.filter(unit=ward.unit, state="open").order_by("pk")[0]
        open_case(actor=world.actor(HELPER), keys=held(HELPER), case=case, purpose="support", reason=EMERGENCY)

    return deed


def _visited(world: World, ward: UnitVersion, day: date) -> Callable[[], None]:
    """Let two people be visited: the next visit is due on the demonstration's day and in its week, a course planned."""

    def deed() -> None:
        who = _who(world, ward.unit_id)
        cases = Case.objects.filter(unit=ward.unit, state="open").order_by("pk")[3:5]
        for case, after in zip(cases, (6, 9), strict=False):
            open_case(**who, case=case, purpose="support")
            next_on = day + timedelta(after)
            for given in (
                MeasureData("visit", day, "done", next_on=next_on, words="Minh họa."),
                MeasureData("training", date(2022, 1, 10), "planned", words="Lớp trồng nấm ở phường (minh họa)."),
            ):
                record_measure(**who, case=case, data=given)

    return deed


def _let_go(day: date) -> Callable[[], None]:
    """Do what the server's timer does in the night: seal and erase what is due."""

    def deed() -> None:
        apply_retention(day=day)

    return deed


def _asked(world: World, ward: UnitVersion) -> Callable[[], None]:
    def deed() -> None:
        case, who = Case.objects.filter(unit=ward.unit).order_by("pk")[1], _who(world, ward.unit_id)
        open_case(**who, case=case, purpose="request")
        words = Asked("copy", date(2021, 12, 13), "Chính người được hỗ trợ (minh họa)", "Xin bản sao hồ sơ của mình.")
        receive_request(**who, unit=ward.unit, case=case, asked=words)

    return deed


Answer = Callable[[World, UnitVersion, Case], None]


def _offered(world: World, ward: UnitVersion, answer: Answer | None) -> Callable[[], None]:
    """Let a neighbour offer a case that was never offered before, and the ward answer at once or not yet."""
    others = [one.unit_id for one in world.communes if one.parent_id == ward.parent_id and one.code != WARD]

    def deed() -> None:
        rows = Case.objects.filter(unit__in=others, state="open", transfers=None)
        case = rows.order_by("pk").first()
        if case is None:
            return
        theirs = _who(world, case.unit_id)
        open_case(**theirs, case=case, purpose="handover")
        ask_transfer(**theirs, case=case, to_unit=ward.unit.uid, words="Người này chuyển nhà về phường.")
        if answer:
            answer(world, ward, case)

    return deed


def accept(world: World, ward: UnitVersion, case: Case) -> None:
    """Take a case over; the ward's officer helps from now on."""
    in_charge = world.users[world.names[ward.unit_id]].uid
    accept_transfer(**_who(world, ward.unit_id), case=case, in_charge=in_charge)


def refuse(world: World, ward: UnitVersion, case: Case) -> None:
    """Answer that the ward does not take a case over."""
    words = "Người này chưa đăng ký thường trú ở phường (minh họa)."
    refuse_transfer(**_who(world, ward.unit_id), case=case, words=words)


def _who(world: World, unit_id: int) -> dict[str, Any]:
    return {"actor": world.officer(unit_id), "keys": held(world.names[unit_id])}


def _publish(world: World, period: Period) -> Callable[[], None]:
    def deed() -> None:
        publish_figures(actor=world.actor(KEEPER), unit=world.province, period=period)

    return deed


def _round(world: World, version: UnitVersion, day: date, random: Random) -> Callable[[], None]:
    def deed() -> None:
        checked = random.randint(12, 60)
        changed = random.randint(0, 4)
        data = RoundData(
            day, 1, 2, 1, names_checked=checked, changes=changed, declared=random.randint(0, changed),
            registered=random.randint(0, changed), families_persuaded=random.randint(0, 3),
        )  # fmt: skip
        record_round(actor=world.officer(version.unit_id), unit=version.unit, data=data)

    return deed


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 20), VIETNAM)
