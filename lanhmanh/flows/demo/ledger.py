"""The ledger of areas: classes of 2017 to 2021 brought in from Excel, targets to 2025, a year's course under way.

Classes are invented from a fixed seed: most areas get better, some stay, a few get worse; nothing is said of any place.
"""

from collections.abc import Iterator
from datetime import date, datetime
from random import Random
from typing import Any

from lanhmanh.areas.forms.history import kind_of, old_of
from lanhmanh.areas.models import AreaClass, Assessment
from lanhmanh.areas.rules.codes import Judged, Stated
from lanhmanh.areas.selectors.deciding import Chosen
from lanhmanh.areas.selectors.history_list import judge, place_of
from lanhmanh.areas.selectors.pages import stated_values
from lanhmanh.areas.services.appeals import lodge_appeal
from lanhmanh.areas.services.appraising import appraise, return_assessment
from lanhmanh.areas.services.assessing import save_scores, start_assessment, submit_assessment
from lanhmanh.areas.services.common import area_of
from lanhmanh.areas.services.deciding import Signing, decide, withdraw
from lanhmanh.areas.services.importing import import_classes
from lanhmanh.flows.demo import changing
from lanhmanh.flows.demo.rule_sets import CODE
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.ui import lists
from lanhmanh.units.models import Level, UnitVersion
from lanhmanh.units.selectors import under

SEED, YEAR, FIRST = 41, 2021, 2017
CLASSES = ("TRONG-DIEM", "NHIEU", "IT", "KHONG")
BROUGHT, REST = datetime(2021, 1, 7, 9, tzinfo=VIETNAM), datetime(2021, 12, 17, 17, tzinfo=VIETNAM)
SCORED, APPRAISED = datetime(2021, 12, 13, 9, tzinfo=VIETNAM), datetime(2021, 12, 15, 9, tzinfo=VIETNAM)
DECIDED = datetime(2021, 12, 17, 16, 30, tzinfo=VIETNAM)
EVIDENCE = b"%PDF-1.4\n% SYNTHETIC: minh hoa, khong phai tai lieu that\n"
SOURCE = "Công an xã, phường, báo cáo ngày 10/12/2021 (minh họa)"
# How far the year's course went, by the code of the commune; of the others the first few, in this order.
WENT = {"25993": "draft", "26041": "sent", "26119": "appraised", "26383": "decided"}
OTHERS = ("draft", "returned", "sent", "sent", "appraised", "appraised", "decided", "decided", "decided", "sent")
# Class → facts under which the rules of the demonstration give it: people with a file, offenders, spots.
FACTS = {"TRONG-DIEM": (38, 4, 1), "NHIEU": (17, 3, 0), "IT": (6, 1, 0), "KHONG": (0, 0, 0)}


def bring(world: World) -> None:
    """Bring the classes of 2017 to 2020 in, and set targets to 2025 and the first plans of change."""
    with clock.at(BROUGHT):
        _bring(world, [row for row in _history(world) if row["year"] < YEAR])
    changing.aim(world)


def make(world: World) -> None:
    """Lead the course of 2021: areas at every step, a decision, an appeal, a withdrawal; bring the rest in."""
    made = {version.code: _score(world, version, went) for version, went in _course(world)}
    _judge(world, made)
    _decide(world, made)
    done = {row.area.unit_id for row in Assessment.objects.select_related("area").filter(rule_code=CODE)}
    with clock.at(REST):
        names = {version.code for version in world.communes if version.unit_id in done}
        _bring(world, [row for row in _history(world) if row["year"] == YEAR and row["code"] not in names])


def _history(world: World) -> list[dict[str, Any]]:
    """Return every commune's class of every year."""
    random, day = Random(SEED), date(2021, 6, 1)
    rows: list[dict[str, Any]] = []
    for version in under(world.province, day, level=Level.COMMUNE):
        city = version.name.startswith("Phường")
        rank = random.choices(range(4), (22, 30, 34, 14) if city else (7, 22, 46, 25))[0]
        for year in range(FIRST, YEAR + 1):
            rows.append(_row(version, year, rank, random))
            rank = _next(rank, random)
    return rows


def _next(rank: int, random: Random) -> int:
    step = random.choices((1, 0, -1), (17, 78, 5))[0]
    return min(max(rank + step, 0), 3)


def _row(version: UnitVersion, year: int, rank: int, random: Random) -> dict[str, Any]:
    recognised = rank == 3 or (rank == 2 and random.random() < 0.4)
    number = f"Quyết định số {11 + year - FIRST}/QĐ-MINHHOA (minh họa)"
    dated = date(year + 1, 1, 6) if year < YEAR else date(YEAR, 12, 16)
    return {
        "code": version.code, "name": version.name, "year": year, "class": CLASSES[rank], "recognised": recognised,
        "basis": number, "dated": dated,
    }  # fmt: skip


def _bring(world: World, rows: list[dict[str, Any]]) -> None:
    """Bring rows in as a province does: written into the workbook, read back, judged, taken."""
    kind, province = kind_of(world.province, CODE), world.province
    found = lists.read(kind, lists.export(kind, rows, clock.today()))
    verdicts = judge(province, CODE, found)
    good = [row for row in found if not row.faults and not verdicts[row.number].faults]
    places = dict(place_of(province, CODE, good))
    import_classes(actor=world.actor("canbo.tinh"), province=province, code=CODE, rows=old_of(good, places))


def _course(world: World) -> Iterator[tuple[UnitVersion, str]]:
    known = [version for version in world.communes if version.code in WENT]
    rest = sorted((version for version in world.communes if version.code not in WENT), key=lambda one: one.code)
    yield from ((version, WENT[version.code]) for version in known)
    step = max(1, len(rest) // len(OTHERS))
    yield from zip(rest[::step], OTHERS, strict=False)


def _score(world: World, version: UnitVersion, went: str) -> tuple[Assessment, str]:
    """Let the commune score itself like a better, the same or a worse year than the last, and send it."""
    actor, last = world.officer(version.unit_id), _class_of(version)
    values = dict(zip(("addicts", "offenders", "spots"), FACTS[last], strict=True))
    with clock.at(SCORED):
        made = start_assessment(actor=actor, area=area_of(version.unit_id), code=CODE, year=YEAR)
        facts = {key: Stated(value, SOURCE) for key, value in values.items()}
        files = [("", "minh-chung-minh-hoa.pdf", EVIDENCE)]
        if went == "draft":
            facts, files = {"offenders": facts["offenders"]}, []
        else:
            facts["users"] = Stated(0, SOURCE)
        made = save_scores(actor=actor, assessment=made, facts=facts, explanation="", files=files, version=made.version)
        if went != "draft":
            submit_assessment(actor=actor, assessment=made, version=made.version)
    return Assessment.objects.select_related("area").get(pk=made.pk), went


def _class_of(version: UnitVersion) -> str:
    found = AreaClass.objects.filter(area__unit_id=version.unit_id, rule_code=CODE, year=YEAR - 1).first()
    return found.class_code if found else "IT"


def _judge(world: World, made: dict[str, tuple[Assessment, str]]) -> None:
    """Appraise what goes on; return what has to be mended."""
    for row, went in made.values():
        if went in ("draft", "sent"):
            continue
        with clock.at(APPRAISED):
            if went == "returned":
                return_assessment(
                    actor=world.actor("canbo.tinh"), assessment=row, version=row.version,
                    comment="Số người có hồ sơ chưa khớp số của Công an: đối chiếu rồi nộp lại.",
                )  # fmt: skip
                continue
            lines = {key: Judged(agreed=True) for key in stated_values(row)}
            appraise(actor=world.actor("canbo.tinh"), assessment=row, lines=lines, comment="", version=row.version)


def _decide(world: World, made: dict[str, tuple[Assessment, str]]) -> None:
    """Decide on some, hear one of them against it, and withdraw an old class that was wrong."""
    leader, ready = world.actor("lanhdao.tinh"), [row for row, went in made.values() if went == "decided"]
    if not ready:
        return
    with clock.at(DECIDED):
        chosen = [Chosen(row.uid, recognised=None) for row in ready]
        decide(actor=leader, unit=world.province, chosen=chosen, signing=Signing())
        one = ready[0]
        given = AreaClass.objects.get(assessment=one)
        lodge_appeal(
            actor=world.officer(one.area.unit_id), given=given,
            text="Một người đã chuyển đi từ tháng 11 vẫn còn tính ở địa bàn (minh họa).",
        )  # fmt: skip
        old = AreaClass.objects.filter(area__unit_id=ready[-1].area.unit_id, rule_code=CODE, year=YEAR - 1).first()
        if old:
            withdraw(
                actor=leader, given=old, signing=Signing(),
                reason="Rà lại hồ sơ: số liệu năm đó của địa bàn tính thiếu (minh họa).",
            )  # fmt: skip
