"""The routes of the ledger of areas in the matrix: one of everything at the commune, and who may open it from where."""

from collections.abc import Callable
from datetime import date
from typing import Any
from unittest.mock import patch

from lanhmanh import paper
from lanhmanh.accounts.rules import Permission as P
from lanhmanh.accounts.rules import roles
from lanhmanh.areas.models import AreaClass, Assessment
from lanhmanh.areas.rules.codes import Stated
from lanhmanh.areas.rules.contacts import Contact
from lanhmanh.areas.services.aims import PlanData, StepData, add_step, draft_plan
from lanhmanh.areas.services.appeals import lodge_appeal
from lanhmanh.areas.services.assessing import add_evidence, state_facts, submit_assessment
from lanhmanh.areas.services.contacts import Entry, enter_contacts
from lanhmanh.areas.services.deciding import Signing, withdraw
from lanhmanh.areas.services.importing import Old, import_classes
from lanhmanh.areas.services.registering import register_area
from tests.accounts.test_access import reaches
from tests.factories.areas import BODIES, CODE, NONE, PDF, Ledger, body_rules, publish

Arguments = Callable[[Any], list[str]]
Rule = Callable[[str, str], int]


class Areas:
    """Hold a decided year with an appeal, one that was sent, one that is being scored, and a plan of change."""

    def __init__(self, things: Any) -> None:
        self.ledger = Ledger(things.world)
        publish(things.world.province, body_rules())
        with patch.object(paper, "write_docx", lambda value: repr(value).encode()):
            self.ledger.decided(25)
        self.given = AreaClass.objects.get(rule_code=CODE)
        self.appeal = lodge_appeal(actor=self.ledger.scorer, given=self.given, text="Tính trùng")
        self.draft = self.ledger.started(year=2020)
        self.sent = self._sent()
        self.evidence = self.sent.evidence.get()
        data = PlanData(self.given.class_code, NONE, 2023)
        self.gone = self._withdrawn(things.world.commune.pk, things.world.province)
        unit, kind = things.world.commune, {"kind": "school", "name": "Trường"}
        self.school = register_area(actor=self.ledger.scorer, unit=unit, **kind, registered_on=date(2021, 3, 1))
        entry = Entry(things.world.commune, Contact("Công an phường", "113"))
        [self.contact] = enter_contacts(actor=self.ledger.officer, province=things.world.province, entries=[entry])
        self.plan = draft_plan(actor=self.ledger.scorer, area=self.ledger.area(), code=CODE, data=data)
        self.step = add_step(
            actor=self.ledger.scorer, plan=self.plan, data=StepData("Lắp đèn", "Khu phố", date(2022, 1, 1))
        )

    def _withdrawn(self, unit_id: int, province: Any) -> AreaClass:
        rows = [Old(unit_id, 2018, NONE, "QĐ cũ", date(2019, 1, 5))]
        import_classes(actor=self.ledger.officer, province=province, code=CODE, rows=rows)
        given = AreaClass.objects.get(rule_code=CODE, year=2018)
        with patch.object(paper, "write_docx", lambda value: repr(value).encode()):
            return withdraw(actor=self.ledger.leader, given=given, reason="Sai", signing=Signing())

    def _sent(self) -> Assessment:
        made, actor = self.ledger.started(year=2019), self.ledger.scorer
        facts = {"addicts": Stated(3, "Công an")}
        made = state_facts(actor=actor, assessment=made, facts=facts, explanation="", version=made.version)
        add_evidence(actor=actor, assessment=made, name="a.pdf", content=PDF)
        submit_assessment(actor=actor, assessment=made, version=made.version)
        return Assessment.objects.get(pk=made.pk)


_made: dict[int, Areas] = {}


def of(*names: str) -> Arguments:
    """Return the uids of these rows, the commune's, or words that name no row as they are."""

    def arguments(things: Any) -> list[str]:
        if id(things) not in _made:
            _made.clear()
            _made[id(things)] = Areas(things)
        made = _made[id(things)]
        named = {name: things.world.commune.uid if name == "commune" else name for name in names}
        return [getattr(made, name).uid if hasattr(made, name) else named[name] for name in names]

    return arguments


def _may(permission: P, role: str, home: str, place: str) -> bool:
    return any(reaches(scope, home, place) for scope in roles()[role].grants.get(permission, ()))


def _at(*permissions: P) -> Rule:
    return lambda role, home: 200 if all(_may(one, role, home, "commune") for one in permissions) else 404


def _anywhere(permission: P, opens: int = 200) -> Rule:
    return lambda role, _home: opens if permission in roles()[role].grants else 404


def _keeps_rules(role: str, home: str) -> int:
    return 200 if _may(P.RULES_WRITE, role, home, "province") else 404


def _decides(role: str, home: str) -> int:
    return 200 if _may(P.AREA_DECIDE, role, home, "province") else 404


def _sets_targets(role: str, home: str) -> int:
    """Open who sets targets where the picture begins: at home, or one step above a commune."""
    root = home if home in {"district", "province"} else "district"
    own = root == "district" and all(_may(P.TARGET_SET, role, home, one) for one in ("commune", "sibling"))
    return 200 if own or _may(P.TARGET_SET, role, home, root) else 404


def _lists(role: str, home: str) -> int:
    """Open to who scores a commune."""
    communes = ("commune", "sibling", "other_commune")
    return 200 if any(_may(P.AREA_SCORE, role, home, place) for place in communes) else 404


def _returns(role: str, home: str) -> int:
    says = any(_may(one, role, home, "commune") for one in (P.AREA_APPRAISE, P.AREA_DECIDE))
    return 200 if says and _may(P.AREA_VIEW, role, home, "commune") else 404


SEES, SCORES, APPRAISES = _anywhere(P.AREA_VIEW), _at(P.AREA_VIEW, P.AREA_SCORE), _at(P.AREA_VIEW, P.AREA_APPRAISE)
INSIDE = _at(P.AREA_VIEW)
LEDGER: dict[str, tuple[Arguments, Rule]] = {
    "areas:tip_guide": (of(), lambda _role, _home: 200),
    "areas:tip_contacts": (of(), _keeps_rules),
    "areas:tip_contact_new": (of(), _keeps_rules),
    "areas:tip_contacts_sheet": (of(), _keeps_rules),
    "areas:tip_contact_edit": (of("contact"), _keeps_rules),
    "areas:tip_contact_remove": (of("contact"), _keeps_rules),
    "areas:index": (of(), SEES),
    "areas:list": (of(), SEES),
    "areas:import": (of(CODE), _keeps_rules),
    "areas:import_bodies": (of(BODIES), _keeps_rules),
    "areas:bodies_out": (of(), SEES),
    "areas:targets": (of(), _sets_targets),
    "areas:targets_sheet": (of(), _sets_targets),
    "areas:plans_sheet": (of(CODE), _lists),
    "areas:plans_out": (of(), SEES),
    "areas:registered_sheet": (of(), _lists),
    "areas:register_end": (of("school"), SCORES),
    "areas:again": (of("gone"), SCORES),
    "areas:days": (of(CODE), _keeps_rules),
    "areas:registered": (of(), SEES),
    "areas:decide": (of(), _decides),
    "areas:assessments": (of(), SEES),
    "areas:assessment": (of("sent"), INSIDE),
    "areas:score": (of("draft"), SCORES),
    "areas:submit": (of("draft"), SCORES),
    "areas:appraise": (of("sent"), APPRAISES),
    "areas:return": (of("sent"), _returns),
    "areas:evidence": (of("evidence"), INSIDE),
    "areas:evidence_remove": (of("evidence"), _anywhere(P.AREA_SCORE, 405)),
    "areas:withdraw": (of("given"), _at(P.AREA_VIEW, P.AREA_DECIDE)),
    "areas:appeal": (of("given"), SCORES),
    "areas:answer": (of("appeal"), _at(P.AREA_VIEW, P.AREA_DECIDE)),
    "areas:plan": (of("plan"), INSIDE),
    "areas:plan_step": (of("plan"), SCORES),
    "areas:plan_step_done": (of("plan", "step"), SCORES),
    "areas:plan_issue": (of("plan"), SCORES),
    "areas:plan_end": (of("plan"), SCORES),
    "areas:area": (of("commune"), SEES),
    "areas:start": (of("commune"), _anywhere(P.AREA_SCORE, 405)),
    "areas:plan_begin": (of("commune"), SCORES),
    "areas:register": (of("commune"), SCORES),
}
