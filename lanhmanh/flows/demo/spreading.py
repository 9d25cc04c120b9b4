"""What spreads in the demonstration: models and clubs of the communes, three that others took up, two that wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random

from lanhmanh.activities.models import Practice
from lanhmanh.activities.rules.spreading import Shown, Told
from lanhmanh.activities.services import adopting, spreading
from lanhmanh.activities.services.spreading import PracticeData, PracticeEntry
from lanhmanh.flows.demo import model_files
from lanhmanh.flows.demo.quarters import Year
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.units.models import UnitVersion

WARD, WAITS_AT = "25993", "26041"  # Trảng Dài takes one up; another ward of Biên Hòa proposes one
AIM = "Giúp hội viên và bà con tự giữ ấp, khu phố không có ma túy, mại dâm (dữ liệu minh họa)."
# Kind and names of what most communes have; the number is added to tell them apart.
COMMON = [
    ("model", "Tổ tự quản an ninh trật tự"), ("club", "Câu lạc bộ Nông dân với pháp luật"),
    ("model", "Tổ hội nông dân không có người vi phạm"), ("club", "Câu lạc bộ Phòng, chống tội phạm"),
    ("model", "Tiếng loa an ninh"),
]  # fmt: skip


@dataclass(frozen=True)
class Good:
    """A model that was found worth spreading: its words, its figures, and how others fitted it to their place."""

    kind: str
    name: str
    aim: str
    how: str
    cost: int
    measure: str
    measured_in: str
    before: int
    after: int
    reason: str
    adapted: tuple[str, ...]


GOOD = (
    Good(
        "model", "Ấp bình yên, quy ước 25 hộ",
        "Mỗi cụm 25 hộ liền kề tự lập quy ước giữ yên xóm: không chứa người sử dụng ma túy, báo tin sớm, giúp nhau.",
        "1. Họp 25 hộ, bầu một hộ làm đầu mối.\n2. Lập quy ước một trang, từng hộ ký.\n"
        "3. Mỗi tuần đi tuần hai tối.\n4. Mỗi tháng họp một lần, việc nào chưa xong thì giao người.",
        6_000_000, "Vụ gây rối trong ấp mỗi năm", "vụ", 9, 3,
        "Rẻ, dễ làm, số vụ giảm rõ trong một năm; nơi nào có xóm liền kề đều làm được.",
        ("Cụm 15 hộ vì nhà thưa.", "Làm ở khu nhà trọ, đầu mối là chủ trọ.", "Thêm nhóm Zalo của cụm."),
    ),
    Good(
        "club", "Câu lạc bộ Nông dân với pháp luật, ngày 15",
        "Mỗi tháng một buổi, nghe một chuyện pháp luật gần gũi, hỏi đáp với Công an xã.",
        "1. Ngày 15 hằng tháng, 60 phút, ở nhà văn hóa.\n2. Một chuyện thật đã xử, bỏ tên.\n"
        "3. Năm câu hỏi trước và sau.\n4. Ai cần thì gặp riêng cán bộ tư pháp.",
        4_800_000, "Người dự mỗi buổi", "người", 12, 34,
        "Người dự tăng gần ba lần, nội dung thiết thực, dùng lại được tài liệu của tỉnh.",
        ("Sinh hoạt tối thứ bảy cho công nhân.", "Ghép vào buổi họp chi hội.", "Mời thêm Hội Phụ nữ."),
    ),
    Good(
        "model", "Vườn cây giúp bạn",
        "Hội viên có vườn giúp giống, công và đầu ra cho hộ muốn bắt đầu lại.",
        "1. Chi hội chọn vườn nhận giúp.\n2. Cho mượn giống, trả bằng giống sau hai vụ.\n"
        "3. Mỗi tháng hội viên đến làm cùng một buổi.\n4. Tổ hợp tác mua lại sản phẩm.",
        15_000_000, "Hộ có thu nhập ổn định sau một năm", "hộ", 2, 11,
        "Giúp được việc làm thật, vốn quay vòng; hợp với xã có vườn.",
        ("Dùng giống rau ngắn ngày.", "Nuôi dê thay vì trồng cây.", "Hợp tác xã lo đầu ra."),
    ),
)  # fmt: skip


def begin(world: World) -> None:
    """Let most communes say in March which models and clubs they have."""
    random = Random("mo-hinh")
    with clock.at(datetime(2021, 3, 5, 9, tzinfo=VIETNAM)):
        for version in world.communes:
            if version.code == WARD or random.random() < 0.6:
                rows = [_common(version, random) for _ in range(random.randint(1, 3))]
                spreading.record_practices(actor=world.officer(version.unit_id), rows=rows)


def _common(version: UnitVersion, random: Random) -> PracticeEntry:
    kind, name = random.choice(COMMON)
    began = date(random.randint(2018, 2020), random.randint(1, 12), random.randint(1, 28))
    told = Told(f"{name} số {random.randint(1, 9)}", AIM, "", None, "", began, None)
    return PracticeEntry(version.unit, PracticeData(kind, told), people=random.randint(15, 45))


def plan(year: Year) -> None:
    """Put into the year what three models went through, some new ones, one not yet good enough, one that waits."""
    communes, random = year.world.communes, Random("nhan-rong")
    for at, good in enumerate(GOOD):
        home = communes[(at * len(communes)) // len(GOOD)]
        _spread(year, good, home, [one for one in communes if one.unit_id != home.unit_id], random)
    for version in communes:
        if random.random() < 0.15:
            day = datetime(2021, random.randint(4, 11), random.randint(1, 28), 10, tzinfo=VIETNAM)
            year.plan(day, _newcomer(year, version, day.date(), random))
    waiting = next((one for one in communes if one.code == WAITS_AT), communes[-1])
    year.plan(datetime(2021, 12, 10, 9, tzinfo=VIETNAM), _proposing(year, waiting, "Loa khu phố, mười phút mỗi tối"))
    unready = communes[len(communes) // 2]
    year.plan(datetime(2021, 9, 2, 9, tzinfo=VIETNAM), _found_wanting(year, unready))


def _told(good: Good, day: date) -> Told:
    return Told(good.name, good.aim, good.how, good.cost, "Quỹ Hội và xã hội hóa (minh họa)", day, None)


def _spread(year: Year, good: Good, home: UnitVersion, others: list[UnitVersion], random: Random) -> None:
    """Propose in May, judge in June, take up from July on."""
    made: list[Practice] = []

    def propose() -> None:
        actor, began = year.world.officer(home.unit_id), date(2021, 4, 1)
        data = PracticeData(good.kind, _told(good, began))
        practice = spreading.record_practice(actor=actor, unit=home.unit, data=data)
        figures = Decimal(good.before), Decimal(good.after)
        shown = Shown(good.measure, good.measured_in, *figures, date(2021, 1, 15), date(2021, 5, 5))
        spreading.add_result(actor=actor, of=practice, shown=shown)
        model_files.attach(actor, practice, GOOD.index(good))
        made.append(spreading.propose(actor=actor, practice=practice))

    def judge() -> None:
        actor = year.world.actor("canbo.tinh")
        made[0] = spreading.judge(actor=actor, practice=made[0], worth=True, reason=good.reason)

    year.plan(datetime(2021, 5, 10, 9, tzinfo=VIETNAM), propose)
    year.plan(datetime(2021, 6, 10, 9, tzinfo=VIETNAM), judge)
    chosen = random.sample(others, min(5, len(others)))
    ward = next((one for one in others if one.code == WARD), None)
    if ward and good is GOOD[1] and ward not in chosen:
        chosen[0] = ward
    for place, version in enumerate(chosen):
        _taking_up(year, made, version, good.adapted[place % len(good.adapted)], place)


def _taking_up(year: Year, made: list[Practice], version: UnitVersion, adapted: str, place: int) -> None:
    """Let a commune take a model up; the first two say in December what came of it, the last only prepares."""
    began = datetime(2021, 7 + place % 3, 5 + place, 9, tzinfo=VIETNAM)

    def begin_it() -> None:
        actor = year.world.officer(version.unit_id)
        row = adopting.plan_adoption(actor=actor, practice=made[0], unit=version.unit, adapted=adapted)
        if place < 4:
            adopting.start_adoption(actor=actor, adoption=row, on=began.date())

    def end_it() -> None:
        actor = year.world.officer(version.unit_id)
        row = made[0].adoptions.get(unit=version.unit)
        kept = place == 0
        words = "Làm được, bà con hưởng ứng." if kept else "Thiếu người đứng đầu mối nên thôi (minh họa)."
        shown = Shown("Hộ tham gia", "hộ", None, Decimal(20 + 7 * place), None, date(2021, 12, 1))
        spreading.add_result(actor=actor, of=row, shown=shown)
        outcome = "kept" if kept else "stopped"
        adopting.end_adoption(actor=actor, adoption=row, on=date(2021, 12, 1), outcome=outcome, result=words)

    year.plan(began, begin_it)
    if place < 2 and version.code != WARD:
        year.plan(datetime(2021, 12, 1, 15, tzinfo=VIETNAM), end_it)


def _newcomer(year: Year, version: UnitVersion, day: date, random: Random) -> Callable[[], None]:
    kind, name = random.choice(COMMON)
    told = Told(f"{name} ấp {random.randint(1, 9)}", AIM, "", None, "", day, None)
    entry = PracticeEntry(version.unit, PracticeData(kind, told), people=random.randint(10, 30))

    def deed() -> None:
        spreading.record_practices(actor=year.world.officer(version.unit_id), rows=[entry])

    return deed


def _proposed(year: Year, version: UnitVersion, name: str) -> Practice:
    actor = year.world.officer(version.unit_id)
    how = "1. Chi hội viết tin ngắn.\n2. Loa khu phố phát mười phút lúc 18 giờ.\n3. Cuối tuần hỏi bà con nghe rõ không."
    told = Told(name, AIM, how, 0, "Không tốn tiền", clock.today(), None)
    practice = spreading.record_practice(actor=actor, unit=version.unit, data=PracticeData("model", told))
    shown = Shown("Hộ nghe được loa", "hộ", None, Decimal(140), None, clock.today())
    spreading.add_result(actor=actor, of=practice, shown=shown)
    return spreading.propose(actor=actor, practice=practice)


def _proposing(year: Year, version: UnitVersion, name: str) -> Callable[[], None]:
    def deed() -> None:
        _proposed(year, version, name)

    return deed


def _found_wanting(year: Year, version: UnitVersion) -> Callable[[], None]:
    def deed() -> None:
        practice = _proposed(year, version, "Cổng trường an toàn")
        reason = "Mới làm, chưa có số trước khi làm để so. Theo dõi đủ sáu tháng rồi đề xuất lại."
        spreading.judge(actor=year.world.actor("canbo.tinh"), practice=practice, worth=False, reason=reason)

    return deed
