"""A small province with keys, and cases in it."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from lanhmanh.accounts.access import Actor
from lanhmanh.cases import access
from lanhmanh.cases.models import Assignment, Case
from lanhmanh.cases.services import open_case
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.keyring.access import Keys
from lanhmanh.keyring.services import make_box
from lanhmanh.units.models import Unit
from tests.factories import Province
from tests.factories.vault import Member, Vault

SECRETS = {
    "full_name": "Nguyễn Văn Thử",
    "birth_date": "12/03/1990",
    "address": "Tổ 5, khu phố 3",
    "id_number": "075090001234",
}


def moment(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)


class House:
    """The vault of a province with a worker and a supervisor of its commune, and cases as they are needed."""

    def __init__(self, world: Province) -> None:
        self.vault, self.world = Vault(world), world
        self.worker = self.vault.member("case_worker", world.commune)
        self.supervisor = self.vault.member("case_supervisor", world.commune)
        self.overseer = self.vault.member("case_overseer", world.district)
        self.stranger = self.vault.member("case_worker", world.other_commune)
        self.made = 0

    def case(
        self, *, unit: Unit | None = None, opened: bool = True, on: date = date(2021, 1, 1), **changes: object
    ) -> Case:
        """Make a case of the commune with a person behind it, assigned to the worker and opened by them."""
        self.made += 1
        box, key = make_box(owner=unit or self.world.commune)
        given = {"ground": "asked", "sex": "male", "age_band": "30-39", **changes}
        secrets = {**SECRETS, **given.pop("secrets", {})}  # type: ignore[dict-item]
        case = Case.objects.create(
            box=box, unit=unit or self.world.commune, year=on.year, number=self.made, opened_on=on, **given
        )
        access.write(box=box, key=key, record=case.uid, fields=secrets)
        Assignment.objects.create(case=case, user=self.worker.user, valid_from=on)
        if opened:
            self.open(self.worker, case)
        return case

    def open(self, member: Member, case: Case, reason: str = "Kiểm tra việc ghi chép của đơn vị") -> None:
        """Open a case as a member."""
        open_case(actor=member.actor, keys=member.keys, case=case, purpose="support", reason=reason)

    @property
    def me(self) -> dict[str, Actor | Keys]:
        """Return the worker as the first arguments of a service."""
        return {"actor": self.worker.actor, "keys": self.worker.keys}


@pytest.fixture
def house(world: Province) -> Iterator[House]:
    with clock.at(moment(date(2021, 12, 20))):
        yield House(world)
