"""What areas of the demonstration are to become: targets to 2025, and plans of change of some."""

from datetime import date, datetime

from lanhmanh.areas.forms.aim_lists import target_kind
from lanhmanh.areas.forms.aim_rows import Targets
from lanhmanh.areas.models import AreaClass
from lanhmanh.areas.services.aims import (
    PlanData,
    StepData,
    add_step,
    draft_plan,
    finish_step,
    issue_plan,
    set_targets,
)
from lanhmanh.areas.services.common import area_of
from lanhmanh.flows.demo.rule_sets import CODE
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.ui import lists
from lanhmanh.units.models import Level
from lanhmanh.units.selectors import under

SET, BEGUN, DONE = (datetime(2021, month, 22, 9, tzinfo=VIETNAM) for month in (3, 5, 9))
CLASSES, YEAR, LAST = ("TRONG-DIEM", "NHIEU", "IT", "KHONG"), 2020, 2025
STEPS = (
    StepData("Ký cam kết với từng hộ ở các khu nhà trọ", "Chi hội trưởng", date(2021, 8, 31)),
    StepData("Lắp đèn, camera ở ngõ tối, báo Công an điểm phức tạp", "Công an, khu phố", date(2021, 12, 31)),
    StepData("Giới thiệu học nghề cho người vừa hoàn thành cai nghiện", "Hội Nông dân", date(2022, 6, 30)),
)
PLANS = 6


def aim(world: World) -> None:
    """Set for every area the class one step better, as the plan hopes; let some of the worst begin to change."""
    rows = AreaClass.objects.filter(rule_code=CODE, year=YEAR).select_related("area").order_by("pk")
    now = {row.area.unit_id: CLASSES.index(row.class_code) for row in rows}
    with clock.at(SET):
        aims = {unit_id: CLASSES[min(rank + 1, len(CLASSES) - 1)] for unit_id, rank in now.items()}
        _set(world, aims)
    here = [version.unit_id for version in world.communes if now.get(version.unit_id, 3) < 3]
    for place, unit_id in enumerate(sorted(here, key=lambda one: (now[one], one))[:PLANS]):
        _plan(world, unit_id, now[unit_id], place)


def _set(world: World, aims: dict[int, str]) -> None:
    """Set targets as a province does: written into the workbook, read back, judged, taken."""
    below = under(world.province, clock.today(), level=Level.COMMUNE)
    rows = [
        {"code": one.code, "unit_name": one.name, "year": LAST, "class": aims[one.unit_id]}
        for one in below
        if one.unit_id in aims
    ]
    kind, targets = target_kind(world.province, CODE), Targets(world.province, CODE)
    found = lists.read(kind, lists.export(kind, rows, clock.today()))
    verdicts = targets.judge(found)
    for year, classes in targets.by_year([row for row in found if row.number not in verdicts]).items():
        set_targets(actor=world.actor("canbo.tinh"), unit=world.province, code=CODE, year=year, classes=classes)


def _plan(world: World, unit_id: int, rank: int, place: int) -> None:
    actor = world.officer(unit_id)
    with clock.at(BEGUN):
        data = PlanData(CLASSES[rank], CLASSES[rank + 1], 2022 + place % 3)
        plan = draft_plan(actor=actor, area=area_of(unit_id), code=CODE, data=data)
        steps = [add_step(actor=actor, plan=plan, data=one) for one in STEPS]
        if place % 3 == 2:  # one of three is still being drafted
            return
        plan = issue_plan(actor=actor, plan=plan, number=f"{place + 3:02}-KH/HNDX", issued_on=BEGUN.date())
    with clock.at(DONE):
        finish_step(actor=actor, step=steps[0], done_on=date(2021, 8, 28), outcome="Đã ký với 42 hộ (minh họa).")
