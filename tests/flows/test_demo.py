"""The demonstration province: its invented people and figures, and a small one built whole."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from random import Random

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from lanhmanh.accounts.access import actor_for
from lanhmanh.accounts.models import Membership, User
from lanhmanh.activities.models import Activity
from lanhmanh.activities.rules import Facts, faults
from lanhmanh.activities.services import Entry
from lanhmanh.audit.services import SYSTEM
from lanhmanh.documents.models import Document
from lanhmanh.flows import demo
from lanhmanh.flows.demo import building, deeds, people, typed
from lanhmanh.kernel import clock
from lanhmanh.plan.models import Acknowledgement, Guidance, Plan, PlanItem, TaskProgress
from lanhmanh.plan.selectors import pending
from lanhmanh.reporting.models import Decision, Report
from lanhmanh.reporting.rules import catalogue, forms
from lanhmanh.reporting.selectors import verify
from lanhmanh.units.models import Unit, UnitVersion
from lanhmanh.units.rules import vintages
from lanhmanh.units.services import load_province

# Biên Hòa with six wards, Long Thành with two communes.
WORKED = {"731", "25993", "25996", "25999", "26023", "26041", "26005", "740", "26383", "26380"}


def named(name: str, kind: str, unit_id: int, parent_id: int) -> UnitVersion:
    """Return a unit as a name alone."""
    return UnitVersion(name=name, kind=kind, unit_id=unit_id, parent_id=parent_id)


def test_units_that_share_a_name_carry_their_district() -> None:
    districts = [
        named("Huyện Xuân Lộc", "huyện", 1, 0),
        named("Thành phố Biên Hòa", "thành phố", 2, 0),
        named("Huyện Thống Nhất", "huyện", 3, 0),
    ]
    communes = [
        named("Phường Trảng Dài", "phường", 4, 2),
        named("Phường Xuân Hòa", "phường", 5, 2),
        named("Xã Xuân Hòa", "xã", 6, 1),
        named("Phường Thống Nhất", "phường", 7, 2),
        named("Thị trấn Gia Ray", "thị trấn", 8, 1),
    ]
    assert people.user_names(districts, communes) == {
        1: "canbo.xuanloc", 2: "canbo.bienhoa", 3: "canbo.thongnhat", 4: "canbo.trangdai",
        5: "canbo.xuanhoa.bienhoa", 6: "canbo.xuanhoa.xuanloc", 7: "canbo.thongnhat.bienhoa", 8: "canbo.giaray",
    }  # fmt: skip


def test_every_unit_of_the_province_has_a_user_name_of_its_own() -> None:
    table = vintages.vintage(vintages.ALL[0]).table
    numbers = {row.code: number for number, row in enumerate(table.rows, 1)}
    inside = {"75"}
    rows: dict[str, list[UnitVersion]] = {"district": [], "commune": []}
    for level, versions in rows.items():
        for row in table.rows:
            if row.level == level and row.parent_code in inside:
                versions.append(named(row.name, row.kind, numbers[row.code], numbers[row.parent_code]))
        inside |= {row.code for row in table.rows if row.level == level and row.parent_code in inside}
    names = people.user_names(rows["district"], rows["commune"])
    assert (len(rows["district"]), len(rows["commune"])) == (11, 170)
    assert len(set(names.values())) == 181
    assert {"canbo.bienhoa", "canbo.trangdai"} <= set(names.values())
    assert all(name.replace(".", "").isascii() and name == name.lower() for name in names.values())


@settings(deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 8))
def test_typed_figures_hold_together(seed: int, quarters: int) -> None:
    profile = typed.Profile(Random(seed))
    before: dict[str, int] = {}
    for _ in range(quarters):
        values = profile.quarter()
        assert all(value >= 0 and value == int(value) for value in values.values())
        for part, whole in typed.PARTS.items():
            assert values[part] <= values[whole]
        assert values["CN-GD"] + values["CN-CS"] == values["CN-VD"]
        assert values["CK-HO"] <= values["HV-HO"]
        assert values["TN-HV"] <= values["TN-TV"]
        stocks = {code: int(values[code]) for code in [*typed.STOCKS, "CK-HO", "HV-HO"]}
        assert all(stocks[code] >= stock for code, stock in before.items())
        before = stocks


def test_typed_figures_are_those_of_the_form() -> None:
    known = catalogue.load()
    values = typed.Profile(Random(1)).quarter()
    assert values.keys() <= set(forms.get("HND-QUY").rows)
    assert not [code for code in values if known[code].is_ratio]


def year(seed: int, how_many: int) -> list[Entry]:
    """Return a year of one commune."""
    items = {path: PlanItem(path=path) for _kind, path, _weight, _topics in deeds.SORTS}
    return deeds.year_of(Unit(pk=1, level="commune"), items, Random(seed), how_many)


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_a_year_keeps_the_rules_of_activities(seed: int) -> None:
    entries = year(seed, 30)
    assert [entry.data.day for entry in entries] == sorted(entry.data.day for entry in entries)
    for entry in entries:
        data = entry.data
        assert entry.at is not None
        assert deeds.FIRST <= data.day <= deeds.LAST
        assert entry.at.astimezone(clock.VIETNAM).date() == data.day
        facts = Facts(
            kind=data.kind, day=data.day, there=True, place=data.place, title=data.title, note=data.note,
            people=data.people, attended=data.attended, handed=data.handed,
        )  # fmt: skip
        assert list(faults(facts, data.day)) == []


def test_the_same_seed_gives_the_same_year() -> None:
    told = [[(e.at, e.data.title, e.data.attended) for e in year(seed, 12)] for seed in (3, 3, 4)]
    assert len(told[0]) == 12
    assert told[0] == told[1] != told[2]


def test_the_terminal_names_the_accounts_and_says_synthetic() -> None:
    text = demo.accounts_text()
    assert "SYNTHETIC" in text
    assert all(name in text for name in ("lanhdao.tinh", "canbo.bienhoa", "canbo.trangdai", "quantri"))


def test_a_demonstration_is_there_once_units_are(db: None) -> None:
    assert not demo.exists()
    load_province(actor=SYSTEM, code="75", names=vintages.ALL[:1])
    assert demo.exists()


@pytest.fixture(scope="module")
def _built(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Build a small demonstration, once for the tests below; it is taken back after them."""
    patch = pytest.MonkeyPatch()
    patch.setenv("LANHMANH_TODAY", building.STANDS_AT.isoformat())
    patch.setattr("django.conf.settings.DEMO", True)
    patch.setattr("django.conf.settings.PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        demo.build(only=WORKED)
        yield
        transaction.set_rollback(True)
    patch.undo()


@pytest.fixture
def province(_built: None, db: None) -> None:
    """Stand in the demonstration."""


@pytest.mark.slow
class TestSmallProvince:
    """One demonstration, looked at from all sides."""

    def test_it_verifies(self, province: None) -> None:
        assert list(verify()) == []

    def test_reports_stand_in_every_state_of_their_walk(self, province: None) -> None:
        states = set(Report.objects.values_list("state", flat=True))
        assert {"APPROVED", "SUBMITTED"} <= states
        assert set(Decision.objects.values_list("kind", flat=True)) == {"submitted", "returned", "approved"}
        reported = Counter(Report.objects.values_list("period", flat=True))
        assert reported["2021Q1"] == reported["2021Q2"] == len(WORKED) + 1
        assert 0 < reported["2021Q4"] < len(WORKED) - 1

    def test_the_last_report_of_trang_dai_is_left_to_the_visitor(self, province: None) -> None:
        ward = UnitVersion.objects.filter(code="25993").earliest("valid_from").unit
        periods = Report.objects.filter(unit=ward).order_by("period").values_list("period", flat=True)
        assert list(periods) == ["2021Q1", "2021Q2", "2021Q3"]

    def test_nothing_lies_after_the_day_on_which_it_stands(self, province: None) -> None:
        stands = datetime(2021, 12, 20, tzinfo=clock.VIETNAM).replace(hour=7)
        assert Report.objects.exclude(opened_at__lt=stands).count() == 0
        assert Decision.objects.exclude(at__lt=stands).count() == 0
        assert Activity.objects.exclude(recorded_at__lt=stands).count() == 0
        assert Activity.objects.exclude(day__range=(date(2021, 1, 4), date(2021, 12, 18))).count() == 0
        assert Activity.objects.count() > 20 * len(WORKED)

    def test_documents_are_numbered_without_gaps_and_marked(self, province: None) -> None:
        issued = Document.objects.filter(origin="issued").order_by("sequence")
        assert list(issued.values_list("sequence", flat=True)) == [1, 2, 3]
        assert list(issued.values_list("number", flat=True)) == ["01-BC/HNDT", "02-BC/HNDT", "03-BC/HNDT"]
        for document in issued:
            assert "SYNTHETIC" in str(document.value)
            assert {file.format for file in document.renditions.all()} == {"docx", "pdf", "xlsx"}
        assert "SYNTHETIC" in Document.objects.get(origin="received").title

    def test_the_plan_is_imported_and_derived(self, province: None) -> None:
        plans = Plan.objects.select_related("parent")
        assert Counter(plan.parent is None for plan in plans) == {True: 1, False: 5}
        assert {"adapted", "not_applicable"} <= set(PlanItem.objects.values_list("disposition", flat=True))
        assert "SYNTHETIC" in Plan.objects.get(parent=None).title
        assert set(plans.values_list("state", flat=True)) == {"confirmed"}
        assert TaskProgress.objects.exists()

    def test_guidance_went_down_and_one_waits_for_trang_dai_and_its_branch(self, province: None) -> None:
        assert Counter(Guidance.objects.values_list("unit__level", flat=True)) == {"province": 2, "district": 1}
        assert Acknowledgement.objects.exclude(noted_at__lt=datetime(2021, 12, 20, tzinfo=clock.VIETNAM)).count() == 0
        assert Acknowledgement.objects.count() >= len(WORKED) / 2
        for username in ("canbo.trangdai", "chihoi.trangdai"):
            actor = actor_for(User.objects.get(username=username), date(2021, 12, 20))
            unit = Unit.objects.get(pk=actor.home_unit_id)
            titles = [one.title for one in pending(actor, unit, date(2021, 12, 20))]
            assert "Cao điểm tuyên truyền dịp Tết Nguyên đán" in titles

    def test_every_account_has_one_role_and_an_invented_name(self, province: None) -> None:
        assert User.objects.count() == Membership.objects.count() == 7 + len(WORKED)
        told = {name for name, _what in demo.told.ACCOUNTS}
        assert told <= set(User.objects.values_list("username", flat=True))

    @pytest.mark.parametrize("username", [name for name, _what in demo.told.ACCOUNTS])
    def test_today_answers_every_account(self, province: None, client: Client, username: str) -> None:
        user = User.objects.get(username=username)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get("/")
        assert answer.status_code == 200
        assert "SYNTHETIC" in answer.content.decode()
