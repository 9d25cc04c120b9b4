"""A small province with keys on 20 December 2021, and people who record, supervise, oversee and receive."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from lanhmanh.cases.models import Case
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.cases.services import Agreed, CaseData, open_case, open_new_case
from lanhmanh.kernel import clock
from tests.factories import Province
from tests.factories.vault import Member, Vault

NOW = datetime(2021, 12, 20, 9, 0, tzinfo=clock.VIETNAM)
REASON = "Người nhà gọi nhờ giúp gấp, người được giao đang đi công tác"


class House:
    """The people of the vault, and cases made as people make them."""

    def __init__(self, world: Province) -> None:
        self.world, self.vault = world, Vault(world)
        self.worker = self.vault.member("case_worker", world.commune, "can.bo")
        self.colleague = self.vault.member("case_worker", world.commune, "dong.nghiep")
        self.supervisor = self.vault.member("case_supervisor", world.commune, "phu.trach")
        self.overseer = self.vault.member("case_overseer", world.district, "cap.tren")
        self.neighbour = self.vault.member("case_supervisor", world.sibling, "xa.ben")
        self.province = self.vault.member("case_overseer", world.province, "tinh")

    def case(self, by: Member | None = None, **words: str) -> Case:
        """Record a case of the member's unit under the ground of a decision."""
        by = by or self.worker
        unit = self.world.sibling if by is self.neighbour else self.world.commune
        return open_new_case(actor=by.actor, keys=by.keys, unit=unit, data=data(**words))

    def open(self, member: Member, case: Case, reason: str = REASON) -> Opened:
        """Open a case to support the person."""
        case = Case.objects.get(pk=case.pk)
        return open_case(actor=member.actor, keys=member.keys, case=case, purpose="support", reason=reason)


def data(
    *, kind: str = "assigned", agreed: Agreed | None = None, in_charge: str = "", namesake: bool = False,
    sex: str = "male", **words: str,
) -> CaseData:  # fmt: skip
    """Return what is known of a person, changed as told."""
    person = {"full_name": "Nguyễn Văn Thử", "birth_date": "1990", "ground": "QĐ 118/QĐ-UBND", **words}
    return CaseData(ground=kind, words=person, sex=sex, agreed=agreed, in_charge=in_charge, namesake=namesake)


def consent(**changes: Any) -> Agreed:
    """Return a consent of the day."""
    return Agreed(**{"on": date(2021, 12, 20), "proof": "Đơn viết tay", **changes})


def later(hours: float) -> Any:
    """Hold the clock some hours after the beginning."""
    return clock.at(NOW + timedelta(hours=hours))


@pytest.fixture
def house(world: Province) -> Iterator[House]:
    with clock.at(NOW):
        yield House(world)
