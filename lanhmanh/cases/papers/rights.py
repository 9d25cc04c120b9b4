"""Papers of a person's rights. They go straight to the reader: none is kept, none gets a number of the register."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import override

from lanhmanh.cases.models import Breach, Recipient, Sharing
from lanhmanh.cases.papers.copy import fields_of
from lanhmanh.cases.rules.people import birth_vi
from lanhmanh.cases.selectors.door import Opened
from lanhmanh.cases.selectors.naming import FIELDS, ground_name, status_name
from lanhmanh.cases.selectors.terms import term_lines
from lanhmanh.paper import Family, Node, OfficialDocument, Signatory, Table
from lanhmanh.ui.formats import date_vi, datetime_vi, number
from lanhmanh.units.models import Unit
from lanhmanh.units.selectors import parent_of, union_name, version_of

KINDS = ("Thành phố ", "Thị trấn ", "Thị xã ", "Tỉnh ", "Huyện ", "Phường ", "Xã ", "Quận ", "Đặc khu ")
DOTS = "………………………"
COMMITTEE = Signatory("TM. BAN CHẤP HÀNH", "CHỦ TỊCH")
# What stays on one line with its number.
_CITED = re.compile(r"\b(Điều|khoản) (?=\d)")
SPECIALISTS = "Cơ quan chuyên trách bảo vệ dữ liệu cá nhân, Bộ Công an"


def sheet(
    unit: Unit, day: date, *, kind: str, title: str, nodes: Sequence[tuple[str, Sequence[str]]],
    tables: Sequence[Table] = (), recipients: Sequence[str] = (), official: bool = False,
) -> OfficialDocument:  # fmt: skip
    """Return a paper of the unit with numbered parts, the name of who signs left to be written by hand.

    An official one goes out under the unit's committee; the others are handed over by whoever is in charge.
    """
    version = version_of(unit, day)
    above = parent_of(unit, day)
    over = version_of(above, day) if above else None
    name = version.name if version else ""
    issuer = _issuer(
        union_name(over) if over else "", name if official else union_name(version) if version else "", official
    )
    outline = tuple(
        Node(str(place), str(place), heading, tuple(held(line) for line in lines))
        for place, (heading, lines) in enumerate(nodes, 1)
    )
    return OfficialDocument(
        family=Family.UNION, issuer=issuer, place=_place(name) or None, date=day, kind=kind, title=title,
        outline=outline, tables=tuple(tables), recipients=tuple(recipients),
        signatory=COMMITTEE if official else Signatory(title="NGƯỜI PHỤ TRÁCH"),
    )  # fmt: skip


def extract_of(sharing: Sharing, opened: Opened, day: date) -> OfficialDocument:
    """Return the chosen fields of a case, and nothing else of it, for the agency that takes them."""
    with override("vi"):
        words, said = opened.words(), opened.words(sharing.uid)
        words["birth_date"] = birth_vi(words.get("birth_date", ""))
        plain = {"sex": opened.case.get_sex_display(), "status": status_name(opened.case.status)}
        rows = [(str(FIELDS[one]), plain.get(one) or words.get(one) or "chưa có") for one in sharing.shared]
        why = [f"Mục đích: {sharing.get_purpose_display()}.", f"Căn cứ: {ground_name(sharing.ground)}."]
        why += [f"Văn bản, tình huống: {said['basis']}"] if said.get("basis") else []
        to = f"{Recipient(sharing.to).label}: {said.get('receiver', DOTS)}"
        nodes = [
            ("Nội dung chia sẻ", ["Những nội dung dưới đây, và chỉ những nội dung này:"]),
            ("Mục đích và căn cứ", why),
            ("Nơi nhận cam kết", [
                "Chỉ dùng đúng mục đích nêu trên, không chuyển cho người khác.",
                "Giữ kín; xong việc thì hủy. Lộ, mất thì báo ngay nơi gửi.",
                f"Người nhận ký, ghi rõ họ tên: {DOTS}{DOTS}",
            ]),
        ]  # fmt: skip
        table = Table((("Nội dung", "Thông tin"), *rows), after="1")
        return sheet(
            opened.case.unit, day, kind="PHIẾU CHIA SẺ THÔNG TIN", title="Theo yêu cầu hỗ trợ một người",
            nodes=nodes, tables=[table], recipients=[to],
        )  # fmt: skip


def notice_of(breach: Breach, day: date) -> OfficialDocument:
    """Return the notice of a breach to the specialised unit of the Ministry of Public Security."""
    with override("vi"):
        people = "chưa xác định" if breach.people is None else f"{number(breach.people)} người"
        version = version_of(breach.unit, day)
        nodes = [
            ("Thời điểm", [
                f"Phát hiện lúc {datetime_vi(breach.detected)}.",
                f"Phải báo trước {datetime_vi(breach.notify_due)} (72 giờ kể từ khi phát hiện).",
            ]),
            ("Việc đã xảy ra", breach.what.splitlines()),
            ("Dữ liệu và số người liên quan", [
                f"Số người có dữ liệu liên quan: {people}.",
                "Loại dữ liệu: dữ liệu cá nhân nhạy cảm của người được hỗ trợ.",
            ]),
            ("Hậu quả, thiệt hại có thể xảy ra", [DOTS * 3]),
            ("Việc đã làm, sẽ làm", breach.done.splitlines() or ["Đang thực hiện: " + DOTS]),
            ("Đầu mối liên hệ", [f"{union_name(version) if version else ''}; người liên hệ, điện thoại: {DOTS}"]),
        ]  # fmt: skip
        made = sheet(
            breach.unit, day, kind="THÔNG BÁO", title="Vi phạm quy định về bảo vệ dữ liệu cá nhân", nodes=nodes,
            recipients=("Như trên", "Lưu hồ sơ sự cố"), official=True,
        )  # fmt: skip
        return replace(made, preamble=(f"Kính gửi: {SPECIALISTS}",))


LEAFLET = [
    ("Chúng tôi giữ gì về bạn", [
        "Họ tên, ngày sinh, số định danh, nơi ở, điện thoại, người thân mà bạn nêu.",
        "Hình thức bạn tham gia, ngày tháng, việc đã giúp bạn và giấy tờ kèm theo.",
        "Không giữ kết quả xét nghiệm HIV, không chấm điểm, không dự đoán về bạn.",
        "Lời về bạn được khóa; ai mở hồ sơ phải nêu mục đích và được ghi lại.",
    ]),
    ("Vì sao giữ", [
        "Để giúp bạn: tư vấn, học nghề, việc làm, vay vốn, giấy tờ, chữa bệnh.",
        "Vì bạn tự đề nghị và đồng ý; hoặc vì Hội được Chủ tịch Ủy ban nhân dân cấp xã phân công giúp bạn.",
    ]),
    ("Giữ bao lâu", [
        "Khi việc hỗ trợ kết thúc, hồ sơ được niêm phong: chỉ người phụ trách mở được.",
        "Sau {other} tháng (hoàn lương: {leaving} tháng; quản lý người sử dụng: {management} tháng), tên và mọi lời về "
        "bạn bị xóa hẳn, cả ở bản sao lưu.",
        "Hai ngày này ghi trong bản sao hồ sơ mà bạn có quyền nhận.",
    ]),
    ("Đưa cho ai", [
        "Không ai, trừ khi bạn đồng ý cho từng mục đích, hoặc luật buộc.",
        "Mỗi lần đưa đều ghi lại, bạn được biết; rút lại đồng ý lúc nào cũng được.",
    ]),
    ("Bạn có quyền yêu cầu", [
        "Xem, sửa, nhận bản sao: trả lời trong 10 ngày.",
        "Hạn chế, phản đối, rút lại đồng ý: trả lời trong 15 ngày.",
        "Xóa: trả lời trong 20 ngày. Mỗi yêu cầu được báo đã nhận trong 2 ngày làm việc, gia hạn nhiều nhất một lần.",
    ]),
    ("Yêu cầu với ai", [
        "Nói hoặc viết cho người đang giúp bạn, hay người phụ trách hồ sơ của Hội.",
        "Không vừa ý thì khiếu nại với Hội cấp trên, hoặc cơ quan bảo vệ dữ liệu cá nhân của Bộ Công an.",
    ]),
]  # fmt: skip


def told_to_all(unit: Unit, day: date) -> list[tuple[str, list[str]]]:
    """Return what every person is told about the own data, with the months for which a unit keeps it."""
    months = {line.rule.code: line.rule.erase_months for line in term_lines(unit.pk, day)}
    return [(heading, [line.format_map(months) for line in lines]) for heading, lines in LEAFLET]


def leaflet(unit: Unit, day: date) -> OfficialDocument:
    """Return the leaflet that is handed to a person: what is kept, why, how long, what may be asked, of whom."""
    title = "Giấy trao cho người được hỗ trợ"
    made = sheet(unit, day, kind="DỮ LIỆU CỦA BẠN VÀ QUYỀN CỦA BẠN", title=title, nodes=told_to_all(unit, day))
    return replace(made, place=None, date=None, signatory=None)


def copy_of(opened: Opened, day: date) -> OfficialDocument:
    """Return everything on record about the person of an opened case, in plain words."""
    with override("vi"):
        parts, tables = fields_of(opened)
        return sheet(
            opened.case.unit, day, kind="BẢN SAO HỒ SƠ", title=f"Hồ sơ số {opened.case}, trao cho chính người đó",
            nodes=parts, tables=tables, recipients=(f"Người được hỗ trợ, nhận ngày {date_vi(day)}",),
        )  # fmt: skip


def held(line: str) -> str:
    """Return a line in which the number of an article never stands apart from its word."""
    return _CITED.sub("\\1\u00a0", line)


def _issuer(above: str, name: str, official: bool) -> tuple[str, ...]:  # noqa: FBT001
    if not official:
        return tuple(one.upper() for one in (above, name) if one)
    return (above or "Hội Nông dân Việt Nam").upper(), f"Ban Chấp hành {name}".upper()


def _place(name: str) -> str:
    return next((name.removeprefix(kind) for kind in KINDS if name.startswith(kind)), name)
