"""Plans of some wards of Biên Hòa, and guidance: two from the province, one passed on by Biên Hòa."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from random import Random

from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.plan import services
from lanhmanh.plan.models import Guidance, Plan
from lanhmanh.plan.selectors import items_of, sent_on
from lanhmanh.plan.services import Adapt, Addition, Decision, LeaveOut
from lanhmanh.units.models import Unit

CITY = "731"
# Code of the ward → clause and what the ward makes of it; what it adds under II.
WARDS: dict[str, tuple[str, Decision, str]] = {
    "26041": ("III.4", LeaveOut("Phường không có nơi sản xuất, cất giữ tiền chất, hóa chất."), ""),
    "26023": ("II.4", Adapt(
        "Vận động hội viên vào Đội công tác xã hội tình nguyện và làm cộng tác viên truyền thông ở phường, mỗi khu phố"
        " ít nhất một người; giữ cho các đội hoạt động đều, có kết quả.", "Phường có mười khu phố.",
    ), ""),
    "26020": ("III.3", Adapt(
        "Mỗi tháng, phối hợp công an và chính quyền phường rà soát để động viên người nghiện và gia đình khai báo, đăng"
        " ký hình thức cai nghiện tự nguyện; chú ý các dãy nhà trọ.", "Phường có hơn ba nghìn phòng trọ.",
    ), "Họp mặt chủ nhà trọ mỗi quý một lần."),
    "26056": ("III.5", Adapt(
        "Dạy nghề, giúp hộ nghèo vươn lên và nhân rộng hộ sản xuất kinh doanh giỏi.", "Phường ít đất nông nghiệp.",
    ), "Lập điểm phát tài liệu ở chợ."),
    "26380": ("III.4", LeaveOut("Xã không có nơi nào có tiền chất, hóa chất."), ""),
}  # fmt: skip
FIRST = (
    "Cách lập danh sách Đội công tác xã hội tình nguyện",
    "Mỗi xã, phường, thị trấn rà soát hội viên đang tham gia Đội, vận động thêm người có uy tín.\n\n"
    "Chỉ gửi số người theo khu phố, ấp; danh sách giữ tại đơn vị. Vướng mắc thì trao đổi với Ban Xã hội của Hội tỉnh.",
)
SECOND = (
    "Cao điểm tuyên truyền dịp Tết Nguyên đán",
    "Từ nay đến Tết, mỗi chi hội tổ chức ít nhất một buổi nói chuyện ở khu phố, ấp; nhắc hội viên cảnh giác với ma túy"
    " trá hình trong đồ uống, thực phẩm.\n\nGhi từng buổi vào hệ thống ngay khi làm xong, gắn với mục II.1.",
)
PASSED = (
    "Chuyển: cách lập danh sách Đội công tác xã hội tình nguyện",
    "Thực hiện hướng dẫn của Hội Nông dân tỉnh. Riêng Biên Hòa: phường có khu công nghiệp mời thêm công nhân.",
)
NOT_YET = {"25993"}  # Trảng Dài has the last one still to take note of


def derive_wards(world: World) -> None:
    """Let some wards of Biên Hòa make plans of their own from the city's."""
    asked = [version for version in world.communes if version.code in WARDS]
    if not asked:
        return
    parent = Plan.objects.get(unit=_city(world))
    by_path = {item.path: item.uid for item in items_of(parent)}
    for days, version in enumerate(asked):
        path, decision, text = WARDS[version.code]
        actor = world.officer(version.unit_id)
        with clock.at(datetime(2021, 3, 29, 9, tzinfo=VIETNAM) + timedelta(days=days)):
            added = [Addition(by_path["II"], text)] if text else []
            draft = services.derive_plan(
                actor=actor, unit=version.unit, parent_plan=parent, decisions={by_path[path]: decision}, added=added
            )
            services.confirm_plan(actor=actor, plan=draft, choices={})


def in_april(world: World, random: Random) -> None:
    """Send the first guidance down; Biên Hòa passes it on to its wards with a word of its own."""
    communes = [version.unit for version in world.communes]
    first = _send(world, date(2021, 4, 5), FIRST, "II.4", ["district", "commune"])
    districts = [version.unit for version in world.districts]
    _note(world, random, first, [*districts, *_most(communes, random, 0.95)])
    city, plan = _city(world), Plan.objects.get(unit=world.province)
    item = items_of(plan).get(path="II.4")
    with clock.at(datetime(2021, 4, 8, 10, tzinfo=VIETNAM)):
        passed = services.send_guidance(
            actor=world.officer(city.pk), unit=city, plan=plan, item=item, levels=["commune"], title=PASSED[0],
            text=PASSED[1], due=date(2021, 4, 23),
        )  # fmt: skip
    own = [version.unit for version in world.communes if version.parent_id == city.pk]
    _note(world, random, passed, _most(own, random, 0.85))


def in_december(world: World, random: Random) -> None:
    """Send the second guidance down to the branches; a part took note before the demonstration's clock stops."""
    levels = ["district", "commune", "branch"]
    second = _send(world, date(2021, 12, 13), SECOND, "II.1", levels)
    communes = [version.unit for version in world.communes if version.code not in NOT_YET]
    _note(world, random, second, [version.unit for version in world.districts][:-1])
    _note(world, random, second, _most(communes, random, 0.7))


def _send(world: World, day: date, words: tuple[str, str], path: str, levels: list[str]) -> Guidance:
    """Send guidance of a clause from the province, with its plan, to be noted within eleven days."""
    plan = Plan.objects.select_related("unit", "document").get(unit=world.province, state=Plan.State.CONFIRMED)
    with clock.at(datetime.combine(day, time(8, 30), VIETNAM)):
        return services.send_guidance(
            actor=world.actor("canbo.tinh"), unit=world.province, plan=plan, item=items_of(plan).get(path=path),
            levels=levels, title=words[0], text=words[1], document=plan.document, due=day + timedelta(days=11),
        )  # fmt: skip


def _note(world: World, random: Random, guidance: Guidance, units: Iterable[Unit]) -> None:
    """Let units take note within the week after sending."""
    for unit in units:
        day = sent_on(guidance) + timedelta(days=random.randint(1, 6))
        with clock.at(datetime.combine(day, time(random.randint(8, 16), random.randint(0, 59)), VIETNAM)):
            services.acknowledge(actor=world.officer(unit.pk), guidance=guidance, unit=unit)


def _most(units: Iterable[Unit], random: Random, share: float) -> list[Unit]:
    return [unit for unit in units if random.random() < share]


def _city(world: World) -> Unit:
    return next(version.unit for version in world.districts if version.code == CITY)
