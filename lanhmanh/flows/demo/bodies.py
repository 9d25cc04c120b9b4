"""Agencies and schools of the demonstration: rules of their own, registered from a list, scored, decided.

The criteria are SYNTHETIC: those of no province were found, and these say nothing about one.
"""

from datetime import date, datetime
from typing import Any

from lanhmanh.activities.models import PersonOfStanding, Team, TeamMember
from lanhmanh.activities.services.registers import Entry as RowEntry
from lanhmanh.activities.services.registers import add
from lanhmanh.areas import services
from lanhmanh.areas.forms.aim_lists import body_kind
from lanhmanh.areas.forms.aim_rows import Bodies
from lanhmanh.areas.models import Area, AreaClass, Assessment
from lanhmanh.areas.rules.codes import Judged, Stated
from lanhmanh.areas.rules.drafting import source_of
from lanhmanh.areas.selectors.deciding import Chosen
from lanhmanh.areas.selectors.pages import stated_values
from lanhmanh.areas.services.appraising import appraise
from lanhmanh.areas.services.assessing import save_scores, start_assessment, submit_assessment
from lanhmanh.areas.services.deciding import Signing, decide, withdraw
from lanhmanh.areas.services.registering import end_registration, register_areas
from lanhmanh.flows.branches import close_into
from lanhmanh.flows.demo.quarters import Year
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.law import classes
from lanhmanh.ui import lists
from lanhmanh.units.models import Unit, UnitVersion

CODE, YEAR, WARD, MOST = "CQTH-MINHHOA", 2021, "25993", 12
ENTERED = datetime(2021, 1, 5, 10, tzinfo=VIETNAM)
TITLE, NUMBER, DATED = "Quyết định minh họa về tiêu chí cơ quan, trường học", "98/QĐ-MINHHOA", date(2020, 12, 28)
DOCUMENT = {"document_title": TITLE, "document_number": NUMBER, "document_dated": DATED}
NOTE = ["SYNTHETIC: tiêu chí do phần mềm đặt ra để minh họa, không phải của tỉnh nào.",
        "SYNTHETIC: criteria made up for the demonstration, of no province."]  # fmt: skip
SOURCE, EVIDENCE = "Biên bản tự kiểm tra (minh họa)", b"%PDF-1.4\n% SYNTHETIC: minh hoa, khong phai tai lieu that\n"
PERSON = {
    "name": "Nguyễn Thị Minh Họa", "kind": "elder", "consent_on": date(2021, 3, 1), "consent_how": "Giấy đồng ý",
    "listed_on": date(2021, 3, 2),
}  # fmt: skip
TEAM = {
    "kind": "social", "name": "Đội tình nguyện khu phố 5 (minh họa)", "founded_on": date(2021, 3, 1),
    "decision": "12/QĐ-UBND (minh họa)",
}  # fmt: skip
MEMBER = {"name": "Trần Văn Minh Họa", "in_union": True, "post": "leader", "joined_on": date(2021, 3, 1)}


def make_rules(world: World) -> None:
    """Publish the province's own criteria of agencies and schools, made from the template."""
    officer, leader = world.actor("canbo.tinh"), world.actor("lanhdao.tinh")
    template = next(one for one in classes.templates() if one.code == "CQTH")
    with clock.at(ENTERED):
        row = services.start_rule_set(
            actor=officer, unit=world.province, code=CODE, title="Cơ quan, trường học không có ma túy", like=template
        )
        services.edit_rule_set(actor=officer, row=row, part="head", rows=_head(), document=DOCUMENT)
        services.edit_rule_set(actor=officer, row=row, part="classes", rows={"classes": _classes()})
        services.publish_rule_set(actor=leader, row=row)


def _head() -> dict[str, Any]:
    return {
        "effective_from": "2021-01-01", "subjects": ["agency", "school", "branch"], "notes": [NOTE],
        "decided_by": ["Ban Chủ nhiệm Chương trình 2", "Programme 2 management board"],
        "source": source_of(title=TITLE, number=NUMBER, dated=DATED, checked=False, note=""),
    }  # fmt: skip


def _classes() -> list[dict[str, Any]]:
    tests: list[dict[str, Any]] = [
        {"kind": "yes_no", "facts": ["own_plan"], "yes": True},
        {"kind": "count", "facts": ["own_talks"], "at_least": "2"},
        {"kind": "count", "facts": ["own_offences"], "at_least": "0", "at_most": "0"},
    ]
    free = {"code": "KHONG", "name": ["Không có ma túy", "Free of drugs"]}
    criteria = [{"code": str(number), "any": [test]} for number, test in enumerate(tests, 1)]
    return [
        {"code": "CHUA-DAT", "name": ["Chưa đạt", "Not reached"], "otherwise": True},
        {**free, "criteria": criteria},
    ]


def plan(year: Year) -> None:
    """Put into the year who registered, the course of some, the end of one, and two branches that were joined."""
    world, at = year.world, {}
    for name, day in (("register", (2, 10)), ("end", (9, 30)), ("score", (11, 29)), ("decide", (12, 8)),
                      ("again", (12, 16))):  # fmt: skip
        at[name] = datetime(YEAR, *day, 15, tzinfo=VIETNAM)
    year.plan(at["register"], lambda: _register(world))
    year.plan(datetime(YEAR, 3, 3, 15, tzinfo=VIETNAM), lambda: _fill_branch(world))
    year.plan(at["end"], lambda: _end(world))
    year.plan(at["score"], lambda: _score(world))
    year.plan(at["decide"], lambda: _decide(world))
    year.plan(at["again"], lambda: _again(world))


def _some(world: World) -> list[UnitVersion]:
    ward = [one for one in world.communes if one.code == WARD]
    return [*ward, *(one for one in world.communes if one.code != WARD)][:MOST]


def _register(world: World) -> None:
    """Bring each commune's agencies and schools in as its officer does: from a filled list."""
    for version in _some(world):
        actor, kind = world.officer(version.unit_id), body_kind()
        name = version.name.split(maxsplit=1)[1]
        rows = [
            {"code": version.code, "unit_name": version.name, "kind": sort, "name": called,
             "registered_on": date(2021, 2, 8), "document": "Bản đăng ký đầu năm (minh họa)"}
            for sort, called in (("school", f"Trường THCS {name} (minh họa)"), ("agency", "Trạm Y tế (minh họa)"))
        ]  # fmt: skip
        found, bodies = lists.read(kind, lists.export(kind, rows, clock.today())), Bodies(actor)
        register_areas(actor=actor, entries=[bodies.entry(row) for row in found])


def _of(version: UnitVersion) -> list[Area]:
    rows = Area.objects.filter(unit=version.unit_id, ended_on=None, name__endswith="(minh họa)")
    return list(rows.order_by("-kind", "pk"))


def _end(world: World) -> None:
    """Let the last clinic leave: it went into the centre of its district."""
    version = _some(world)[-1]
    clinic = next(one for one in _of(version) if one.kind == Area.Kind.AGENCY)
    end_registration(
        actor=world.officer(version.unit_id), area=clinic, ended_on=date(2021, 9, 30),
        why="Nhập vào Trung tâm Y tế (minh họa)",
    )  # fmt: skip


def _score(world: World) -> None:
    """Let schools, and some clinics, score themselves; the last of them are still being scored."""
    for place, version in enumerate(_some(world)[:8]):
        for area in _of(version)[: 1 + place % 2]:
            _score_one(world, area, talks=1 if place == 4 else 3, sends=place < 6)


def _score_one(world: World, area: Area, *, talks: int, sends: bool) -> None:
    actor = world.officer(area.unit_id)
    made = start_assessment(actor=actor, area=area, code=CODE, year=YEAR)
    facts = {
        "own_plan": Stated(True, SOURCE), "own_talks": Stated(talks, SOURCE), "own_offences": Stated(0, SOURCE),  # noqa: FBT003
    }  # fmt: skip
    files = [("", "bien-ban-minh-hoa.pdf", EVIDENCE)]
    made = save_scores(actor=actor, assessment=made, facts=facts, explanation="", files=files, version=made.version)
    if sends:
        submit_assessment(actor=actor, assessment=made, version=made.version)


def _decide(world: World) -> None:
    """Appraise what was sent but the newest, and decide on all of it by one document."""
    sent = list(Assessment.objects.filter(rule_code=CODE, state="submitted").select_related("area").order_by("pk"))
    chosen = []
    for row in sent[: max(1, len(sent) - 2)]:
        lines = {key: Judged(agreed=True) for key in stated_values(row)}
        made = appraise(actor=world.actor("canbo.tinh"), assessment=row, lines=lines, comment="", version=row.version)
        chosen.append(Chosen(row.uid, recognised=made.class_code == "KHONG"))
    if chosen:
        decide(actor=world.actor("lanhdao.tinh"), unit=world.province, chosen=chosen, signing=Signing())


def _again(world: World) -> None:
    """Withdraw one recognition, and let the place be scored again; join two branches of the ward."""
    rows = AreaClass.objects.filter(rule_code=CODE, area__unit=_some(world)[0].unit_id)
    given = rows.select_related("area").first()
    if given is not None:
        withdraw(
            actor=world.actor("lanhdao.tinh"), given=given, signing=Signing(),
            reason="Số buổi tuyên truyền tính cả buổi của năm trước (minh họa).",
        )  # fmt: skip
        start_assessment(
            actor=world.officer(given.area.unit_id), area=given.area, code=CODE, year=YEAR,
            again="Đã bỏ các buổi của năm trước, thêm biên bản (minh họa).",
        )  # fmt: skip
    for ward, source, into in _branches(world):
        close_into(actor=world.officer(ward), branch=source, into=into, on=date(2021, 12, 1))


def _branches(world: World) -> list[tuple[int, Unit, Unit]]:
    """Return the ward of which the last branch goes into the one before; nothing where it has fewer than three."""
    found = [(ward, branches) for ward, branches in world.branches.items() if len(branches) > 4]
    return [(ward, branches[-1], branches[-2]) for ward, branches in found[:1]]


def _fill_branch(world: World) -> None:
    """Give the branch that goes a team and a person of standing, which wait to be taken over."""
    for ward, branch, _into in _branches(world):
        actor = world.officer(ward)
        team = add(actor=actor, model=Team, entry=RowEntry(branch, TEAM))
        add(actor=actor, model=TeamMember, entry=RowEntry(branch, MEMBER, team))
        add(actor=actor, model=PersonOfStanding, entry=RowEntry(branch, PERSON))
