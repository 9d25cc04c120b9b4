"""A land small enough to live through many histories: trees of two to four levels, and the form that they report on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from random import Random

from django.db import transaction

from lanhmanh.accounts.access import Actor, actor_for
from lanhmanh.accounts.models import Membership, User
from lanhmanh.documents.models import Document
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import Period, parse
from lanhmanh.plan.models import Plan, PlanItem
from lanhmanh.reporting.rules import catalogue, forms
from lanhmanh.units.models import Unit
from tests.factories import START, abolish, make_actor, make_unit

CODES = (
    "TT-BUOI", "TT-LUOT", "TT-LUOT-NU", "TT-NGUOI", "HV-HO", "CK-HO", "CK-TYLE", "VV-DUNO", "VV-DUNONHCS", "VV-DUNOQUY",
    "VV-DUNOKHAC", "VV-HO", "VV-BINHQUAN", "PH-NGANH", "TC-COSO", "TC-DAGS", "CK-TUDAUNAM", "HT-TUDAU", "HT-HOSO",
    "HT-NAM", "HT-NU",
)  # fmt: skip
FACTS = {"TT-BUOI", "TT-LUOT", "TT-LUOT-NU", "TT-NGUOI"}
KNOWN = catalogue.load()
_LEVEL = """
[[level]]
level = "{}"
working_days_after = {}
source = {{ title = "thử nghiệm" }}
"""
_TEXT = f"""
code = "LICH-SU"
version = 1
name_vi = "Biểu của các lịch sử"
name_en = "Form of the histories"
calendar = "ND09"
period = "QUARTER"
use = ["EMPTY", "NEGATIVE", "DECIMALS", "PART", "WHOLE", "TOGETHER", "SPLIT", "EXACT", "REST", "JUMP"]
{"".join(_LEVEL.format(*one) for one in (("commune", 3), ("district", 5), ("province", 7)))}
[[section]]
path = "I.2"
title_vi = "Mọi quy tắc"
title_en = "Every rule"
rows = {list(CODES)}

[[rule]]
code = "DERIVED"
check = "derived"
severity = "warning"
sentence_vi = "“{{name}}” là {{value}}, theo hoạt động {{other_value}}."
sentence_en = "“{{name}}” is {{value}}, by the activities {{other_value}}."
"""
FORM = forms.parse(_TEXT, KNOWN)
CUT = date(2025, 7, 1)  # from this day on there are no districts
MIDSUMMER = datetime(2025, 6, 20, 9, tzinfo=clock.VIETNAM)
NEW_YEAR = datetime(2026, 1, 12, 9, tzinfo=clock.VIETNAM)
PERIODS = tuple(map(parse, ("2025Q1", "2025Q2", "2025Q3", "2025Q4")))
BEFORE_CUT = PERIODS[:2]  # the windows end on 14 March and 14 June

Values = dict[str, Decimal | None]


@dataclass
class Land:
    """A province with all below it; `parents` is the tree before and from the cut, branches included."""

    province: Unit
    parents: tuple[dict[int, int], dict[int, int]]
    asked: list[Unit]
    places: list[Unit]
    item: PlanItem
    fillers: dict[int, Actor] = field(default_factory=dict)
    reviewers: dict[int, Actor] = field(default_factory=dict)
    leader: Actor = field(init=False)
    both: Actor = field(init=False)

    def tree(self, period: Period) -> Mapping[int, int]:
        """Return unit → parent on the last day of a period."""
        return self.parents[period not in BEFORE_CUT]

    def below(self, unit: Unit, period: Period) -> list[Unit]:
        """Return the unit itself and all below it that are asked in a period."""
        parents = self.tree(period)

        def stands_under(one: int | None) -> bool:
            return one == unit.pk or (one is not None and stands_under(parents.get(one)))

        return [one for one in self.asked if self.stands(one, period) and stands_under(one.pk)]

    def stands(self, unit: Unit, period: Period) -> bool:
        """Test whether a unit is there on the last day of a period."""
        return unit == self.province or unit.pk in self.tree(period)

    def children(self, unit: Unit, period: Period) -> list[Unit]:
        """Return the units one step below that are asked in a period."""
        return [one for one in self.asked if self.tree(period).get(one.pk) == unit.pk]

    def recorders(self, unit: Unit, period: Period) -> list[int]:
        """Return the units whose activities a unit reports: its own, for a commune those of its branches too."""
        branches = [key for key, parent in self.tree(period).items() if parent == unit.pk]
        return [unit.pk, *(branches if unit.level == "commune" else [])]


def settle(*, districts: int, communes: int, branches: int, reform: int = 0) -> Land:
    """Build a land: so many districts with so many communes each, or communes straight under the province for 0."""
    province = make_unit("Tỉnh Thử", "province")
    middle = [make_unit(f"Huyện {n}", "district", province) for n in range(districts)] or [province]
    small = [make_unit(f"Xã {n} {above.pk}", "commune", above) for above in middle for n in range(communes)]
    hamlets = [make_unit(f"Chi hội {n}", "branch", commune) for commune in small[:1] for n in range(branches)]
    before = {unit.pk: province.pk for unit in middle if unit != province}
    before |= {unit.pk: middle[n // communes].pk for n, unit in enumerate(small)}
    before |= {unit.pk: small[0].pk for unit in hamlets}
    after = before
    if reform:
        abolish(middle, small, province, CUT)
        after = {unit.pk: province.pk for unit in small} | {unit.pk: small[0].pk for unit in hamlets}
    asked = [province, *(unit for unit in middle if unit != province), *small]
    land = Land(province, (before, after), asked, [*small, *hamlets], _plan(province))
    _people(land, small[0])
    return land


def _people(land: Land, first: Unit) -> None:
    """Give everybody a desk: who fills, who decides, and one who does both for the first commune."""
    land.leader = make_actor("province_leader", land.province)
    for unit in land.asked:
        land.fillers[unit.pk] = make_actor(f"{unit.level}_officer", unit)
    for unit in land.asked:
        above = land.parents[0].get(unit.pk)
        land.reviewers[unit.pk] = land.fillers[above] if above else land.leader
    for unit in land.places:
        land.fillers.setdefault(unit.pk, make_actor("branch_head", unit))
    user = User.objects.create(username=f"kiem-nhiem-{first.pk}", full_name="Trần Thị Bình")
    above = Unit.objects.get(pk=land.parents[0][first.pk])
    for role, unit in (("commune_officer", first), (f"{above.level}_officer", above)):
        Membership.objects.create(user=user, role=role, unit=unit, valid_from=START)
    land.both = actor_for(user, CUT)


def _plan(province: Unit) -> PlanItem:
    """Confirm a plan of one clause, for activities belong to clauses."""
    chief, at = make_actor("province_officer", province).user_id, NEW_YEAR
    document = Document.objects.create(
        origin="received", unit=province, title="Kế hoạch", registered_at=at, registered_by_id=chief
    )
    plan = Plan.objects.create(
        unit=province, document=document, title="Kế hoạch", first_year=2021, last_year=2026, created_at=at,
        created_by_id=chief,
    )  # fmt: skip
    item = PlanItem.objects.create(plan=plan, path="II.1", label="1", heading="Tuyên truyền", order=1)
    Plan.objects.filter(pk=plan.pk).update(state="confirmed", confirmed_at=at, confirmed_by=chief)
    return item


@contextmanager
def undone() -> Iterator[None]:
    """Run one history and leave nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def drawn(chance: Random) -> Values:
    """Return figures that mostly agree with one another: parts of wholes, some not stated, some missing."""
    values: Values = {code: _some(chance, 40) for code in CODES if not KNOWN[code].is_ratio}
    values |= _pair(chance, "CK-HO", "HV-HO") | _pair(chance, "VV-HO", "VV-DUNO", places=3) | _part(chance, "TC")
    values |= _parts(chance, values, "VV-DUNO", ("VV-DUNONHCS", "VV-DUNOQUY", "VV-DUNOKHAC"), closed=True)
    values |= _parts(chance, values, "HT-HOSO", ("HT-NAM", "HT-NU"), closed=False)
    people = chance.randint(0, 90)
    values |= {"TT-LUOT": Decimal(people), **{code: _some(chance, people) for code in ("TT-LUOT-NU", "TT-NGUOI")}}
    if chance.random() < 0.1:
        values[chance.choice(list(values))] = chance.choice((None, Decimal(999), Decimal(-1), Decimal("0.5")))
    return values


def _some(chance: Random, most: int) -> Decimal | None:
    return None if chance.random() < 0.2 else Decimal(chance.randint(0, most))


def _pair(chance: Random, small: str, large: str, places: int = 0) -> Values:
    if chance.random() < 0.2:
        return {small: None, large: None}
    whole = chance.randint(0, 9000)
    return {large: Decimal(whole).scaleb(-places), small: Decimal(chance.randint(0, whole if not places else 60))}


def _part(chance: Random, prefix: str) -> Values:
    whole = _some(chance, 30)
    part = None if whole is None or chance.random() < 0.2 else Decimal(chance.randint(0, int(whole)))
    return {f"{prefix}-COSO": whole, f"{prefix}-DAGS": part}


def _parts(chance: Random, values: Values, whole: str, codes: tuple[str, ...], *, closed: bool) -> Values:
    """Split a whole: wholly, with parts missing, or not at all; of an open split some may belong to no part."""
    total = values[whole]
    if total is None or chance.random() < 0.2:
        return dict.fromkeys(codes)
    step = Decimal(1).scaleb(-KNOWN[whole].decimals)
    cuts = sorted(chance.randint(0, int(total / step)) for _ in codes[1:])
    ends = [0, *cuts, int(total / step)]
    found: Values = {code: (ends[n + 1] - ends[n]) * step for n, code in enumerate(codes)}
    if chance.random() < 0.4 or not closed:
        found[chance.choice(codes)] = None
    return found
