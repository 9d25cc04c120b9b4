"""The demonstration province: its invented people and figures, and a small one built whole."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from random import Random

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from lanhmanh.accounts.access import actor_for
from lanhmanh.accounts.models import Membership, User
from lanhmanh.activities.models import Activity
from lanhmanh.activities.rules import Facts, faults
from lanhmanh.activities.services.done import Entry
from lanhmanh.areas.models import Appeal, Area, AreaClass, Assessment, ChangePlan, TargetClass
from lanhmanh.audit.models import Event
from lanhmanh.audit.services import SYSTEM
from lanhmanh.cases import access
from lanhmanh.cases.models import Case, Episode, MeasureKind, Publication, Secret, Twin
from lanhmanh.cases.selectors.agenda import held_cases
from lanhmanh.cases.selectors.registers import counts_of
from lanhmanh.cases.selectors.settled import settled_for
from lanhmanh.cases.selectors.twins import twins
from lanhmanh.documents.models import Document, StoredFile
from lanhmanh.flows import demo
from lanhmanh.flows.demo import building, cases, deeds, people, plans, typed
from lanhmanh.flows.demo import keys as demo_keys
from lanhmanh.flows.demo.lives import lives
from lanhmanh.flows.handing_over import estate_of
from lanhmanh.kernel import clock
from lanhmanh.keyring.models import Drill, UnitKey
from lanhmanh.keyring.rules import read_shares
from lanhmanh.keyring.services import make_box
from lanhmanh.keyring.services.recovery import drill
from lanhmanh.keyring.services.unit_keys import waiting_members
from lanhmanh.law.statuses import regimes, version_on
from lanhmanh.plan import selectors
from lanhmanh.plan.models import Acknowledgement, Guidance, Plan, PlanItem, TaskProgress
from lanhmanh.plan.selectors import pending
from lanhmanh.reporting.models import Decision, FormDesign, Issue, Reminder, Report, ReviewIssue, Target
from lanhmanh.reporting.papers import broken_issues
from lanhmanh.reporting.rules import catalogue, forms
from lanhmanh.reporting.selectors import stale, verify
from lanhmanh.reporting.selectors.designs import draft_of
from lanhmanh.reporting.selectors.targets import year_page
from lanhmanh.units.models import Unit, UnitVersion
from lanhmanh.units.rules import vintages
from lanhmanh.units.selectors import versions_on
from lanhmanh.units.services import load_province
from tests.cases.vault.canaries import everything, unpacked
from tests.demonstration import PEOPLE_IN
from tests.once import Once, load
from tests.tables import tables


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


def test_the_people_of_the_cases_are_in_every_status_and_form_of_the_law_of_their_year() -> None:
    found = lives(Random(cases.SEED), cases.PEOPLE)
    assert {life.status for life in found} == {status.value for status in regimes(version_on(building.STANDS_AT).code)}
    assert {kind for life in found for kind in life.help} == {kind.value for kind in MeasureKind}
    assert len({life.words["id_number"] for life in found}) == len(found) == 400


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
def _built(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, made_once: Once, request) -> Iterator[None]:  # type: ignore[no-untyped-def]
    """Stand in the small province, as it lies there or, on PostgreSQL, built anew; it is taken back after the tests."""
    patch = pytest.MonkeyPatch()
    patch.setenv("LANHMANH_TODAY", building.STANDS_AT.isoformat())
    patch.setattr("django.conf.settings.DEMO", True)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        if connection.vendor == "sqlite":
            folder = request.getfixturevalue("small_province")
            load(folder)
            patch.setattr("django.conf.settings.DATA", folder)
            patch.setattr("django.conf.settings.VAULT_HALVES", folder / "keys")
            yield
            load(made_once("tables", tables))
        else:
            with transaction.atomic():
                demo.build(only=PEOPLE_IN)
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
        assert set(Decision.objects.values_list("kind", flat=True)) == set(Decision.Kind.values)
        reported = Counter(Report.objects.filter(version=1).values_list("period", flat=True))
        assert reported["2021Q1"] == reported["2021Q2"] == len(PEOPLE_IN) + 1
        assert 0 < reported["2021Q4"] < len(PEOPLE_IN) - 1

    def test_the_last_report_of_trang_dai_is_left_to_the_visitor(self, province: None) -> None:
        ward = UnitVersion.objects.filter(code="25993").earliest("valid_from").unit
        reports = Report.objects.filter(unit=ward, form="HND-QUY", version=1)
        periods = reports.order_by("period").values_list("period", flat=True)
        assert list(periods) == ["2021Q1", "2021Q2", "2021Q3"]

    def test_the_province_has_a_form_of_its_own_and_a_draft_that_stands_open(self, province: None) -> None:
        own, draft = FormDesign.objects.get(state="published"), FormDesign.objects.get(state="draft")
        states = Counter(Report.objects.filter(form=own.code).values_list("state", flat=True))
        assert states["APPROVED"] >= states["SUBMITTED"] >= 2
        assert [fault.place for fault in draft_of(draft).faults] == ["row:CK-TYLE", "row:CK-TYLE"]

    def test_nothing_lies_after_the_day_on_which_it_stands(self, province: None) -> None:
        stands = datetime(2021, 12, 20, tzinfo=clock.VIETNAM).replace(hour=7)
        assert Report.objects.exclude(opened_at__lt=stands).count() == 0
        assert Decision.objects.exclude(at__lt=stands).count() == 0
        assert Activity.objects.exclude(recorded_at__lt=stands).count() == 0
        assert Activity.objects.exclude(day__range=(date(2021, 1, 4), date(2021, 12, 18))).count() == 0
        assert Activity.objects.count() > 20 * len(PEOPLE_IN)

    def test_documents_are_numbered_without_gaps_and_marked(self, province: None) -> None:
        issued = Document.objects.filter(origin="issued").order_by("sequence")
        assert list(issued.values_list("sequence", flat=True)) == list(range(1, 10))
        numbers = [f"0{n}-{'BC' if n in {1, 2, 3, 4, 6} else 'QĐ'}/HNDT" for n in range(1, 10)]
        assert list(issued.values_list("number", flat=True)) == numbers
        for document in issued:
            assert "SYNTHETIC" in str(document.value)
            assert {file.format for file in document.renditions.all()} == {"docx", "pdf", "xlsx"}
        received = Document.objects.filter(origin="received").values_list("title", flat=True)
        assert len(received) == 2 and all("SYNTHETIC" in title for title in received)

    def test_the_ledger_holds_five_years_and_a_course_under_way(self, province: None) -> None:
        by_year = Counter(AreaClass.objects.filter(how="imported").values_list("year", flat=True))
        assert [by_year[year] for year in range(2017, 2021)] == [170] * 4
        course = Assessment.objects.filter(area__kind="unit")
        assert by_year[2021] == 170 - course.count()
        assert {"draft", "submitted", "appraised", "decided"} <= set(course.values_list("state", flat=True))
        withdrawn = AreaClass.objects.filter(how="withdrawn", area__kind="unit")
        assert withdrawn.count() == Appeal.objects.filter(state="lodged").count() == 1
        assert TargetClass.objects.filter(year=2025).count() == 170
        assert ChangePlan.objects.filter(state="issued").exists()

    def test_schools_were_registered_recognised_scored_again_and_a_branch_left_its_registers(
        self, province: None
    ) -> None:
        bodies = Area.objects.exclude(kind="unit")
        communes = sum(code not in ("731", "734", "740") for code in PEOPLE_IN)
        assert (bodies.count(), bodies.exclude(ended_on=None).count()) == (2 * communes, 1)
        ward = UnitVersion.objects.filter(code="25993").latest("valid_from").unit
        school = bodies.get(unit=ward, kind="school")
        told = list(school.history.order_by("pk").values_list("how", "recognised"))
        assert told == [("decided", True), ("withdrawn", None)]
        assert list(school.assessments.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "draft"]
        heir = versions_on(date(2021, 12, 20)).get(name="Chi hội khu phố 4", parent=ward).unit
        actor = actor_for(User.objects.get(username="canbo.trangdai"), date(2021, 12, 20))
        with clock.at(datetime(2021, 12, 20, 9, tzinfo=clock.VIETNAM)):
            left = estate_of(actor, heir, date(2021, 12, 20)).whole
        assert [(one.forebear.name, one.counts) for one in left] == [("Chi hội khu phố 5", {"teams": 1, "people": 1})]

    @pytest.mark.deep
    def test_one_correction_was_followed_by_a_new_document_and_one_waits(self, province: None) -> None:
        found = {
            issue.document.number: issue for issue in Issue.objects.select_related("document", "replaces__document")
        }
        replaced = {number: issue.replaces.document.number for number, issue in found.items() if issue.replaces}
        assert replaced == {"03-BC/HNDT": "02-BC/HNDT"}
        kinds = {number: [wake.kind for wake in issue.wakes.all()] for number, issue in found.items()}
        assert kinds["02-BC/HNDT"][-1] == kinds["04-BC/HNDT"][-1] == "corrected"
        assert kinds["03-BC/HNDT"] == []
        user = User.objects.get(username="canbo.tinh")
        review = ReviewIssue.objects.select_related("document").get()
        assert [mark.kind for mark in review.document.marks.all()][-1] == "changed"
        waiting = {one.number for one in stale(actor_for(user, date(2021, 12, 20)))}
        assert {"04-BC/HNDT", review.document.number} <= waiting
        assert list(broken_issues()) == []

    def test_the_plan_is_imported_derived_and_amended(self, province: None) -> None:
        top, below = Plan.objects.filter(parent=None), Plan.objects.exclude(parent=None)
        assert Counter(top.values_list("state", flat=True)) == {"replaced": 1, "confirmed": 1}
        assert Counter(below.values_list("state", flat=True)) == {"replaced": 2, "confirmed": 4}
        assert all("SYNTHETIC" in plan.title for plan in top)
        now = top.get(state="confirmed")
        kinds = {row.kind.value: (row.before and row.before.path, row.after and row.after.path)
                 for row in selectors.differences(now) if row.changed}  # fmt: skip
        assert (
            kinds["moved"] == ("III.5", "II.7") and kinds["new"] == (None, "III.2") and kinds["dropped"][0] == "III.2"
        )
        assert [row.kind.value for row in selectors.differences(now)].count("reworded") == 2

    def test_two_districts_have_the_amendment_still_to_do(self, province: None) -> None:
        behind = {
            version.code: selectors.outdated(version.unit, building.STANDS_AT) is not None
            for version in versions_on(building.STANDS_AT).filter(code__in=["731", "740"])
        }
        assert behind == {"731": True, "740": False}

    def test_progress_of_before_counts_for_the_tasks_that_go_on(self, province: None) -> None:
        assert TaskProgress.objects.filter(task__item__plan__state="replaced").exists()
        long_thanh = versions_on(building.STANDS_AT).get(code="740").unit
        once = [row for row in selectors.tasks_for(long_thanh, building.STANDS_AT) if row.title == plans.PLAN_BY[0]]
        assert [row.done for row in once] == [True]

    def test_activities_name_the_clause_of_the_plan_of_their_day(self, province: None) -> None:
        late = Activity.objects.filter(day__gte="2021-12-01", unit__level="commune").select_related("plan_item__plan")
        assert {activity.plan_item.plan.state for activity in late} == {"confirmed"}
        early = Activity.objects.filter(day__lt="2021-10-15").values_list("plan_item__plan__amends", flat=True)
        assert set(early) == {None}

    def test_targets_are_cascaded_one_gap_explained_and_one_open(self, province: None) -> None:
        at, officer = Unit.objects.get(level="province", versions__code="75"), User.objects.get(username="canbo.tinh")
        page = year_page(actor_for(officer), at, 2021, building.STANDS_AT)
        lines = {line.indicator.code: line for line in page.lines}
        assert len(lines) == 6
        opened = {code: line.gap is not None for code, line in lines.items() if line.cascade and line.cascade.is_open}
        assert opened == {"CN-VD": True, "GD-THAM": False}
        assert {row.version for row in Target.objects.filter(unit=at, indicator="TT-BUOI")} == {1, 2}
        wards = Target.objects.filter(unit__level="commune").values("unit").distinct()
        assert wards.count() == 30

    def test_reminders_are_noted_of_what_was_owed(self, province: None) -> None:
        assert 0 < Reminder.objects.count() <= 8
        assert set(Reminder.objects.values_list("noted_by__username", flat=True)) == {"canbo.bienhoa"}

    def test_guidance_went_down_and_one_waits_for_trang_dai_and_its_branch(self, province: None) -> None:
        assert Counter(Guidance.objects.values_list("unit__level", flat=True)) == {"province": 2, "district": 1}
        assert Acknowledgement.objects.exclude(noted_at__lt=datetime(2021, 12, 20, tzinfo=clock.VIETNAM)).count() == 0
        assert Acknowledgement.objects.count() >= len(PEOPLE_IN) / 2
        for username in ("canbo.trangdai", "chihoi.trangdai"):
            actor = actor_for(User.objects.get(username=username), date(2021, 12, 20))
            unit = Unit.objects.get(pk=actor.home_unit_id)
            titles = [one.title for one in pending(actor, unit, date(2021, 12, 20))]
            assert "Cao điểm tuyên truyền dịp Tết Nguyên đán" in titles

    def test_every_unit_has_a_key_and_a_drill_can_be_tried(self, province: None) -> None:
        keys = demo_keys.keys_of("canbo.trangdai")
        ward = UnitVersion.objects.filter(code="25993").latest("valid_from").unit
        assert list(keys.unit_ids) == [ward.pk]
        box, key = make_box(owner=ward)
        above = ("canbo.tinh", "canbo.bienhoa", "hotro.trangdai")
        assert [demo_keys.keys_of(name).open_box(box) for name in above] == [key] * 3
        assert not demo_keys.keys_of("canbo.anphuoc").open_boxes([box])
        assert UnitKey.objects.filter(generation=1, retired_on=None).count() == 1 + len(PEOPLE_IN)
        sheets = [path.read_text() for path in sorted((settings.DATA / demo_keys.SHEETS).iterdir())]
        assert all("SYNTHETIC" in text for text in sheets) and len(sheets) == 3
        shares = [share for text in sheets[:2] for share in read_shares(text)]
        assert drill(
            actor=SYSTEM, province=Unit.objects.get(level="province", versions__code="75"), shares=shares
        ).passed
        assert Drill.objects.count() == 2
        assert [one.user.username for one in waiting_members(ward)] == ["hotro.moi"]

    def test_a_list_of_the_ward_was_brought_in_but_for_one_row(self, province: None) -> None:
        [told] = Event.objects.filter(verb="case.imported")
        facts = json.loads(told.facts)
        assert (facts["cases"], facts["rows"], facts["faulty"], facts["running"]) == (11, 12, 1, 6)

    def test_of_three_people_with_two_cases_one_is_merged_one_settled_and_one_waits(self, province: None) -> None:
        assert [(row.same, row.first.state, row.second.state) for row in Twin.objects.order_by("pk")] == [
            (True, "open", "merged"), (True, "open", "open"), (None, "open", "open"),
        ]  # fmt: skip
        [gone] = Case.objects.filter(state="merged")
        assert gone.merged_into and gone.merged_into.absorbed.get() == gone
        assert gone.merged_into.unit == gone.unit != gone.merged_into.transfers.get().from_unit
        assert gone.episodes.exists() and not Secret.objects.filter(record=gone.uid, box=gone.box).exists()
        officer, today = actor_for(User.objects.get(username="canbo.trangdai")), building.STANDS_AT
        assert [one.step for one in settled_for(officer, held_cases(officer, today))] == ["await"]
        assert len(twins(actor_for(User.objects.get(username="canbo.tinh")))) == 1

    def test_cases_went_through_what_the_law_of_the_year_has(self, province: None) -> None:
        ended = Counter(Episode.objects.exclude(ended_on=None).values_list("ending", flat=True))
        assert ended.keys() >= {"completed", "relapse", "expiry", "prison", "moved"}
        again = Episode.objects.get(previous__ending="relapse")
        assert (again.status, again.times, again.number) == ("rehab_community", 2, 3)
        assert Episode.objects.filter(status="post_rehab", previous__ending="completed", due_on__isnull=False).exists()
        assert not Case.objects.filter(state="closed", seal_on__lt=building.STANDS_AT).exists()
        assert Case.objects.filter(state="sealed").exists()
        assert not Case.objects.filter(state="open", episodes__ending__in=["death", "prison", "expiry"]).exists()
        ward = UnitVersion.objects.filter(code="25993").latest("valid_from").unit
        lines = {register.code: count for register, _name, count in counts_of(ward, 2021)}
        assert all(lines[code] for code in ("01-SCN", "02-SCN", "04-SCN", "05-SCN", "06-SCN"))
        assert [one.period for one in Publication.objects.order_by("number")] == ["2021Q1"]

    def test_no_name_of_a_case_lies_in_what_is_kept_or_issued(self, province: None) -> None:
        """The names, opened with the ward's key, are searched in the database, its documents and what lies packed."""
        keys = demo_keys.keys_of("canbo.trangdai")
        cases = {case.uid: case for case in Case.objects.filter(unit__versions__code="25993").select_related("box")}
        boxes = keys.open_boxes([case.box for case in cases.values()])
        words = access.read_many(keys=boxes, records=list(cases), fields=("full_name", "address"))
        secrets = [text.encode() for one in words.values() for text in one.values()]
        assert len(secrets) > 40
        kept = [*everything(), *(bytes(one.content) for one in StoredFile.objects.all())]
        places = [one for place in kept for one in unpacked(place)]
        assert len(places) > len(kept) > 10
        assert [text for text in secrets if any(text in one for one in places)] == []

    def test_every_account_has_one_role_one_beside_it_for_cases_and_an_invented_name(self, province: None) -> None:
        assert User.objects.count() == 9 + len(PEOPLE_IN)
        beside = Membership.objects.filter(role__startswith="case_")
        assert Membership.objects.exclude(pk__in=beside).count() == 7 + len(PEOPLE_IN)
        assert beside.count() == 3 + len(PEOPLE_IN)
        told = {name for name, _what in demo.told.ACCOUNTS}
        assert told <= set(User.objects.values_list("username", flat=True))

    @pytest.mark.parametrize("username", [name for name, _what in demo.told.ACCOUNTS])
    @pytest.mark.deep
    def test_today_answers_every_account(self, province: None, client: Client, username: str) -> None:
        user = User.objects.get(username=username)
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        answer = client.get("/")
        assert answer.status_code == 200
        assert "SYNTHETIC" in answer.content.decode()
