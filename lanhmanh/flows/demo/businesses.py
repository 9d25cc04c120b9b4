"""Invented businesses and sites over the communes: inspections of 2021 in every state, stocks, two signs of leakage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from lanhmanh.areas.models import Business, By, Finding, Leakage, Site
from lanhmanh.areas.rules.inspections import Correction, FindingData, InspectionData
from lanhmanh.areas.rules.places import BusinessData, Point, SiteData
from lanhmanh.areas.rules.sites import LeakageData, Stock, VisitData
from lanhmanh.areas.selectors.points import middles
from lanhmanh.areas.services import findings, sites
from lanhmanh.areas.services.inspections import Entry as Looked
from lanhmanh.areas.services.inspections import record_inspections
from lanhmanh.areas.services.places import Entry, list_places
from lanhmanh.flows.demo.quarters import Year
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.units.models import UnitVersion

SEED, COMMUNES, BUSINESSES, SITES = 178, 170, 300, 20
WARD = "25993"  # Trảng Dài, where the reader begins: more of everything
HERE = {"businesses": 12, "sites": 2}
LISTED = date(2021, 1, 18)
STANDS = date(2021, 12, 20)
KINDS = [
    *["karaoke"] * 4, *["guesthouse"] * 5, *["hotel"] * 2, *["massage"] * 2, *["cafe"] * 3, "bar", "hair", "internet",
]  # fmt: skip
CALLED = {
    "karaoke": "Karaoke", "guesthouse": "Nhà nghỉ", "hotel": "Khách sạn", "massage": "Xoa bóp", "cafe": "Cà phê",
    "bar": "Quán bar", "hair": "Cắt tóc", "internet": "Internet",
}  # fmt: skip
NAMES = ["Minh Họa", "Thử Nghiệm", "Ví Dụ", "Giả Lập", "Bài Mẫu", "Tên Mẫu"]
OWNERS = ["Nguyễn Văn Mẫu", "Trần Thị Ví Dụ", "Lê Minh Họa", "Phạm Giả Lập"]
FOUND = [
    ("Chưa niêm yết giá, nội quy", "Niêm yết tại quầy"),
    ("Sổ lưu trú ghi thiếu ngày", "Ghi đủ, báo lưu trú hằng ngày"),
    ("Hợp đồng lao động thiếu với 2 nhân viên", "Ký hợp đồng, nộp bản sao"),
    ("Bình chữa cháy quá hạn kiểm định", "Kiểm định lại"),
    ("Giấy phép hết hạn trong tháng", "Làm thủ tục cấp lại"),
]
SUBSTANCES = [("Axeton", "l"), ("Axit sunfuric", "l"), ("Toluen", "kg"), ("Cồn công nghiệp", "l")]


@dataclass
class _Commune:
    """What one commune's register gets."""

    version: UnitVersion
    point: Point | None
    businesses: list[Business] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)


def plan(year: Year) -> None:
    """Put the registers, the year's inspections and visits into the year."""
    random, world = Random(SEED), year.world
    points = middles([version.unit_id for version in world.communes])
    communes = [_Commune(version, points.get(version.unit_id)) for version in world.communes]
    for place, one in enumerate(communes):
        at = datetime.combine(LISTED, time(8 + place % 8, place % 60), VIETNAM)
        year.plan(at, _listing(world, one, place, Random(f"{SEED}-{one.version.code}")))
    for month in range(2, 13):
        day = date(2021, month, 17 if month == 12 else 24)
        for one in communes:
            chance = Random(f"{SEED}-{one.version.code}-{month}")
            year.plan(datetime.combine(day, time(16, 20), VIETNAM), _inspecting(world, one, day, chance))
    year.plan(datetime.combine(date(2021, 6, 9), time(10, 0), VIETNAM), _visiting(world, communes, random))
    year.plan(datetime.combine(date(2021, 7, 2), time(15, 0), VIETNAM), _answering(world))
    year.plan(datetime.combine(date(2021, 12, 14), time(10, 0), VIETNAM), _following_up(world, communes))


def _listing(world: World, one: _Commune, place: int, random: Random) -> Callable[[], None]:
    def deed() -> None:
        here = one.version.code == WARD
        businesses = HERE["businesses"] if here else _share(BUSINESSES, place)
        how_many = HERE["sites"] if here else int(place % (COMMUNES // SITES) == 3)
        rows = [_business(one, n, random) for n in range(businesses)]
        entries = [Entry(one.version.unit, row) for row in [*rows, *(_site(one, n, random) for n in range(how_many))]]
        if not entries:
            return
        made = list_places(actor=world.officer(one.version.unit_id), entries=entries)
        one.businesses = [row for row in made if isinstance(row, Business)]
        one.sites = [row for row in made if isinstance(row, Site)]

    return deed


def _share(of: int, place: int) -> int:
    """Return how many of a number fall to one commune, spread evenly."""
    return of * (place + 1) // COMMUNES - of * place // COMMUNES


def _business(one: _Commune, number: int, random: Random) -> BusinessData:
    kind = random.choice(KINDS)
    licensed = date(random.randint(2012, 2020), random.randint(1, 12), random.randint(1, 28))
    point = _near(one.point, random)
    return BusinessData(
        kind=kind,
        name=f"{CALLED[kind]} {random.choice(NAMES)} {one.version.code}-{number + 1}",
        address=f"Số {random.randint(1, 400)}, tổ {random.randint(1, 30)} (địa chỉ giả lập)",
        licence=f"GPKD-MH-{one.version.code}-{number + 1:02}",
        licensed_on=licensed,
        owner=random.choice(OWNERS),
        pledged_on=date(2021, 1, random.randint(4, 15)) if random.random() < 0.7 else None,
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        listed_on=LISTED,
    )


def _site(one: _Commune, number: int, random: Random) -> SiteData:
    return SiteData(
        name=f"Kho hóa chất {random.choice(NAMES)} {one.version.code}-{number + 1}",
        address=f"Lô {random.randint(1, 40)}, cụm sản xuất (địa chỉ giả lập)",
        licence=f"GPHC-MH-{one.version.code}-{number + 1:02}",
        licensed_on=date(2019, random.randint(1, 12), random.randint(1, 28)),
        owner=f"Công ty {random.choice(NAMES)}",
        precursors=random.random() < 0.5,
        chemicals=True,
        medicinals=random.random() < 0.2,
        listed_on=LISTED,
    )


def _near(point: Point | None, random: Random) -> Point | None:
    if point is None:
        return None
    off = [Decimal(random.randint(-9000, 9000)).scaleb(-6) for _part in point]
    return point[0] + off[0], point[1] + off[1]


def _inspecting(world: World, one: _Commune, day: date, random: Random) -> Callable[[], None]:
    def deed() -> None:
        skipped = {3, 6} if one.version.code == WARD else {n for n in range(9) if random.random() < 0.2}
        turn = [place for n, place in enumerate(one.businesses) if n % 11 == day.month - 2 and n not in skipped]
        went = day - timedelta(days=random.randint(1, 12))
        looked = [_look(place, went, random, found=one.version.code == WARD and day.month % 2 == 1) for place in turn]
        if looked:
            record_inspections(actor=world.officer(one.version.unit_id), entries=looked)

    return deed


def _look(place: Business, day: date, random: Random, *, found: bool) -> Looked:
    by = By.REVIEW if random.random() < 0.12 and not found else By.TEAM_178
    pairs: list[tuple[FindingData, Correction]] = []
    if found or (by == By.TEAM_178 and random.random() < 0.4):
        pairs = list(_findings(day, random))
    data = InspectionData(
        by=by, day=day, union_joined=random.random() < 0.85, who="Công an xã, Văn hóa, Hội Nông dân (minh họa)",
        findings=tuple(finding for finding, _known in pairs),
    )  # fmt: skip
    return Looked(place, data, tuple(known for _finding, known in pairs))


def _findings(day: date, random: Random) -> Iterator[tuple[FindingData, Correction]]:
    for what, measure in random.sample(FOUND, random.randint(1, 2)):
        yield FindingData(what, measure, day + timedelta(days=30)), Correction(None, None, None)


def _following_up(world: World, communes: list[_Commune]) -> Callable[[], None]:
    """Return the deed that corrects and verifies most of the year's findings, and plans some inspections ahead."""

    def deed() -> None:
        rows = Finding.objects.select_related("inspection__business").order_by("pk")
        for n, one in enumerate(rows):
            actor, day = world.officer(one.inspection.business.unit_id), one.inspection.day
            if n % 4 == 0 or day + timedelta(days=9) > date(2021, 12, 14):
                continue  # still open; most of these are overdue by now
            findings.correct_finding(actor=actor, finding=one, on=day + timedelta(days=9))
            if n % 4 != 1 and day + timedelta(days=12) <= date(2021, 12, 14):
                findings.verify_finding(actor=actor, finding=one, on=day + timedelta(days=12), good=True)
        for commune in communes:
            if commune.version.code == WARD:
                ahead = InspectionData(
                    by=By.TEAM_178, day=date(2021, 12, 23), who="Đội 178 (minh họa)", union_joined=True
                )
                entries = [Looked(commune.businesses[-1], ahead)]
                record_inspections(actor=world.officer(commune.version.unit_id), entries=entries)

    return deed


def _visiting(world: World, communes: list[_Commune], random: Random) -> Callable[[], None]:
    def deed() -> None:
        seen = [(one, place) for one in communes for place in one.sites]
        for n, (one, place) in enumerate(seen):
            if n % 7 == 6:
                continue  # still to be visited this year
            actor = world.officer(one.version.unit_id)
            here = one.version.code == WARD
            sites.record_visit(actor=actor, site=place, data=_visit(random, short=here))
            if here:
                _leak(world, one, place, answered=place is one.sites[0])

    return deed


def _visit(random: Random, *, short: bool) -> VisitData:
    stocks: list[Stock] = []
    for substance, measure in random.sample(SUBSTANCES, 2):
        opening, came, went = (Decimal(random.randint(10, 900)) / 2 for _part in range(3))
        went = min(went, opening + came)
        left = opening + came - went
        found = left - Decimal("2.5") if short and left >= 3 and not stocks else left
        stocks.append(Stock(substance, measure, opening, came, went, left, found))
    advice = "Ghi sổ nhập, xuất từng ngày; khóa kho (minh họa)." if random.random() < 0.5 else ""
    return VisitData(
        day=date(2021, 6, 8), union_joined=random.random() < 0.8, who="Công an, Công Thương (minh họa)", advice=advice,
        stocks=tuple(stocks),
    )  # fmt: skip


def _leak(world: World, one: _Commune, place: Site, *, answered: bool) -> None:
    """Pass a difference on; one is answered, the other still waits."""
    actor = world.officer(one.version.unit_id)
    data = LeakageData(
        found_on=date(2021, 6, 8), what="Thực tế ít hơn giấy tờ 2,5 đơn vị, cơ sở chưa giải trình (minh họa)"
    )
    made = sites.record_leakage(actor=actor, site=place, data=data)
    to = "Công an thành phố (minh họa)"
    sites.forward_leakage(
        actor=actor, leakage=made, to=to, on=date(2021, 6, 9), answer_due=date(2021, 7, 9) if answered else STANDS
    )


def _answering(world: World) -> Callable[[], None]:
    """Return the deed in which the agency answers the first of the ward's signs of leakage."""

    def deed() -> None:
        first = Leakage.objects.filter(answered_on__isnull=True).select_related("site").order_by("pk").first()
        if first:
            words = "Đã kiểm tra: hao hụt trong định mức, cơ sở bổ sung giấy tờ (minh họa)."
            actor = world.officer(first.site.unit_id)
            sites.answer_leakage(actor=actor, leakage=first, on=date(2021, 7, 2), answer=words)

    return deed
