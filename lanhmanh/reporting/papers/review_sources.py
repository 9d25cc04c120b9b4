"""What the words of a review may name: indicators by year and against targets, tasks, activities, reports."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from lanhmanh.kernel.numbers import format_vi
from lanhmanh.reporting.papers.review_text import deeds_words, plain
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.sources import entry, title_of
from lanhmanh.reporting.rules.words import Entry, Sources
from lanhmanh.reporting.selectors.reviews import FigureLine, ItemReview, Review, TaskLine

Named = Iterator[tuple[str, Entry]]


def review_sources(review: Review) -> Sources:
    """Return every figure that the words of a review may name, by its reference."""
    found = dict(_of_plan(review))
    for line in review.figures:
        found |= dict(_of_figure(line))
    for one in review.items:
        found |= dict(_of_item(one))
    return Sources(found)


def _of_plan(review: Review) -> Named:
    deeds = [one.deeds for one in review.items]
    people = [deed.attendances for deed in deeds if deed.attendances is not None]
    yield "KH:muc", _count("Số mục áp dụng của kế hoạch", sum(one.applies for one in review.items), "mục")
    yield "KH:nhiemvu", _count("Số nhiệm vụ đã giao", sum(len(one.tasks) for one in review.items), "nhiệm vụ")
    yield "KH:dalap", _count("Số đơn vị đã lập kế hoạch của mình", review.derived[0], "đơn vị")
    yield "KH:donvi", _count("Số đơn vị cấp dưới phải lập kế hoạch", review.derived[1], "đơn vị")
    yield "KH:hoatdong", _count("Hoạt động đã ghi, tất cả các mục", sum(deed.total for deed in deeds), "hoạt động")
    yield "KH:luot", _count("Lượt người tham gia, tất cả các mục", sum(people) if people else None, "lượt người")
    yield "KH:duyet", _count("Báo cáo đã duyệt", review.approved, "báo cáo")
    yield "KH:phaico", _count("Báo cáo phải có", review.expected, "báo cáo")


def _of_figure(line: FigureLine) -> Named:
    one, name = line.indicator, title_of(line.indicator, catalogue.load())
    yield one.code, entry(name, one, line.whole)
    for year in sorted({*line.by_year, *line.targets}):
        value, aim = line.by_year.get(year), line.targets.get(year)
        yield f"{one.code}:nam={year}", entry(f"{name}, năm {year}", one, value)
        if aim is not None:
            yield f"{one.code}:chitieu={year}", entry(f"{name}, chỉ tiêu năm {year}", one, aim)
            yield f"{one.code}:dat={year}", _share(f"{name}, so với chỉ tiêu năm {year}", value, aim)
    if line.thin:
        yield f"{one.code}:bc", _count(f"{name}, số báo cáo {line.thin[0].label}", line.thin[1], "báo cáo")


def _of_item(one: ItemReview) -> Named:
    uid, path = one.item.uid, one.item.path
    for line in one.tasks:
        yield from _of_task(line, path)
    if one.deeds.total:
        yield f"HD:tong={uid}", _count(f"Hoạt động đã ghi của mục {path}", one.deeds.total, "hoạt động")
        for kind, count in one.deeds.kinds:
            word = deeds_words()[kind]
            yield f"HD:{kind.replace('_', '')}={uid}", _count(f"Mục {path}: {word}", count, word)
        yield f"HD:luot={uid}", _count(f"Lượt người tham gia của mục {path}", one.deeds.attendances, "lượt người")


def _of_task(line: TaskLine, path: str) -> Named:
    uid, name = line.task.uid, f"Mục {path}, “{plain(line.task.title)}”"
    yield f"NV:giao={uid}", _count(f"{name}: đơn vị được giao", line.of, "đơn vị")
    yield f"NV:xong={uid}", _count(f"{name}: đơn vị đã xong", line.done, "đơn vị")
    yield f"NV:dang={uid}", _count(f"{name}: đơn vị đang làm", line.under_way, "đơn vị")
    yield f"NV:chua={uid}", _count(f"{name}: đơn vị chưa làm", line.not_done, "đơn vị")
    yield f"NV:im={uid}", _count(f"{name}: đơn vị chưa ghi kết quả", line.silent, "đơn vị")
    yield f"NV:lan={uid}", _count(f"{name}: lượt hoàn thành", line.times, "lượt")


def _count(name: str, number: int | None, unit: str) -> Entry:
    if number is None:
        return Entry(name, "(chưa có số liệu)", None, unit)
    return Entry(name, format_vi(number), Decimal(number), unit)


def _share(name: str, value: Decimal | None, aim: Decimal) -> Entry:
    """Return by how many hundredths a figure reaches what was aimed at; unknown where nothing was."""
    if value is None or not aim:
        return Entry(name, "(chưa có số liệu)", None, "%")
    exact = Fraction(value) / Fraction(aim) * 100
    share = Decimal(round(exact * 10)) / 10
    return Entry(name, format_vi(share, 1), share, "%")
