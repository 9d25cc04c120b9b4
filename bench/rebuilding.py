"""Working out all sums of a period anew, beside the same by hand-written SQL."""

from collections.abc import Iterator

from bench import plain
from bench.databases import using
from bench.reading import december
from bench.results import Result
from bench.timing import by_turns
from bench.world import World
from lanhmanh.audit.services import SYSTEM
from lanhmanh.reporting import services
from lanhmanh.reporting.models import Rollup, Value

AIM = 0.5


def results(world: World, turns: int) -> Iterator[Result]:
    """Rebuild where every sum is right, as a check does, and where none is there."""
    with using(world.database):
        cells = Value.objects.filter(report__form=world.form.code, report__period=december(world).code).count()
        times = by_turns({"right": lambda: rebuild(world), "hand": lambda: by_hand(world)}, turns)
        empty = by_turns({"ours": lambda: from_nothing(world)}, 1)["ours"]
    what, right, hand = f"tính lại {cells:,} ô / recompute".replace(",", " "), times["right"], times["hand"]
    yard = "SQL viết tay: xóa rồi chèn / hand SQL: delete, insert"
    on, million = world.database.vendor, cells / 1_000_000
    yield Result(
        f"{what}, mọi tổng đã đúng / all right", on, yard, right.least / hand.least, right.middle / hand.middle
    )
    yield Result(f"{what}, từ không có gì / from nothing", on, yard, empty.least / hand.least)
    yield Result(f"{what}, mỗi triệu ô / a million", on, "", right.least / million, right.middle / million, AIM, "s")


def rebuild(world: World) -> int:
    """Rebuild the last month."""
    return services.rebuild_sums(actor=SYSTEM, form=world.form, period=december(world))


def from_nothing(world: World) -> None:
    """Rebuild the last month after all its sums were lost."""
    Rollup.objects.filter(form=world.form.code, period=december(world).code).delete()
    rebuild(world)


def by_hand(world: World) -> None:
    """Delete the sums of the last month and insert them anew in one statement."""
    plain.sum_up(world.form, december(world))
