"""A thematic form of the province, on which some communes have reported, and a draft that stands open."""

from datetime import datetime
from decimal import Decimal
from random import Random

from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.clock import VIETNAM
from lanhmanh.kernel.periods import parse
from lanhmanh.reporting import services
from lanhmanh.reporting.access import form_of
from lanhmanh.reporting.models import FormDesign, Report
from lanhmanh.reporting.rules import catalogue, drafting
from lanhmanh.reporting.rules.drafting import Definition
from lanhmanh.units.models import Unit

MADE, DRAFTED = datetime(2021, 11, 8, 9, tzinfo=VIETNAM), datetime(2021, 12, 16, 15, tzinfo=VIETNAM)
SENT, DECIDED = datetime(2021, 12, 14, 10, tzinfo=VIETNAM), datetime(2021, 12, 17, 9, tzinfo=VIETNAM)
MONTH = "202112"  # cut off on the 10th: 11/11 to 10/12, the national action month against HIV/AIDS
ROWS = ("TT-BUOI", "TT-LUOT", "TT-LUOT-NU", "HIV-BUOI", "TT-TOROI", "TT-BANGRON", "TT-PHAT")
UNFINISHED = ("RS-DOT", "CN-VD", "CN-GD", "CN-CS", "CK-TYLE")  # the two figures of the ratio are still missing
REPORT_TOO = frozenset({"25993", "26041", "26119"})
MOST = 10


def make(world: World) -> None:
    """Publish the form, let some communes report on it, and leave a draft of another one."""
    with clock.at(MADE):
        code = _publish(world)
    random = Random(code)
    units = [version for version in world.communes if version.code in REPORT_TOO]
    units += [version for version in world.communes if version.code not in REPORT_TOO][: MOST - len(units)]
    with clock.at(SENT):
        for version in units:
            _send(world, code, version.unit, random)
    with clock.at(DECIDED):
        for version in units[::2]:
            report = Report.objects.get(form=code, unit=version.unit)
            services.approve_report(actor=world.officer(version.parent_id or 0), report=report)
    with clock.at(DRAFTED):
        _draft(world)


def _publish(world: World) -> str:
    def head(of: Definition) -> Definition:
        return drafting.with_head(
            of, {"commune": 7, "district": 9, "province": 11}, period="MONTH", calendar="N10", first_period=MONTH
        )

    design = _begin(
        world, "HIV2021", "Chuyên đề: Tháng hành động quốc gia phòng, chống HIV/AIDS",
        "Thematic: national action month on HIV/AIDS",
    )  # fmt: skip
    actor, known = world.actor("canbo.tinh"), catalogue.load()
    services.edit_form(actor=actor, design=design, step="head", change=head)
    services.edit_form(
        actor=actor, design=design, step="rows", change=lambda of: drafting.with_rows(of, ROWS, known)
    )  # fmt: skip
    services.edit_form(
        actor=actor, design=design, step="rules",
        change=lambda of: drafting.with_pair(of, "AT-MOST", ["HIV-BUOI"], "TT-BUOI", "error"),
    )  # fmt: skip
    return services.publish_form(actor=world.actor("lanhdao.tinh"), design=design).code


def _draft(world: World) -> None:
    design = _begin(
        world, "RASOAT", "Chuyên đề: rà soát, vận động cai nghiện, chốt ngày 20",
        "Thematic: reviews and persuasion into rehabilitation, cut off on the 20th",
    )  # fmt: skip
    actor, known, days = world.actor("canbo.tinh"), catalogue.load(), {"commune": 3, "district": 5}
    services.edit_form(
        actor=actor, design=design, step="head",
        change=lambda of: drafting.with_head(of, days, period="QUARTER", calendar="N20", first_period="2022Q1"),
    )  # fmt: skip
    services.edit_form(
        actor=actor, design=design, step="rows", change=lambda of: drafting.with_rows(of, UNFINISHED, known)
    )  # fmt: skip


def _begin(world: World, code: str, name_vi: str, name_en: str) -> FormDesign:
    return services.start_form(
        actor=world.actor("canbo.tinh"), unit=world.province, code=code, name_vi=name_vi, name_en=name_en
    )


def _send(world: World, code: str, unit: Unit, random: Random) -> None:
    actor = world.officer(unit.pk)
    report = services.open_report(actor=actor, unit=unit, form=form_of(code), period=parse(MONTH))
    derived = report.values.get(indicator="TT-BUOI").value or Decimal(0)
    sessions = min(Decimal(random.randint(0, 2)), derived)
    services.save_cells(actor=actor, report=report, cells={"HIV-BUOI": (sessions, "")})
    services.submit_report(actor=actor, report=report)
