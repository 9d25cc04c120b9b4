"""Tables become the tree: a plan of the rules is carried out on the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.db import transaction

from lanhmanh.audit.services import Actor, record
from lanhmanh.db.models import valid_on
from lanhmanh.kernel.errors import Refused
from lanhmanh.kernel.text import fold, sort_key
from lanhmanh.units.models import Agency, Level, Succession, Unit, UnitVersion
from lanhmanh.units.policies import require_system
from lanhmanh.units.rules import reform, tables, vintages
from lanhmanh.units.rules.names import agency_name
from lanhmanh.units.rules.reform import Key, Moved, Plan, Standing
from lanhmanh.units.rules.tables import Row, Table
from lanhmanh.units.selectors import versions_on
from lanhmanh.units.services.ancestry import rebuild_ancestry

FACTS = ("latitude", "longitude", "area_km2")


@dataclass(frozen=True)
class Loaded:
    """What a load did, in numbers of units."""

    same: int
    changed: int
    born: int
    ended: int
    moved: int


@dataclass(frozen=True)
class Basis:
    """The resolutions that a reform rests on: by province for communes, one for provinces."""

    communes: dict[str, str]
    provinces: str = ""


@transaction.atomic
def load_tables(*, actor: Actor, files: Sequence[Path], as_of: date) -> Loaded:
    """Make the tree what some CSV files say it is from a day on; loading the same again changes nothing.

    The files must hold whole provinces. Units of these provinces that they leave out end on that day, and so do those
    of provinces whose communes a conversion file (from_code, to_code, extent) gives to them.

    :raises Refused: a file is bad (file, row, column are named), a newer table is there, or a code is taken.
    """
    require_system(actor)
    done = _reform(tables.read((path.name, _content(path)) for path in files), as_of, Basis({}))
    if done.changed or done.born or done.ended:
        rebuild_ancestry()
    facts = {"same": done.same, "changed": done.changed, "born": done.born, "ended": done.ended, "moved": done.moved}
    record(actor=actor, verb="units.loaded", as_of=as_of.isoformat(), files=[path.name for path in files], **facts)
    return done


@transaction.atomic
def load_province(*, actor: Actor, code: str, names: Sequence[str] = vintages.ALL) -> Unit:
    """Load a province, and those joined with it later, from the product's own tables; return it.

    `code` is its code in the last of the vintages. Loading again changes nothing.

    :raises Refused: there is no such province.
    """
    require_system(actor)
    steps = [vintages.vintage(name) for name in names]
    if not any(row.code == code and row.level == Level.PROVINCE for row in steps[-1].table.rows):
        raise Refused(f"Không có tỉnh mã {code} trong bảng {steps[-1].name}. Xem lại mã.")
    done = [
        _reform(vintages.of_provinces(step.table, codes), step.day, Basis(dict(step.basis), step.province_basis))
        for step, codes in zip(steps, vintages.kin(code, tuple(names)), strict=True)
    ]
    province = versions_on(steps[-1].day).get(code=code, unit__level=Level.PROVINCE).unit
    if any(step.changed or step.born or step.ended for step in done):
        rebuild_ancestry()
    record(actor=actor, verb="units.loaded", on=province, unit_id=province.pk, vintages=list(names))
    return province


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > tables.MAX_BYTES:
            raise Refused(f"Tệp {path.name}: lớn quá 20 MB. Chia nhỏ tệp theo tỉnh.")
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"Tệp {path}: không mở được ({error.strerror}). Xem lại đường dẫn.") from None


def _reform(table: Table, day: date, basis: Basis) -> Loaded:
    """Carry out one table; conversions speak of units as they were before that day."""
    versions = {v.unit_id: v for v in versions_on(day).exclude(unit__level=Level.BRANCH)}
    everything = [Standing(v.unit_id, v.parent_id, _row(v)) for v in versions.values()]
    before = {v.code for v in versions.values() if v.valid_from < day}
    table = replace(table, transfers=tuple(t for t in table.transfers if t.from_code in before))
    living = reform.scope(everything, table)
    made = reform.plan(living, table)
    if not made.is_empty:
        _check_time(made, versions, day)
        _check_codes(made, everything, living)
    ids = _new_units(made)
    _write_versions(made, ids, versions, day)
    _write_moves(made, ids, day, basis)
    _close_bodies(made, ids, versions, day)
    return Loaded(len(made.same), len(made.changed), len(made.born), len(made.ended), len(made.moved))


def _row(version: UnitVersion) -> Row:
    return Row(version.code, version.name, version.kind, version.unit.level)


def _check_time(made: Plan, versions: dict[int, UnitVersion], day: date) -> None:
    touched = [versions[int(standing.unit)] for standing in made.changed + made.ended]
    later = next((version for version in touched if version.valid_to is not None), None)
    if later and later.valid_to:
        raise Refused(
            f"{later.name}: đã có bảng mới hơn, từ ngày {later.valid_to:%d/%m/%Y}. Nạp các bảng theo thứ tự thời gian."
        )
    if UnitVersion.objects.filter(valid_from__gt=day, code__in=[s.row.code for s in made.born]).exists():
        raise Refused(f"Sau ngày {day:%d/%m/%Y} đã có bảng khác của các đơn vị này. Nạp theo thứ tự thời gian.")
    fresh = next((s for s in made.ended if versions[int(s.unit)].valid_from == day), None)
    if fresh:
        raise Refused(f"{fresh.row.name} mới có từ chính ngày {day:%d/%m/%Y} mà bảng này không có. Chọn ngày sau đó.")


def _check_codes(made: Plan, everything: list[Standing], living: list[Standing]) -> None:
    inside = {standing.unit for standing in living}
    outside = {s.row.code: s.row.name for s in everything if s.unit not in inside}
    taken = next((s.row for s in made.after if s.row.code in outside), None)
    if taken:
        raise Refused(f"Mã {taken.code} của {taken.name} đang là mã của {outside[taken.code]}. Sửa cột code.")


def _new_units(made: Plan) -> dict[Key, int]:
    """Make the rows of units that begin; return what every identity of the plan is as a row."""
    units = Unit.objects.bulk_create([Unit(level=standing.row.level) for standing in made.born], batch_size=2000)
    ids: dict[Key, int] = {standing.unit: unit.pk for standing, unit in zip(made.born, units, strict=True)}
    return ids | {s.unit: int(s.unit) for s in made.same + made.changed + made.ended}


def _write_versions(made: Plan, ids: dict[Key, int], versions: dict[int, UnitVersion], day: date) -> None:
    gone = [versions[int(standing.unit)] for standing in made.changed + made.ended]
    UnitVersion.objects.filter(pk__in=[v.pk for v in gone if v.valid_from == day]).delete()
    UnitVersion.objects.filter(pk__in=[v.pk for v in gone if v.valid_from < day]).update(valid_to=day)
    fresh = [
        UnitVersion(
            unit_id=ids[s.unit], valid_from=day, name=s.row.name, kind=s.row.kind, code=s.row.code,
            parent_id=None if s.parent is None else ids[s.parent], sort=sort_key(s.row.name), search=fold(s.row.name),
            **{fact: getattr(s.row, fact) for fact in FACTS},
        )
        for s in made.changed + made.born
    ]  # fmt: skip
    UnitVersion.objects.bulk_create(fresh, batch_size=2000)
    filled = [version for s in made.same if _fill(version := versions[int(s.unit)], s.row)]
    UnitVersion.objects.bulk_update(filled, FACTS, batch_size=100)


def _fill(version: UnitVersion, row: Row) -> bool:
    """Give a version the facts that an older table did not have; return whether there were any."""
    missing = [fact for fact in FACTS if getattr(version, fact) is None and getattr(row, fact) is not None]
    for fact in missing:
        setattr(version, fact, getattr(row, fact))
    return bool(missing)


def _write_moves(made: Plan, ids: dict[Key, int], day: date, basis: Basis) -> None:
    standing = {s.unit: s for s in made.after}
    rows = [
        Succession(
            source_id=ids[move.source], target_id=ids[move.target], on=day, people=move.people,
            extent=Succession.Extent.WHOLE if move.whole else Succession.Extent.PART,
            basis=_basis(move, standing, basis),
        )
        for move in made.moved
    ]  # fmt: skip
    Succession.objects.bulk_create(rows, batch_size=2000, ignore_conflicts=True)


def _basis(move: Moved, standing: dict[Key, Standing], basis: Basis) -> str:
    at = standing[move.target]
    if at.parent is None:
        return basis.provinces
    while at.parent is not None:
        at = standing[at.parent]
    return basis.communes.get(at.row.code, "")


def _close_bodies(made: Plan, ids: dict[Key, int], versions: dict[int, UnitVersion], day: date) -> None:
    """End the agencies of units that end, name those of renamed ones anew, and hand branches on to the heir.

    A branch of a commune that was divided ends with it: which part it lies in, no table says.
    """
    ended = [int(standing.unit) for standing in made.ended]
    Agency.objects.filter(valid_on(day), unit_id__in=ended, valid_from__lt=day).update(valid_to=day)
    _rename_agencies({int(s.unit): (versions[int(s.unit)].name, s.row.name) for s in made.changed}, day)
    heirs = {int(move.source): ids[move.target] for move in made.moved if move.whole}
    branches = list(versions_on(day).filter(parent_id__in=ended, unit__level=Level.BRANCH, valid_from__lt=day))
    UnitVersion.objects.filter(pk__in=[branch.pk for branch in branches]).update(valid_to=day)
    for branch in branches:
        branch.parent_id = heirs.get(branch.parent_id or 0)
        branch.pk, branch.valid_from, branch.valid_to = None, day, None
    UnitVersion.objects.bulk_create([branch for branch in branches if branch.parent_id])


def _rename_agencies(names: dict[int, tuple[str, str]], day: date) -> None:
    fresh = []
    for agency in Agency.objects.filter(valid_on(day), unit_id__in=names, valid_from__lt=day):
        was, now = (agency_name(agency.kind, name) for name in names[agency.unit_id])
        if agency.name == was != now:
            fresh.append(Agency(unit_id=agency.unit_id, kind=agency.kind, name=now, valid_from=day))
            Agency.objects.filter(pk=agency.pk).update(valid_to=day)
    Agency.objects.bulk_create(fresh, batch_size=2000)
