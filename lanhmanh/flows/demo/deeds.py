"""A year of invented activities, from a fixed seed."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from lanhmanh.activities.models import Group, Kind, MaterialKind, PartnerKind
from lanhmanh.activities.rules import Attended, Handed
from lanhmanh.activities.services.done import ActivityData, Entry, WorkedWith
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.plan.models import PlanItem
from lanhmanh.units.models import Unit

FIRST, LAST = date(2021, 1, 4), date(2021, 12, 18)
# Kind, clause, weight, topics.
SORTS = [
    (Kind.SESSION, "II.1", 38, ["Tác hại của ma túy tổng hợp", "Nhận biết và phòng ngừa ma túy trong gia đình",
                                "Phòng, chống mại dâm và mua bán người", "Luật Phòng, chống ma túy"]),
    (Kind.VISIT, "II.3", 16, ["Thăm, động viên gia đình có người sau cai", "Thăm hộ được vay vốn làm ăn"]),
    (Kind.BROADCAST, "III.1", 14, ["Phát thanh về phòng, chống ma túy", "Phát thanh về tố giác tội phạm"]),
    (Kind.JOINT_ACTION, "III.3", 10, ["Cùng Công an rà soát địa bàn", "Cùng Mặt trận vận động ký cam kết"]),
    (Kind.CAMPAIGN, "II.2", 7, ["Ra quân tháng hành động phòng, chống ma túy", "Phát động ký cam kết"]),
    (Kind.TRAINING, "II.4", 6, ["Tập huấn cộng tác viên truyền thông", "Tập huấn Đội công tác xã hội tình nguyện"]),
    (Kind.NEWS, "III.1", 9, ["Tin trên trang của Hội", "Bài về mô hình hay ở cơ sở"]),
]  # fmt: skip
MOST_THERE: dict[str, int] = {
    Kind.SESSION: 90, Kind.TRAINING: 40, Kind.CAMPAIGN: 180, Kind.JOINT_ACTION: 30, Kind.VISIT: 4
}  # fmt: skip
PLACES = [
    "Nhà văn hóa ấp {}",
    "Trụ sở ấp {}",
    "Nhà văn hóa khu phố {}",
    "Hội trường Ủy ban nhân dân",
    "Tổ hợp tác số {}",
]


def year_of(unit: Unit, items: dict[str, PlanItem], random: Random, how_many: int) -> list[Entry]:
    """Return about `how_many` activities of one unit over the year, in order of time."""
    days = sorted(FIRST + timedelta(days=random.randrange((LAST - FIRST).days)) for _ in range(how_many))
    return [_one(unit, items, random, day) for day in days]


def _one(unit: Unit, items: dict[str, PlanItem], random: Random, day: date) -> Entry:
    kind, path, _weight, topics = random.choices(SORTS, weights=[sort[2] for sort in SORTS])[0]
    attended = tuple(_attended(kind, random))
    total = sum(group.total for group in attended)
    data = ActivityData(
        kind=kind,
        plan_item=items[path],
        day=day,
        place="" if kind in (Kind.BROADCAST, Kind.NEWS) else random.choice(PLACES).format(random.randint(1, 9)),
        title=random.choice(topics),
        people=total if total and random.random() < 0.6 else None,
        attended=attended,
        handed=tuple(_handed(kind, random)),
        partners=tuple(_partners(kind, random)),
    )
    return Entry(unit, data, datetime.combine(day, time(16, random.randint(0, 59)), VIETNAM))


def _attended(kind: str, random: Random) -> Iterator[Attended]:
    top = MOST_THERE.get(kind)
    if top is None:
        return
    members = random.randint(max(1, top // 4), top)
    yield Attended.of(Group.MEMBERS, members, random.randint(members // 4, members * 3 // 5))
    if kind in (Kind.SESSION, Kind.CAMPAIGN):
        farmers = random.randint(3, top // 2)
        yield Attended.of(Group.FARMERS, farmers, random.randint(0, farmers))
        if random.random() < 0.5:
            yield Attended.of(Group.ELDERS, random.randint(1, 12))


def _handed(kind: str, random: Random) -> Iterator[Handed]:
    if kind in (Kind.SESSION, Kind.CAMPAIGN) and random.random() < 0.7:
        yield Handed(MaterialKind.LEAFLET, random.randint(2, 20) * 10)
    if kind == Kind.CAMPAIGN:
        yield Handed(MaterialKind.BANNER, random.randint(1, 6))
    if kind == Kind.BROADCAST:
        yield Handed(MaterialKind.LOUDSPEAKER, random.randint(1, 8))
    if kind == Kind.NEWS:
        yield Handed(MaterialKind.NEWS, random.randint(1, 3))


def _partners(kind: str, random: Random) -> Iterator[WorkedWith]:
    if kind == Kind.JOINT_ACTION or random.random() < 0.35:
        yield WorkedWith(PartnerKind.POLICE)
    if random.random() < 0.25:
        yield WorkedWith(PartnerKind.FRONT)
