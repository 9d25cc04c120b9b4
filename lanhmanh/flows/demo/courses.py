"""How the case of an invented person goes on: steps by decision, an end, what follows on it, a return."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from lanhmanh.accounts.access import Actor
from lanhmanh.cases.models import Case, Episode, Repayment, Result
from lanhmanh.cases.rules.course import DECISION, order
from lanhmanh.cases.services import close_case, end_episode, start_episode, take_step
from lanhmanh.cases.services.intake import Agreed, CaseData, open_new_case
from lanhmanh.cases.services.measures import MeasureData, record_measure
from lanhmanh.cases.services.opening import open_case
from lanhmanh.flows.demo.keys import keys_of
from lanhmanh.flows.demo.lives import TERMS, Life
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel.errors import Refused
from lanhmanh.keyring.access import Keys
from lanhmanh.units.models import Unit

held = cache(keys_of)
OPEN_FROM = date(2021, 12, 1)
# Why the case is closed that ends so.
CLOSED_FOR = {
    "moved": "moved",
    "prison": "prison",
    "death": "death",
    "expiry": "done",
    "completed": "done",
    "wish": "wish",
}
# How a loan stands that was given to somebody of this number.
LOANS = (Repayment.CURRENT, Repayment.CURRENT, Repayment.REPAID, Repayment.CURRENT, Repayment.OVERDUE)


@dataclass(frozen=True, slots=True)
class Story:
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
        return held(self.world.names[self.unit.pk])

    def begin(self) -> Case:
        """Open the case, and begin with what the person is in."""
        life = self.life
        agreed = Agreed(life.opened_on, "Giấy đồng ý viết tay (minh họa)") if life.ground == "asked" else None
        data = CaseData(ground=life.ground, words=life.words, sex=life.sex, agreed=agreed, namesake=True)
        case = open_new_case(actor=self.actor, keys=self.keys, unit=self.unit, data=data)
        with suppress(Refused):  # what the law of the day does not know stays without an episode
            start_episode(actor=self.actor, keys=self.keys, case=case, status=life.status, on=life.began)
        return case

    def go_on(self, case: Case, day: date) -> None:
        """Take the steps and give the help that were told, and end what ends early."""
        self._help(case, day)
        episode = case.episodes.first()
        if episode is None:
            return
        self._step(episode, self.life.steps, day)
        if self.life.leaves:
            self._end(episode, self.life.leaves, day)
            close_case(actor=self.actor, keys=self.keys, case=case, reason=CLOSED_FOR[self.life.leaves], on=day)

    def complete(self, case: Case, day: date) -> None:
        """Complete the rehabilitation at the end of its term; management after it is decided as the law wants."""
        open_case(actor=self.actor, keys=self.keys, case=case, purpose="support")
        episode = case.episodes.get(ended_on=None)
        self._step(episode, len(order(episode.status, episode.started_on)), day)
        self._end(episode, "completed", day)
        after = start_episode(actor=self.actor, keys=self.keys, case=case, status="post_rehab", on=day)
        self._decide(after, day)

    def relapse(self, case: Case, day: date) -> None:
        """Let a person who had completed rehabilitation be found addicted again, and begin once more."""
        open_case(actor=self.actor, keys=self.keys, case=case, purpose="support")
        self._end(case.episodes.get(ended_on=None), "relapse", day)
        again = start_episode(actor=self.actor, keys=self.keys, case=case, status="rehab_community", on=day)
        self._decide(again, day)

    def _help(self, case: Case, day: date) -> None:
        open_case(actor=self.actor, keys=self.keys, case=case, purpose="support")
        span = max((day - self.life.opened_on).days, 1)
        for number, kind in enumerate(self.life.help, start=1):
            on = self.life.opened_on + timedelta(span * number // (len(self.life.help) + 1))
            record_measure(actor=self.actor, keys=self.keys, case=case, data=_measure(kind, on, day, self.life.number))

    def _step(self, episode: Episode, count: int, day: date) -> None:
        """Take the steps up to so many, those left; a step that the law does not allow leaves what stands."""
        known = order(episode.status, episode.started_on)[1:]
        at = known.index(episode.step) + 1 if episode.step in known else 0
        with suppress(Refused):
            for step, on in list(_days(known, self.life.began, day))[at:count]:
                months = TERMS.get(episode.status) if step == DECISION else None
                take_step(actor=self.actor, keys=self.keys, episode=episode, step=step, on=on, months=months)

    def _decide(self, episode: Episode, day: date) -> None:
        months = TERMS[episode.status]
        take_step(actor=self.actor, keys=self.keys, episode=episode, step=DECISION, on=day, months=months)

    def _end(self, episode: Episode, ending: str, day: date) -> None:
        end_episode(actor=self.actor, keys=self.keys, episode=episode, ending=ending, on=day)


def _days(known: list[str], began: date, until: date) -> Iterator[tuple[str, date]]:
    """Yield each step with its day: up to the decision every third day, then a month for each stage."""
    on = began
    for step in known:
        on = min(on + timedelta(28 if step.startswith("stage_") else 3), until)
        yield step, on


def _measure(kind: str, on: date, today: date, number: int) -> MeasureData:
    # Of a visit long ago nothing is left open: the helper came again, and these invented lives do not tell of it.
    next_on = today + timedelta(14) if kind == "visit" and today >= OPEN_FROM else None
    done = Result.DONE if kind in {"visit", "counselling", "health", "papers"} else Result.GOING
    given = MeasureData(kind=kind, on=on, result=done, next_on=next_on, words="Minh họa.")
    if kind != "loan":
        return given
    repayment = LOANS[number % len(LOANS)]
    result = Result.DONE if repayment == Repayment.REPAID else done
    return replace(given, amount=30_000_000, source="farmers_fund", repayment=repayment, result=result)
