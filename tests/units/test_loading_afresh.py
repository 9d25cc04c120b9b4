"""Tables into an empty database: the whole country, reforms of branches and agencies."""

import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from lanhmanh.audit.services import SYSTEM
from lanhmanh.kernel.errors import Refused
from lanhmanh.units import selectors, services
from lanhmanh.units.models import Agency, Succession, Unit, UnitVersion
from lanhmanh.units.rules import vintages

pytestmark = pytest.mark.django_db
DATA = Path(str(files("lanhmanh.units") / "data"))
EVE, MERGED, NEW = date(2021, 6, 1), date(2025, 2, 1), date(2025, 8, 1)


def named(name: str, day: date, code: str = "") -> UnitVersion:
    return selectors.versions_on(day).get(name=name, **({"code": code} if code else {}))


def test_an_unknown_province_is_refused() -> None:
    with pytest.raises(Refused, match="tỉnh mã 99"):
        services.load_province(actor=SYSTEM, code="99")
    assert not Unit.objects.exists()


@pytest.mark.deep
@pytest.mark.once
def test_the_whole_country(tmp_path: Path) -> None:
    done = services.load_tables(actor=SYSTEM, files=[DATA / "units-2021-01.csv"], as_of=date(2021, 1, 1))
    assert (done.born, selectors.versions_on(EVE).filter(unit__level="commune").count()) == (11537, 10767)
    again = services.load_tables(actor=SYSTEM, files=[DATA / "units-2021-01.csv"], as_of=date(2021, 1, 1))
    assert (again.same, again.changed, again.born, again.ended) == (11537, 0, 0, 0)


@pytest.mark.deep
@pytest.mark.once
def test_a_reform_of_the_whole_country_from_files() -> None:
    load = [("2025-01-01", "units-2025-01.csv"), ("2025-07-01", "units-2025-07.csv", "conversion-2025-07.csv")]
    for day, *names in load:
        services.load_tables(actor=SYSTEM, files=[DATA / n for n in names], as_of=date.fromisoformat(day))
    levels = list(selectors.versions_on(NEW).values_list("unit__level", flat=True))
    assert (levels.count("province"), levels.count("district"), levels.count("commune")) == (34, 0, 3321)
    ended = UnitVersion.objects.filter(valid_to=date(2025, 7, 1), unit__level="commune")
    living = selectors.versions_on(NEW).values("unit_id")
    lost = ended.exclude(unit_id__in=living).exclude(unit_id__in=Succession.objects.values("source_id"))
    assert sorted(lost.values_list("code", flat=True)) == ["01651", "02482"]  # the source names no heir of these two
    paths = [DATA / "units-2025-07.csv", DATA / "conversion-2025-07.csv"]
    again = services.load_tables(actor=SYSTEM, files=paths, as_of=date(2025, 7, 1))
    assert (again.changed, again.born, again.ended) == (0, 0, 0)


def test_branches_and_agencies_follow_a_reform(tmp_path: Path) -> None:
    province = services.load_province(actor=SYSTEM, code="75", names=["2021-01"])
    start = date(2021, 1, 1)
    whole, split = named("Phường Tân Tiến", EVE).unit, named("Xã Núi Tượng", EVE).unit
    kept = services.create_branch(actor=SYSTEM, commune=whole, name="Chi hội khu phố 1", since=start)
    lost = services.create_branch(actor=SYSTEM, commune=split, name="Chi hội ấp 2", since=start)
    assert services.add_partner_agencies(actor=SYSTEM, root=province, since=start) == 3 * 182 + 1
    table = vintages.of_provinces(vintages.vintage("2025-01").table, {"75"})
    lines = [f"{row.code},{row.name},{row.parent_code}" for row in table.rows]
    (tmp_path / "dong-nai.csv").write_text("\n".join(["code,name,parent_code", *lines]), "utf-8")
    paths = [tmp_path / "dong-nai.csv", DATA / "conversion-2025-01-dong-nai.csv"]
    services.load_tables(actor=SYSTEM, files=paths, as_of=date(2025, 1, 1))
    assert selectors.parent_of(kept, MERGED) == named("Phường Tân Mai", MERGED, "26014").unit
    assert selectors.parent_of(kept, EVE) == whole
    assert selectors.version_of(lost, MERGED) is None
    names = set(Agency.objects.filter(valid_to=date(2025, 1, 1)).values_list("name", flat=True))
    assert {"Công an phường Tân Tiến", "Công an xã Long Giao"} <= names
    assert Agency.objects.get(name="Công an thị trấn Long Giao").valid_to is None


@pytest.mark.deep
def test_a_file_with_a_mark_at_its_head(tmp_path: Path) -> None:
    target = tmp_path / "bom.csv"
    shutil.copy(DATA / "units-2025-07.csv", target)
    target.write_bytes(b"\xef\xbb\xbf" + target.read_bytes())
    assert services.load_tables(actor=SYSTEM, files=[target], as_of=NEW).born == 3355
