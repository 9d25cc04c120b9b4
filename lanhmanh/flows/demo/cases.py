"""Cases of the demonstration: four hundred invented people over the communes, each deed at its moment."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.models import Case, Result
from lanhmanh.cases.rules.course import order
from lanhmanh.cases.rules.rounds import RoundData
from lanhmanh.cases.services import close_case, end_episode, start_episode, take_step
from lanhmanh.cases.services.intake import Agreed, CaseData, open_new_case
from lanhmanh.cases.services.measures import MeasureData, record_measure
from lanhmanh.cases.services.opening import open_case
from lanhmanh.cases.services.publishing import publish_figures
from lanhmanh.cases.services.requests import Asked, receive_request
from lanhmanh.cases.services.rounds import record_round
from lanhmanh.cases.services.transfers import ask_transfer
from lanhmanh.flows.demo.keys import HELPER, KEEPER, WARD, keys_of
from lanhmanh.flows.demo.lives import Life, lives
from lanhmanh.flows.demo.quarters import Year
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.keyring.access import Keys
from lanhmanh.units.models import Unit, UnitVersion

SEED, COMMUNES, PEOPLE = 1648, 170, 400
HERE = 12  # at Trảng Dài, where the reader begins
EMERGENCY = "Gia đình gọi lúc nửa đêm, người phụ trách hồ sơ đi công tác (minh họa)."
_held = cache(keys_of)


@dataclass(frozen=True)
class _Story:
    """One person's case as it goes on; what is not there yet is found by its number."""

    world: World
    unit: Unit
    life: Life

    @property
    def actor(self) -> Actor:
        """Return the supervisor of the commune."""
        return self.world.officer(self.unit.pk)

    @property
    def keys(self) -> Keys:
        """Return the keys of the supervisor."""
        return _held(self.world.names[self.unit.pk])

    def begin(self) -> Case:
        """Open the case, and begin with what the person is in."""
        life = self.life
        agreed = Agreed(life.opened_on, "Giấy đồng ý viết tay (minh họa)") if life.ground == "asked" else None
        data = CaseData(ground=life.ground, words=life.words, sex=life.sex, agreed=agreed, namesake=True)
        case = open_new_case(actor=self.actor, keys=self.keys, unit=self.unit, data=data)
        with suppress(Refused):  # what the law of the day does not know stays without an episode
            start_episode(actor=self.actor, keys=self.keys, case=case, status=life.status, on=life.opened_on)
        return case

    def go_on(self, case: Case, day: date) -> None:
        """Take the steps and give the help that were told, and end what ends."""
        open_case(actor=self.actor, keys=self.keys, case=case, purpose="support")
        span = max((day - self.life.opened_on).days, 1)
        for number, kind in enumerate(self.life.help, start=1):
            on = self.life.opened_on + timedelta(span * number // (len(self.life.help) + 1))
            record_measure(actor=self.actor, keys=self.keys, case=case, data=_measure(kind, on, day))
        episode = case.episodes.first()
        if episode is None:
            return
        with suppress(Refused):  # a decision may fix no term here; what stands so far stands
            for number, step in enumerate(order(episode.status, episode.started_on)[1 : self.life.steps + 1], start=1):
                on = self.life.opened_on + timedelta(min(span, number * 3 if number < 4 else span * number // 9))
                take_step(actor=self.actor, keys=self.keys, episode=episode, step=step, on=on)
        if self.life.ends:
            end_episode(actor=self.actor, keys=self.keys, episode=episode, ending="moved", on=day)
            close_case(actor=self.actor, keys=self.keys, case=case, reason="moved", on=day)


def plan(year: Year) -> None:
    """Put the cases and the review rounds into the year."""
    random, world = Random(SEED), year.world
    for unit, life in _placed(world, random):
        story = _Story(world, unit, life)
        _plan_story(year, story, random)
    for version in world.communes:
        for day in (date(2021, 3, 9), date(2021, 6, 8), date(2021, 9, 7), date(2021, 12, 7)):
            if random.random() < 0.6:
                year.plan(_at(day, 10), _round(world, version, day, Random(f"{version.code}{day}")))
    for day, code in ((date(2021, 4, 6), "2021Q1"), (date(2021, 7, 6), "2021Q2"), (date(2021, 10, 6), "2021Q3")):
        year.plan(_at(day, 14), _publish(world, parse(code)))
    if any(version.code == WARD for version in world.communes):
        _plan_ward(year)


def _placed(world: World, random: Random) -> list[tuple[Unit, Life]]:
    """Return people and where their cases are: some in every commune, more where the reader begins."""
    ward = [version.unit for version in world.communes if version.code == WARD]
    places = ward * HERE
    wanted = PEOPLE * len(world.communes) // COMMUNES - len(places)
    places += [random.choice(world.communes).unit for _ in range(max(wanted, 0))]
    return list(zip(places, lives(random, len(places)), strict=True))


def _plan_story(year: Year, story: _Story, random: Random) -> None:
    later = story.life.opened_on + timedelta(random.randint(25, 120))
    made: list[Case] = []
    year.plan(_at(story.life.opened_on, 9), lambda: made.append(story.begin()))
    day = min(later, date(2021, 12, 17))
    if day > story.life.opened_on:
        year.plan(_at(day, 15), lambda: story.go_on(made[0], day))


def _plan_ward(year: Year) -> None:
    """Leave something to do at Trảng Dài: an emergency opening, a request, a case offered by a neighbour."""
    world = year.world
    ward = next(version for version in world.communes if version.code == WARD)
    others = [version for version in world.communes if version.parent_id == ward.parent_id and version.code != WARD]

    def opened_in_an_emergency() -> None:
        case = Case.objects.filter(unit=ward.unit, state="open").order_by("pk")[0]
        open_case(actor=world.actor(HELPER), keys=_held(HELPER), case=case, purpose="support", reason=EMERGENCY)

    def asked() -> None:
        case, actor, keys = (
            Case.objects.filter(unit=ward.unit).order_by("pk")[1],
            world.officer(ward.unit_id),
            _held(world.names[ward.unit_id]),
        )
        open_case(actor=actor, keys=keys, case=case, purpose="request")
        words = Asked("copy", date(2021, 12, 13), "Chính người được hỗ trợ (minh họa)", "Xin bản sao hồ sơ của mình.")
        receive_request(actor=actor, keys=keys, unit=ward.unit, case=case, asked=words)

    def offered() -> None:
        case = Case.objects.filter(unit__in=[one.unit_id for one in others], state="open").order_by("pk").first()
        if case is None:
            return
        actor, keys = world.officer(case.unit_id), _held(world.names[case.unit_id])
        open_case(actor=actor, keys=keys, case=case, purpose="handover")
        ask_transfer(actor=actor, keys=keys, case=case, to_unit=ward.unit.uid, words="Người này chuyển nhà về phường.")

    year.plan(_at(date(2021, 12, 18), 23), opened_in_an_emergency)
    year.plan(_at(date(2021, 12, 13), 8), asked)
    year.plan(_at(date(2021, 12, 16), 14), offered)


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


def _measure(kind: str, on: date, today: date) -> MeasureData:
    next_on = today + timedelta(14) if kind == "visit" else None
    done = Result.DONE if kind in {"visit", "counselling", "health", "papers"} else Result.GOING
    given = MeasureData(kind=kind, on=on, result=done, next_on=next_on, words="Minh họa.")
    if kind != "loan":
        return given
    return replace(given, amount=30_000_000, source="farmers_fund", repayment="current")


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 20), VIETNAM)
