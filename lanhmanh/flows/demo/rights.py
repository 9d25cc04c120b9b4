"""A person's rights in the demonstration: a consent and what went out on it, a request without a case, a breach."""

from datetime import date, datetime
from typing import Any

from lanhmanh.cases.models import Case, CaseState
from lanhmanh.cases.services.breaches import BreachData, report_breach
from lanhmanh.cases.services.consents import give_consent
from lanhmanh.cases.services.opening import open_case
from lanhmanh.cases.services.requests import Asked, acknowledge_request, receive_request
from lanhmanh.cases.services.sharing import SharingData, share
from lanhmanh.flows.demo.keys import WARD, keys_of
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.units.models import UnitVersion

DAY = date(2021, 12, 18)


def make(world: World) -> None:
    """Leave at Trảng Dài what a person agreed to, what was asked, and a clock of 72 hours that runs."""
    ward = next((version for version in world.communes if version.code == WARD), None)
    if ward is None:
        return
    with clock.at(datetime(2021, 12, 18, 16, 40, tzinfo=VIETNAM)):
        _agreed_and_shared(world, ward)
        _asked(world, ward)
        what = "Gửi nhầm một phong bì có danh sách mã hồ sơ sang đơn vị khác; đã lấy lại, chưa rõ ai đã xem (minh họa)."
        report_breach(actor=world.officer(ward.unit_id), unit=ward.unit, data=BreachData(clock.now(), what))


def _agreed_and_shared(world: World, ward: UnitVersion) -> None:
    case = Case.objects.filter(unit=ward.unit, state=CaseState.OPEN).order_by("pk")[2]
    who: dict[str, Any] = {"actor": world.officer(ward.unit_id), "keys": keys_of(world.names[ward.unit_id])}
    open_case(**who, case=case, purpose="support")
    give_consent(
        **who, case=case, purpose="health", given_on=DAY, by_representative=True, proof="Giấy viết tay (minh họa)"
    )
    data = SharingData("health", "health", ("full_name", "birth_date", "phone"), "consent", "Trạm Y tế (minh họa)")
    share(**who, case=case, data=data)


def _asked(world: World, ward: UnitVersion) -> None:
    actor, keys = world.officer(ward.unit_id), keys_of(world.names[ward.unit_id])
    words = Asked("see", DAY, "Một người ở khu phố 2 (minh họa)", "Hội có giữ hồ sơ nào về tôi không?", "Tại nhà")
    made = receive_request(actor=actor, keys=keys, unit=ward.unit, case=None, asked=words)
    acknowledge_request(actor=actor, request=made)
