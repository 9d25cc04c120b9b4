"""A commune with a worker, a supervisor and those above, and cases of invented people."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from lanhmanh.cases import access
from lanhmanh.cases.models import Assignment, Attachment, Case, Purpose, Token
from lanhmanh.cases.services import open_case
from lanhmanh.kernel import clock
from lanhmanh.keyring.services import make_box
from tests.factories import Province
from tests.factories.vault import Member, Vault

NOW = datetime(2026, 5, 6, 9, 0, tzinfo=clock.VIETNAM)
TODAY = NOW.date()
PERSON = {
    "full_name": "Phạm Văn Thử (minh họa)", "birth_date": "1990-06-24", "id_number": "075090000001",
    "address": "Khu phố Minh Họa", "phone": "0900000001", "notes": "Ghi chú riêng không chia sẻ",
}  # fmt: skip


@dataclass
class Rights:
    """Hold the people and make cases."""

    world: Province
    vault: Vault
    worker: Member
    chief: Member
    above: Member
    stranger: Member
    numbers: list[int] = field(default_factory=list)

    def case(self, *, ground: str = "asked", opened_on: date = date(2026, 1, 5), **facts: Any) -> Case:
        """Return a case of the commune with content of every kind, assigned to the worker."""
        self.numbers.append(1)
        box, key = make_box(owner=self.world.commune)
        made = Case.objects.create(
            box=box, unit=self.world.commune, year=opened_on.year, number=len(self.numbers), ground=ground, sex="male",
            age_band=facts.pop("age_band", "30-39"), opened_on=opened_on, **facts,
        )  # fmt: skip
        access.write(box=box, key=key, record=made.uid, fields=PERSON)
        Token.objects.create(case=made, token=bytes(16))
        Attachment.objects.create(case=made, content=b"closed", added_by=self.worker.user)
        Assignment.objects.create(case=made, user=self.worker.user, valid_from=opened_on)
        return made

    def opened(self, member: Member, case: Case, purpose: str = Purpose.REQUEST) -> dict[str, Any]:
        """Open a case and return actor and keys as services take them."""
        open_case(actor=member.actor, keys=member.keys, case=case, purpose=purpose, reason="Kiểm tra theo kế hoạch năm")
        return {"actor": member.actor, "keys": member.keys}


def make_rights(world: Province) -> Rights:
    """Return the people of a small province, with their keys."""
    vault = Vault(world)
    return Rights(
        world, vault, vault.member("case_worker", world.commune), vault.member("case_supervisor", world.commune),
        vault.member("case_overseer", world.district), vault.member("case_worker", world.sibling),
    )  # fmt: skip
