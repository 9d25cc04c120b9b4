"""The tables in the database: the demonstration province, its identities, branches and agencies."""

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from lanhmanh.audit.models import Event
from lanhmanh.audit.services import SYSTEM
from lanhmanh.kernel.errors import Refused
from lanhmanh.units import selectors, services
from lanhmanh.units.models import Agency, Ancestry, Succession, Unit, UnitVersion

pytestmark = pytest.mark.django_db
DATA = Path(str(files("lanhmanh.units") / "data"))
EVE, MERGED, NEW = date(2021, 6, 1), date(2025, 2, 1), date(2025, 8, 1)


def named(name: str, day: date, code: str = "") -> UnitVersion:
    return selectors.versions_on(day).get(name=name, **({"code": code} if code else {}))


def test_counts_of_dong_nai_at_three_dates(dong_nai: Unit) -> None:
    counts = [selectors.under(dong_nai, day, level="commune").count() for day in (EVE, MERGED, NEW)]
    districts = [selectors.under(dong_nai, day, level="district").count() for day in (EVE, MERGED, NEW)]
    assert (counts, districts) == ([170, 159, 95], [11, 11, 0])


def test_kinds_of_2021(dong_nai: Unit) -> None:
    kinds = list(selectors.under(dong_nai, EVE, level="commune").values_list("kind", flat=True))
    assert [kinds.count(kind) for kind in ("xã", "phường", "thị trấn")] == [122, 40, 8]


def test_tan_mai_goes_on_under_the_code_of_tan_tien(dong_nai: Unit) -> None:
    tan_tien, tan_mai = named("Phường Tân Tiến", EVE), named("Phường Tân Mai", EVE)
    assert (tan_tien.code, tan_mai.code) == ("26014", "26026")
    after = named("Phường Tân Mai", MERGED)
    assert (after.code, after.unit_id) == ("26014", tan_mai.unit_id)
    assert selectors.version_of(tan_tien.unit, MERGED) is None
    move = Succession.objects.get(source=tan_tien.unit)
    assert (move.target_id, move.extent, move.people, move.on) == (tan_mai.unit_id, "whole", 16236, date(2025, 1, 1))


def test_the_other_reused_codes(dong_nai: Unit) -> None:
    for code, old, new in (
        ("26041", "Phường Quyết Thắng", "Phường Trung Dũng"),
        ("26146", "Xã Phú Trung", "Xã Phú Sơn"),
    ):
        heir = selectors.versions_on(MERGED).get(code=code)
        assert heir.name == new
        ended = selectors.versions_on(EVE).get(code=code, name=old).unit
        assert Succession.objects.get(source=ended).target == heir.unit


def test_binh_phuoc_goes_into_dong_nai(dong_nai: Unit) -> None:
    binh_phuoc = named("Tỉnh Bình Phước", EVE).unit
    assert selectors.version_of(binh_phuoc, NEW) is None
    move = Succession.objects.get(source=binh_phuoc)
    assert (move.target, move.extent, move.basis) == (dong_nai, "whole", "Nghị quyết số 202/2025/QH15")


def test_every_old_commune_of_dong_nai_is_mapped(dong_nai: Unit) -> None:
    for before, after in ((EVE, MERGED), (MERGED, NEW)):
        old = set(selectors.under(dong_nai, before, level="commune").values_list("unit_id", flat=True))
        new = set(selectors.under(dong_nai, after, level="commune").values_list("unit_id", flat=True))
        gave = set(Succession.objects.filter(on__range=(before, after)).values_list("source_id", flat=True))
        assert old <= new | gave
        received = Succession.objects.filter(on__range=(before, after), source_id__in=old)
        assert set(received.values_list("target_id", flat=True)) <= new


@pytest.mark.both
def test_no_versions_overlap_and_no_code_is_held_twice(dong_nai: Unit) -> None:
    seen: dict[tuple[str, object], list[UnitVersion]] = {}
    for version in UnitVersion.objects.order_by("valid_from"):
        for key in (("unit", version.unit_id), ("code", version.code)):
            last = seen.setdefault(key, [])
            assert not last or (last[-1].valid_to is not None and last[-1].valid_to <= version.valid_from)
            last.append(version)


def test_loading_again_changes_nothing(dong_nai: Unit) -> None:
    def state() -> list[object]:
        models = (UnitVersion, Succession, Ancestry, Unit)
        return [sorted(model.objects.values_list(), key=str) for model in models]

    before = state()
    services.load_province(actor=SYSTEM, code="75")
    assert state() == before
    assert Event.objects.filter(verb="units.loaded").count() == 2


def test_points_and_areas(dong_nai: Unit) -> None:
    old, new = named("Phường Trảng Dài", EVE), named("Phường Trảng Dài", NEW)
    assert old.latitude is not None
    assert old.area_km2 is None
    assert new.area_km2 is not None


def test_a_person_may_not_load(dong_nai: Unit) -> None:
    class Person:
        user_id, username = 1, "canbo.tinh"

    with pytest.raises(Refused, match="máy chủ"):
        services.load_tables(actor=Person(), files=[], as_of=EVE)


def test_older_tables_after_newer_are_refused(tmp_path: Path, dong_nai: Unit) -> None:
    table = tmp_path / "nho.csv"
    table.write_text("code,name,parent_code\n75,Tỉnh Đồng Nai,\n999,Huyện Lạ,75\n", "utf-8")
    with pytest.raises(Refused, match="mới hơn"):
        services.load_tables(actor=SYSTEM, files=[table], as_of=date(2022, 1, 1))


def test_a_code_of_another_province_is_refused(tmp_path: Path, dong_nai: Unit) -> None:
    table = tmp_path / "nho.csv"
    table.write_text("code,name,parent_code\n75,Tỉnh Lâm Đồng,\n", "utf-8")
    with pytest.raises(Refused, match="Mã 75"):
        services.load_tables(actor=SYSTEM, files=[table], as_of=date(2025, 9, 1))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"khong-co\.csv"):
        services.load_tables(actor=SYSTEM, files=[tmp_path / "khong-co.csv"], as_of=EVE)


def test_partner_agencies_of_every_name(dong_nai: Unit) -> None:
    start = date(2021, 1, 1)
    assert services.add_partner_agencies(actor=SYSTEM, root=dong_nai, since=start) > 3 * 182
    assert services.add_partner_agencies(actor=SYSTEM, root=dong_nai, since=start) == 0
    tops = set(Agency.objects.filter(unit=dong_nai).values_list("name", flat=True))
    assert tops == {
        "Công an tỉnh Đồng Nai",
        "Chi cục Phòng, chống tệ nạn xã hội tỉnh Đồng Nai",
        "Ủy ban nhân dân tỉnh Đồng Nai",
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Đồng Nai",
    }
    ended = Agency.objects.get(name="Công an phường Tân Tiến")
    assert (ended.valid_from, ended.valid_to) == (start, date(2025, 1, 1))
    joined = Agency.objects.get(name="Công an phường Đồng Xoài")
    assert joined.valid_from == date(2025, 7, 1)


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "chi  hội Khu phố 3"])
def test_bad_branches_are_refused(dong_nai: Unit, name: str) -> None:
    commune = named("Phường Trảng Dài", EVE).unit
    services.create_branch(actor=SYSTEM, commune=commune, name="Chi hội khu phố 3", since=EVE)
    with pytest.raises(Refused):
        services.create_branch(actor=SYSTEM, commune=commune, name=name, since=EVE)
    with pytest.raises(Refused, match="thuộc một xã"):
        services.create_branch(actor=SYSTEM, commune=dong_nai, name="Chi hội", since=EVE)
    with pytest.raises(Refused, match="thuộc một xã"):
        services.create_branch(actor=SYSTEM, commune=commune, name="Chi hội", since=date(1990, 1, 1))


def test_one_agency(dong_nai: Unit) -> None:
    agency = services.add_agency(actor=SYSTEM, unit=dong_nai, kind="police", name="Phòng PC04", since=EVE)
    assert (agency.unit, agency.valid_to) == (dong_nai, None)
    for kind, name, since in (("bank", "X", EVE), ("police", " ", EVE), ("police", "X", date(1990, 1, 1))):
        with pytest.raises(Refused):
            services.add_agency(actor=SYSTEM, unit=dong_nai, kind=kind, name=name, since=since)


@pytest.mark.both
def test_ancestry_of_some_is_the_same_as_of_all(dong_nai: Unit) -> None:
    def lines() -> set[tuple[object, ...]]:
        fields = ("ancestor_id", "descendant_id", "depth", "valid_from", "valid_to")
        return set(Ancestry.objects.values_list(*fields))

    before = lines()
    services.rebuild_ancestry([named("Thành phố Biên Hòa", EVE).unit_id])
    assert lines() == before
    assert services.rebuild_ancestry() == len(before)
    assert lines() == before
