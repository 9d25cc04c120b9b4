"""The imported plan, the derived plans of the districts, and some progress."""

from datetime import date, datetime
from importlib.resources import files
from random import Random

from lanhmanh.accounts.access import Actor
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.plan import services
from lanhmanh.plan.models import Plan, Task
from lanhmanh.plan.selectors import items_of, plan_for, tasks_of
from lanhmanh.plan.services import Adapt, Addition, Decision, LeaveOut, TaskChoice
from lanhmanh.units.models import Unit

# Code of the district → a clause that does not apply there, and why; or a clause of its own.
LEFT_OUT = {"734": ("III.4", "Địa bàn không có cơ sở sản xuất, kinh doanh tiền chất, hóa chất trong danh mục rà soát.")}
# Code of the district → a clause in words of its own, and why.
ADAPTED = {
    "731": ("II.6", Adapt(
        "Cùng các ngành rà soát cơ sở kinh doanh dịch vụ và các dãy nhà trọ, nhất là loại dễ phát sinh mại dâm; mỗi quý"
        " tham gia một đợt kiểm tra, nhắc nhở và theo dõi việc khắc phục; phòng ngừa mua bán người và lây nhiễm HIV.",
        "Thành phố có nhiều khu công nghiệp, nhà trọ công nhân.",
    )),
    "742": ("III.3", Adapt(
        "Mỗi tháng, phối hợp công an và chính quyền xã rà soát để động viên người nghiện và gia đình khai báo, đăng ký"
        " hình thức cai nghiện tự nguyện.",
        "Dân nhập cư biến động nhanh, rà soát theo quý thì chậm.",
    )),
}  # fmt: skip
ADDED = {
    "731": ("II", "Phối hợp chủ nhà trọ ở các khu công nghiệp tuyên truyền cho công nhân ngoài giờ làm việc."),
    "742": ("II", "Lập điểm tư vấn lưu động ở khu nhà ở công nhân, mỗi tháng một buổi."),
}
# Clause → what the provincial officer made of the proposal: title, figures that show it.
EDITED = {
    "II.1": ("Tổ chức các buổi tuyên truyền ở ấp, khu phố", ["TT-BUOI", "TT-LUOT"]),
    "II.2": ("Vận động các hộ hội viên ký cam kết", ["CK-HOMOI", "CK-HO", "CK-TYLE"]),
    "II.3": ("Giúp người hoàn lương học nghề, tìm việc, vay vốn", ["HN-NGUOI", "VL-NGUOI", "VV-LUOT"]),
    "II.4": ("Vận động hội viên tham gia Đội công tác xã hội tình nguyện", ["TN-HV", "CTV-NGUOI"]),
    "II.5": ("Phân công giúp người cai nghiện tại gia đình, cộng đồng", ["GD-DUOC", "CN-VD"]),
    "II.6": ("Cùng các ngành rà soát cơ sở kinh doanh dịch vụ", ["KT-CUOC", "KT-COSO"]),
    "III.1": ("Phát thanh, viết tin bài dễ nghe, dễ nhớ", ["TT-PHAT", "TT-TINBAI"]),
    "III.2": ("Lồng ghép với cuộc vận động xây dựng đời sống văn hóa", ["PH-CUOC"]),
    "III.3": ("Cùng Công an, chính quyền xã rà soát, vận động đăng ký cai nghiện", ["RS-DOT", "CN-VD"]),
    "III.4": ("Theo dõi nơi có tiền chất, hóa chất, dược liệu", ["TC-LUOT"]),
    "III.5": ("Giúp hộ nghèo vươn lên, nhân rộng hộ sản xuất giỏi", ["NN-GIUP", "NN-THOATNGHEO"]),
}
PLAN_BY = ("Lập kế hoạch của huyện từ kế hoạch này", date(2021, 4, 30))
# Tasks that nobody could read out of the text: clause, title, level, day.
GIVEN = [
    ("II.4", "Gửi danh sách hội viên tham gia Đội công tác xã hội tình nguyện năm 2021", "commune", date(2021, 12, 22)),
    ("II.6", "Gửi số cơ sở dịch vụ đã rà soát trong năm", "commune", date(2021, 12, 17)),
    ("I.2", "Chọn một mô hình hay để giới thiệu toàn tỉnh", "district", date(2021, 12, 24)),
]


def make(world: World) -> None:
    """Import and confirm the province's plan; let every district derive its own."""
    with clock.at(datetime(2021, 3, 10, 9, tzinfo=VIETNAM)):
        data = (files("lanhmanh.flows.demo") / "ke-hoach.md").read_bytes()
        actor = world.actor("canbo.tinh")
        draft = services.import_plan(actor=actor, unit=world.province, data=data, name="ke-hoach.md")
        plan = services.confirm_plan(actor=actor, plan=draft, choices=_as_proposed(draft), years=(2021, 2025))
        by_path = {item.path: item for item in items_of(plan)}
        for path, title, level, due in GIVEN:
            choice = TaskChoice(title=title, responsible_level=level, recurrence="once", due=due)
            services.add_task(actor=actor, item=by_path[path], choice=choice)
    for days, version in enumerate(world.districts):
        with clock.at(datetime(2021, 3, 15 + days, 10, tzinfo=VIETNAM)):
            _derive(world, plan, version.unit_id, version.code)


def _as_proposed(plan: Plan) -> dict[str, TaskChoice]:
    return {task.uid: _choice(task) for task in tasks_of(plan)}


def _choice(task: Task) -> TaskChoice:
    title, indicators = EDITED.get(task.item.path, (task.title, task.indicators))
    due = task.due
    if task.recurrence == "once":
        title, due = PLAN_BY
    return TaskChoice(
        title=title,
        responsible_level=task.responsible_level,
        recurrence=task.recurrence,
        due=due,
        unit=task.unit,
        indicators=indicators,
        evidence=task.evidence,
    )


def _derive(world: World, parent: Plan, unit_id: int, code: str) -> None:
    by_path = {item.path: item.uid for item in items_of(parent)}
    unit = next(version.unit for version in world.districts if version.unit_id == unit_id)
    decisions: dict[str, Decision] = {}
    if code in LEFT_OUT:
        path, reason = LEFT_OUT[code]
        decisions[by_path[path]] = LeaveOut(reason)
    if code in ADAPTED:
        path, words = ADAPTED[code]
        decisions[by_path[path]] = words
    added = [Addition(by_path[path], text) for path, text in [ADDED[code]]] if code in ADDED else []
    actor = world.officer(unit_id)
    draft = services.derive_plan(actor=actor, unit=unit, parent_plan=parent, decisions=decisions, added=added)
    services.confirm_plan(actor=actor, plan=draft, choices={})


def first_progress(world: World) -> None:
    """Let most communes say how far they came in the first half-year, and all districts that they made their plans."""
    tasks, random = _by_title(world), Random(30)
    for version in world.communes:
        for quarter in ("2021Q1", "2021Q2"):
            state = "done" if random.random() < 0.85 else "under_way"
            _say(world.officer(version.unit_id), tasks[EDITED["III.3"][0]], version.unit, quarter, state)
    for version in world.districts:
        _say(world.officer(version.unit_id), tasks[PLAN_BY[0]], version.unit, "", "done")


def progress(world: World, random: Random) -> None:
    """Let most communes say how far they have come at the end of the year."""
    tasks = _by_title(world)
    rounds = tasks[EDITED["III.3"][0]]
    for version in world.communes:
        actor = world.officer(version.unit_id)
        _say(actor, rounds, version.unit, "2021Q3", "done" if random.random() < 0.85 else "under_way")
        if random.random() < 0.6 and version.code != "25993":
            _say(actor, tasks[GIVEN[1][1]], version.unit, "", "done")


def _by_title(world: World) -> dict[str, Task]:
    """Return the tasks of the province's plan of the day."""
    plan = plan_for(world.province, clock.today())
    return {task.title: task for task in tasks_of(plan)} if plan else {}


def _say(actor: Actor, task: Task, unit: Unit, period: str, state: str) -> None:
    services.record_progress(actor=actor, task=task, unit=unit, period=period, state=state)
