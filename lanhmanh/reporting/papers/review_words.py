"""The sections of a review, in the product's words: what was done for each clause, and what is missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lanhmanh.documents.models import Document
from lanhmanh.plan.models import Plan
from lanhmanh.plan.selectors import root_path
from lanhmanh.reporting.papers import letterhead
from lanhmanh.reporting.papers.narrative import NAMED_AT_MOST
from lanhmanh.reporting.papers.review_text import deeds_words, plain, words
from lanhmanh.reporting.papers.sections import Section, owned
from lanhmanh.reporting.papers.sentences import listed
from lanhmanh.reporting.rules import catalogue
from lanhmanh.reporting.rules.sources import title_of
from lanhmanh.reporting.rules.words import Sources
from lanhmanh.reporting.selectors.reviews import FigureLine, ItemReview, Review, TaskLine

OPENING, START, MISSING, ONWARD, CLAUSE = "mo-dau", "trien-khai", "ton-tai", "phuong-huong", "muc/"


def review_sections(review: Review, kind: str, narrative: Mapping[str, str], sources: Sources) -> list[Section]:
    """Return the sections of a review in order, each with the product's words and those of the unit, if any."""
    heads = words()["headings"]
    onward = words()[kind]["onward"].format(last_year=review.plan.last_year)
    found = [
        Section(OPENING, "Căn cứ, lời mở đầu", "\n".join(_opening(review, kind))),
        Section(START, heads["start"], "\n".join(_start(review)), lead=(_reports(review),)),
        *(_clause(one, sources) for one in review.items),
        Section(MISSING, heads["missing"], "", lead=tuple(_missing(review))),
        Section(ONWARD, heads["onward"], onward),
    ]
    return [*(one.in_words(narrative.get(one.key, "")) for one in found), *owned(narrative)]


def what_of(plan: Plan, kind: str) -> str:
    """Return what is reviewed: "Sơ kết thực hiện Chương trình … giai đoạn 2021 – 2025"."""
    title, name = plain(plan.title), str(words()[kind]["name"])
    years = "" if str(plan.first_year) in title else f" giai đoạn {plan.first_year} – {plan.last_year}"
    lower = f"{title[:1].lower()}{title[1:]}"
    if lower.startswith("thực hiện"):
        return f"{name} {lower}{years}"
    return f"{name} thực hiện {lower}{years}" if lower.startswith("kế hoạch") else f"{name} kế hoạch “{title}”{years}"


def named(document: Document | None, plan: Plan) -> str:
    """Return how a plan is cited: "Kế hoạch số 15-KH/HNDT ngày 09/3/2021"."""
    if document is None or not document.number:
        return f"kế hoạch “{plain(plan.title)}” giai đoạn {plan.first_year} – {plan.last_year}"
    dated = f" ngày {document.dated:%d/%m/%Y}" if document.dated else ""
    return f"{plain(document.kind) or 'Kế hoạch'} số {plain(document.number)}{dated}"


def _opening(review: Review, kind: str) -> Iterator[str]:
    plan, days = review.plan, review.days
    yield from (words()["basis"].format(plan=named(one, plan)) for one in review.bases)
    yield words()["basis"].format(plan=named(plan.document, plan))
    if plan.parent:
        yield words()["derived"].format(plan=named(plan.parent.document, plan.parent)).capitalize()
    what = str(words()[kind]["name"]).lower() + " thực hiện kế hoạch"
    body = letterhead.body(plan.unit.level, review.unit_name, review.parent_name)
    yield words()["opening"].format(
        body=plain(body), what=what, first=f"{days.first:%d/%m/%Y}", last=f"{days.last:%d/%m/%Y}"
    )


def _start(review: Review) -> Iterator[str]:
    yield "Kế hoạch có {KH:muc} mục áp dụng, đã giao {KH:nhiemvu} nhiệm vụ."
    if review.derived[1]:
        yield "{KH:dalap} trên {KH:donvi} đơn vị cấp dưới đã lập kế hoạch của mình từ kế hoạch này."
    if any(one.deeds.total for one in review.items):
        people = any(one.deeds.attendances is not None for one in review.items)
        tail = ", với {KH:luot} lượt người tham gia" if people else ""
        yield f"Các đơn vị đã ghi {{KH:hoatdong}} hoạt động gắn với các mục của kế hoạch{tail}."


def _reports(review: Review) -> str:
    if not review.expected:
        return "Trong thời gian này chưa kỳ báo cáo nào kết thúc."
    return f"Đã có {review.approved} trên {review.expected} báo cáo được duyệt; chỉ cộng báo cáo đã duyệt."


def _clause(one: ItemReview, sources: Sources) -> Section:
    lines = [
        *([plain(f"Không áp dụng: {one.item.reason}")] if not one.applies else []),
        *(_task(line) for line in one.tasks),
        *_deeds(one),
        *_figures(one.figures, sources),
        *([_proofs(one)] if one.proofs else []),
    ]
    known = catalogue.load()
    lead = ("Mục này chưa giao nhiệm vụ nào.",) if one.lacks_task else ()
    absent = tuple(title_of(line.indicator, known) for line in one.unknown)
    name = plain(one.item.name)
    heading = f"Mục {one.item.path}: {name.capitalize() if name.isupper() else name}"
    return Section(f"{CLAUSE}{root_path(one.item)}", heading, "\n".join(lines), lead=lead, absent=absent)


def _task(line: TaskLine) -> str:
    uid, head = line.task.uid, f"Nhiệm vụ “{plain(line.task.title).rstrip('.')}”"
    if not line.of:
        return f"{head}: hiện không giao đơn vị nào."
    if line.silent == line.of:
        return f"{head}: giao {{NV:giao={uid}}} đơn vị, chưa đơn vị nào ghi kết quả."
    parts = [f"{{NV:xong={uid}}} trên {{NV:giao={uid}}} đơn vị đã xong"]
    parts += [f"{{NV:dang={uid}}} đang làm"] if line.under_way else []
    parts += [f"{{NV:chua={uid}}} chưa làm"] if line.not_done else []
    parts += [f"{{NV:im={uid}}} chưa ghi kết quả"] if line.silent else []
    parts += [f"tính cả các kỳ là {{NV:lan={uid}}} lượt hoàn thành"] if line.times > line.done else []
    return f"{head}: {', '.join(parts)}."


def _deeds(one: ItemReview) -> Iterator[str]:
    if not one.deeds.total:
        return
    uid = one.item.uid
    kinds = ", ".join(f"{{HD:{kind.replace('_', '')}={uid}}} {deeds_words()[kind]}" for kind, _n in one.deeds.kinds)
    head = f"{{HD:tong={uid}}} hoạt động, gồm {kinds}" if len(one.deeds.kinds) > 1 else kinds
    people = f"; {{HD:luot={uid}}} lượt người tham gia" if one.deeds.attendances is not None else ""
    yield f"Hoạt động đã ghi: {head}{people}."


def _figures(lines: Sequence[FigureLine], sources: Sources) -> tuple[str, ...]:
    told = [line.indicator.code for line in lines if line.asked and line.whole is not None]
    said = listed(told, sources, notes={line.indicator.code: _note(line) for line in lines}, over_time=True)[0]
    return (" ".join(said),) if said else ()


def _note(line: FigureLine) -> str:
    """Return what stands behind a figure: how it stands against its targets, or that few reports speak."""
    code = line.indicator.code
    aims = [
        f"năm {year} đạt {{{code}:nam={year}}}, bằng {{{code}:dat={year}}} % chỉ tiêu {{{code}:chitieu={year}}}"
        for year in sorted(line.targets)
        if line.by_year.get(year) is not None and line.targets[year]
    ]
    thin = [f"mới theo {{{code}:bc}} báo cáo {line.thin[0].label}"] if line.thin else []
    return f" ({'; '.join([*aims, *thin])})" if aims or thin else ""


def _proofs(one: ItemReview) -> str:
    told = (f"{plain(proof.text)} ({plain(proof.unit_name)}, {proof.day:%d/%m/%Y})" for proof in one.proofs)
    return f"Minh chứng: {'; '.join(told)}."


def _missing(review: Review) -> Iterator[str]:
    known = catalogue.load()
    tasks = [plain(line.task.title).rstrip(".") for one in review.items for line in one.unsaid]
    unknown = [title_of(line.indicator, known) for line in review.figures if line.asked and line.whole is None]
    aims = [f"{title_of(line.indicator, known)} ({year})" for line, year in review.aimless]
    rows = (
        ("mục chưa giao nhiệm vụ", [one.item.path for one in review.items if one.lacks_task]),
        ("nhiệm vụ chưa đơn vị nào ghi kết quả", [f"“{title}”" for title in tasks]),
        ("đơn vị chưa có báo cáo nào được duyệt", [unit.label for unit in review.silent]),
        ("chỉ tiêu chưa có số liệu", unknown),
        ("chỉ tiêu kế hoạch chưa có số để so", aims),
    )
    found = [f"Còn {len(names)} {noun}: {_some(names)}." for noun, names in rows if names]
    found += list(_thin(review))
    yield from found or ["Không mục nào thiếu nhiệm vụ, báo cáo hoặc số liệu."]
    if found:
        yield "Những phần còn thiếu không coi là 0."


def _thin(review: Review) -> Iterator[str]:
    for line in review.forms:
        for period in line.thin:
            approved, expected = line.counts[period]
            yield (
                f"{line.form.name_vi}, {period.label} mới có {approved} trên {expected} báo cáo được duyệt; "
                "số cuối kỳ này chưa phải số của toàn đơn vị."
            )


def _some(names: Iterable[str]) -> str:
    told = list(names)
    rest = f"; và {len(told) - NAMED_AT_MOST} nữa" if len(told) > NAMED_AT_MOST else ""
    return "; ".join(told[:NAMED_AT_MOST]) + rest
