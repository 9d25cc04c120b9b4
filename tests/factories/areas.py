"""Four classes as a province may publish them, and an assessment led to any point of its course."""

from datetime import date, datetime
from decimal import Decimal

from lanhmanh.accounts.access import Actor
from lanhmanh.areas.models import Area, Assessment, ClassDecision, RuleSet
from lanhmanh.areas.rules.codes import Judged, Stated
from lanhmanh.areas.selectors.deciding import Chosen
from lanhmanh.areas.services.appraising import appraise
from lanhmanh.areas.services.assessing import add_evidence, start_assessment, state_facts, submit_assessment
from lanhmanh.areas.services.common import area_of
from lanhmanh.areas.services.deciding import Signing, decide
from lanhmanh.areas.services.registering import register_area
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.law import classes
from lanhmanh.law.sources import Source
from lanhmanh.units.models import Unit
from tests.areas.four import CODE, FEW, KEY, MANY, NONE, four_classes
from tests.factories import Province, make_actor, make_user

__all__ = ["FEW", "KEY", "MANY", "NONE"]

YEAR = 2021
NOW = datetime(2021, 12, 20, 9, tzinfo=VIETNAM)
PDF = b"%PDF-1.4 minh chung"


def publish(unit: Unit, value: classes.RuleSet | None = None) -> RuleSet:
    """Publish rules of a province."""
    value, user = value or four_classes(), make_user("province_leader", unit)
    return RuleSet.objects.create(
        unit=unit, code=value.code, version=value.version, title=value.title[0], body=classes.body_of(value),
        effective_from=value.effective_from, effective_to=value.effective_to, state="published",
        document_number="01/QĐ", document_dated=date(2016, 1, 1), saved_at=NOW, saved_by=user, published_at=NOW,
        published_by=user,
    )  # fmt: skip


class Ledger:
    """A small province with rules, and everybody who has a hand in a class."""

    def __init__(self, world: Province) -> None:
        """Publish the rules; name the people."""
        self.world, self.rules = world, publish(world.province)
        self.scorer = make_actor("commune_officer", world.commune)
        self.district = make_actor("district_officer", world.district)
        self.police = make_actor("police", world.district)
        self.officer = make_actor("province_officer", world.province)
        self.leader = make_actor("province_leader", world.province)

    def area(self) -> Area:
        """Return the area of the commune."""
        return area_of(self.world.commune.pk)

    def started(self, unit: Unit | None = None, actor: Actor | None = None, year: int = YEAR) -> Assessment:
        """Return an assessment that is begun."""
        area = area_of((unit or self.world.commune).pk)
        return start_assessment(actor=actor or self.scorer, area=area, code=CODE, year=year)

    def scored(self, addicts: int | None = 25, unit: Unit | None = None, actor: Actor | None = None) -> Assessment:
        """Return an assessment with facts and evidence."""
        who, made = actor or self.scorer, self.started(unit, actor)
        facts = {"addicts": Stated(addicts, "Công an phường, 15/12"), "spots": Stated(False, "Công an phường, 15/12")}
        made = state_facts(actor=who, assessment=made, facts=facts, explanation="", version=made.version)
        add_evidence(actor=who, assessment=made, name="bang.pdf", content=PDF, key="addicts")
        return made

    def sent(self, addicts: int | None = 25, unit: Unit | None = None, actor: Actor | None = None) -> Assessment:
        """Return an assessment that was sent."""
        made = self.scored(addicts, unit, actor)
        submit_assessment(actor=actor or self.scorer, assessment=made, version=made.version)
        return Assessment.objects.get(pk=made.pk)

    def appraised(self, addicts: int | None = 25, unit: Unit | None = None, actor: Actor | None = None) -> Assessment:
        """Return an assessment that was appraised and agreed."""
        made = self.sent(addicts, unit, actor)
        lines = {"addicts": Judged(agreed=True), "spots": Judged(agreed=True)}
        appraise(actor=self.officer, assessment=made, lines=lines, comment="", version=made.version)
        return Assessment.objects.get(pk=made.pk)

    def decided(self, addicts: int | None = 25) -> ClassDecision:
        """Return the decision on the commune's assessment."""
        made = self.appraised(addicts)
        return decide(
            actor=self.leader, unit=self.world.province, chosen=[Chosen(made.uid, recognised=True)], signing=Signing()
        )


BODIES, REACHED, FREE = "CQTH-1", "CHUA-DAT", "KHONG"


def body_rules() -> classes.RuleSet:
    """Return rules for agencies and schools, made up: a plan of their own, and no offence."""
    facts = (
        classes.Fact("own_plan", classes.FactKind.YES_NO, ("Có kế hoạch của năm", "Has a plan for the year")),
        classes.Fact("own_offences", classes.FactKind.COUNT, ("Vụ vi phạm đã có kết luận", "Offences found")),
    )
    tests = (
        classes.Test(classes.TestKind.YES_NO, ("own_plan",), yes=True),
        classes.Test(classes.TestKind.COUNT, ("own_offences",), bounds=classes.Bounds(Decimal(0), None, Decimal(0))),
    )
    free = classes.AreaClass(
        FREE, ("Không có ma túy", "Free of drugs"),
        tuple(classes.Criterion(str(at), ("", ""), (test,)) for at, test in enumerate(tests, 1)),
    )  # fmt: skip
    rest = classes.AreaClass(REACHED, ("Chưa đạt", "Not reached"), otherwise=True)
    return classes.RuleSet(
        code=BODIES, version=1, title=("Cơ quan, trường học không có ma túy", "Drug-free agencies and schools"),
        source=Source("Quyết định thử", confidence="M"), subjects=("agency", "school", "branch"),
        effective_from=date(2016, 1, 1), effective_to=None, calendar="MONTH", decided_by=("Tỉnh", "Province"),
        facts=facts, classes=(rest, free),
    )  # fmt: skip


class Bodies(Ledger):
    """The ledger of a province that also has rules for agencies and schools; one school registered."""

    def __init__(self, world: Province) -> None:
        """Publish both rules; let the school register."""
        super().__init__(world)
        publish(world.province, body_rules())
        self.school = self.registered("school", "Trường THCS Trảng Dài")

    def registered(self, kind: str, name: str, on: date = date(2021, 3, 1)) -> Area:
        """Let a place of the commune register."""
        unit = self.world.commune
        return register_area(actor=self.scorer, unit=unit, kind=kind, name=name, registered_on=on)

    def begun(self, area: Area | None = None, year: int = YEAR, again: str = "") -> Assessment:
        """Return the assessment of the school that is begun."""
        return start_assessment(actor=self.scorer, area=area or self.school, code=BODIES, year=year, again=again)

    def judged(self, made: Assessment, offences: int = 0) -> Assessment:
        """Return an assessment that was scored, sent and agreed."""
        facts = {"own_plan": Stated(True, "Nhà trường"), "own_offences": Stated(offences, "Công an phường")}
        made = state_facts(actor=self.scorer, assessment=made, facts=facts, explanation="", version=made.version)
        add_evidence(actor=self.scorer, assessment=made, name="bang.pdf", content=PDF)
        submit_assessment(actor=self.scorer, assessment=made, version=made.version)
        made.refresh_from_db()
        lines = {key: Judged(agreed=True) for key in facts}
        appraise(actor=self.officer, assessment=made, lines=lines, comment="", version=made.version)
        return Assessment.objects.get(pk=made.pk)

    def recognised(self, *made: Assessment) -> ClassDecision:
        """Return the decision that recognises these."""
        chosen = [Chosen(one.uid, recognised=True) for one in made]
        return decide(actor=self.leader, unit=self.world.province, chosen=chosen, signing=Signing())
