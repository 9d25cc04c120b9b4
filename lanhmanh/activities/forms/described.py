"""The registers in words: what each is called, its columns in forms, pages and Excel, and what its pages show."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from lanhmanh.activities.models import (
    REGISTERS,
    AwardLevel,
    ClassKind,
    HouseholdFactKind,
    Kept,
    LoanSource,
    Post,
    ServiceKind,
    Sex,
    StandingDeedKind,
    StandingKind,
    TeamDeedKind,
    TeamKind,
)
from lanhmanh.activities.rules.registers import needed
from lanhmanh.kernel.errors import sentence
from lanhmanh.paper.cells import Whole
from lanhmanh.ui.lists import Column, choice, day, text, whole, yes_no

MOST_PEOPLE = 100_000
_DAY, _KIND, _NOTE, _NAME = sentence("Ngày"), sentence("Loại"), sentence("Ghi chú"), sentence("Họ và tên")
_DECISION, _PLACE = sentence("Số quyết định"), sentence("Nơi")
_OWN_ONLY = sentence("Số của riêng đơn vị này; đơn vị có chi hội bên dưới thì ghi phần không thuộc chi hội nào.")
_NO_MARK = sentence("Không ghi hộ có người nghiện hay từng vi phạm.")


@dataclass(frozen=True, slots=True)
class Described:
    """A register in words: its title, the button that adds a row, its lead, its columns, those that its list shows.

    `group` is the page that leads to it: teams, standing, households, livelihood.
    """

    slug: str
    group: str
    title: str
    add: str
    lead: str
    stated: tuple[Column, ...]
    shown: str
    notes: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns, those that must be filled in marked."""
        asked = needed(self.slug)
        return tuple(
            replace(one, required=one.key in asked, missing=asked.get(one.key, one.missing)) for one in self.stated
        )

    @property
    def model(self) -> type[Kept]:
        """Return the table of the register."""
        return REGISTERS[self.slug]

    def heads(self) -> list[tuple[str, bool]]:
        """Return the heading of each column that its list shows, and whether it holds numbers."""
        keys = self.shown.split()
        return [(_(one.heading), isinstance(one.reader, Whole)) for one in self.stated if one.key in keys]


DESCRIBED: Mapping[str, Described] = {
    one.slug: one
    for one in (
        Described(
            "doi", "teams", sentence("Đội tình nguyện, cộng tác viên"), sentence("Thêm đội"),
            sentence("Đội công tác xã hội tình nguyện và nhóm cộng tác viên truyền thông, từ quyết định thành lập."),
            (
                Column("name", sentence("Tên đội, nhóm"), text(200), width=34),
                Column("kind", _KIND, choice(TeamKind.choices), width=34),
                Column("decision", sentence("Số quyết định thành lập"), text(100), width=22,
                       help=sentence("Ví dụ 12/QĐ-UBND; Đội công tác xã hội tình nguyện phải có.")),
                Column("founded_on", sentence("Ngày thành lập"), day, width=14),
                Column("area", sentence("Địa bàn"), text(200), width=26),
                Column("ended_on", sentence("Ngày kết thúc"), day, width=14,
                       help=sentence("Chỉ ghi khi đội không còn hoạt động.")),
                Column("end_reason", sentence("Lý do kết thúc"), text(300), width=26),
                Column("note", _NOTE, text(2000, lines=True), width=30),
            ),
            "kind founded_on",
        ),
        Described(
            "thanh-vien", "teams", sentence("Thành viên các đội"), sentence("Thêm thành viên"),
            sentence("Ai trong đội nào, từ ngày nào. Thôi tham gia thì ghi ngày thôi; số liệu cũ giữ nguyên."),
            (
                Column("name", _NAME, text(120), width=26),
                Column("sex", sentence("Giới tính"), choice(Sex.choices), width=10),
                Column("in_union", sentence("Là hội viên nông dân"), yes_no, width=12),
                Column("post", sentence("Nhiệm vụ trong đội"), choice(Post.choices), width=16),
                Column("joined_on", sentence("Ngày tham gia"), day, width=14),
                Column("left_on", sentence("Ngày thôi tham gia"), day, width=14),
            ),
            "post in_union joined_on left_on",
            (sentence("Chỉ ghi họ tên của người đã nhận lời tham gia."),),
        ),
        Described(
            "viec-doi", "teams", sentence("Hoạt động của các đội"), sentence("Ghi hoạt động của đội"),
            sentence("Sinh hoạt, tập huấn, thăm hỏi, tuyên truyền, tuần tra, kết quả; một dòng có thể là nhiều lượt."),
            (
                Column("kind", _KIND, choice(TeamDeedKind.choices), width=22),
                Column("day", _DAY, day, width=14),
                Column("times", sentence("Số lượt"), whole(1, 10_000), width=10),
                Column("what", sentence("Nội dung, kết quả"), text(300), width=50,
                       help=sentence("Không ghi tên người được giúp.")),
            ),
            "kind day times",
        ),
        Described(
            "uy-tin", "standing", sentence("Người có uy tín"), sentence("Thêm người có uy tín"),
            sentence("Người đã đồng ý được ghi tên vào danh sách vận động của Hội."),
            (
                Column("name", _NAME, text(120), width=26),
                Column("kind", sentence("Thành phần xã hội"), choice(StandingKind.choices), width=30),
                Column("place", sentence("Nơi ở, nơi làm việc"), text(200), width=26),
                Column("consent_on", sentence("Ngày đồng ý"), day, width=14),
                Column("consent_how", sentence("Đồng ý bằng cách nào"), text(200), width=30),
                Column("listed_on", sentence("Ngày ghi vào danh sách"), day, width=14),
                Column("ended_on", sentence("Ngày thôi"), day, width=14),
                Column("note", _NOTE, text(2000, lines=True), width=30),
            ),
            "kind listed_on ended_on",
            (sentence("Chưa đồng ý thì chưa ghi. Người đã rút đồng ý: ghi ngày thôi rồi xóa tên."),),
        ),
        Described(
            "viec-uy-tin", "standing", sentence("Việc của người có uy tín"), sentence("Ghi việc, lời cảm ơn"),
            sentence("Họ đã tham gia việc gì, được thăm hỏi, khen thưởng ra sao."),
            (
                Column("kind", _KIND, choice(StandingDeedKind.choices), width=20),
                Column("day", _DAY, day, width=14),
                Column("what", sentence("Nội dung"), text(300), width=50),
                Column("decision", sentence("Số quyết định khen thưởng"), text(100), width=22),
            ),
            "kind day",
        ),
        Described(
            "ho", "households", sentence("Số hộ hội viên"), sentence("Ghi số hộ"),
            sentence("Tổng số hộ, hộ nghèo, cận nghèo, hộ được giúp, hộ còn dư nợ của từng đơn vị, theo ngày."),
            (
                Column("day", sentence("Tính đến ngày"), day, width=14),
                Column("households", sentence("Hộ hội viên"), whole(0, MOST_PEOPLE), width=12, help=_OWN_ONLY),
                Column("poor", sentence("Hộ nghèo"), whole(0, MOST_PEOPLE), width=12),
                Column("near_poor", sentence("Hộ cận nghèo"), whole(0, MOST_PEOPLE), width=12),
                Column("helped", sentence("Hộ nghèo, cận nghèo được Hội giúp"), whole(0, MOST_PEOPLE), width=16),
                Column("helped_by_members", sentence("Hộ nghèo được hội viên giúp"), whole(0, MOST_PEOPLE), width=16),
                Column("borrowers", sentence("Hộ còn dư nợ"), whole(0, MOST_PEOPLE), width=12),
            ),
            "day households poor near_poor borrowers",
            (_OWN_ONLY, _NO_MARK),
        ),
        Described(
            "cam-ket", "households", sentence("Ký cam kết, thoát nghèo"), sentence("Ghi cam kết, thoát nghèo"),
            sentence("Hộ mới ký cam kết, hộ thoát nghèo: ghi theo số hộ, hoặc từng hộ nếu chi hội muốn."),
            (
                Column("kind", _KIND, choice(HouseholdFactKind.choices), width=28),
                Column("day", _DAY, day, width=14),
                Column("year", sentence("Cam kết của năm"), whole(1990, 2100), width=12,
                       help=sentence("Để trống thì lấy năm của ngày ký.")),
                Column("count", sentence("Số hộ"), whole(1, MOST_PEOPLE), width=10),
                Column("name", sentence("Tên chủ hộ"), text(120), width=26,
                       help=sentence("Chỉ khi ghi từng hộ; ghi theo số thì để trống.")),
                Column("note", _NOTE, text(300), width=30),
            ),
            "kind day count",
            (_NO_MARK,),
        ),
        Described(
            "lop-nghe", "livelihood", sentence("Lớp dạy nghề, chuyển giao kỹ thuật"), sentence("Thêm lớp"),
            sentence("Lớp tính vào kỳ khai giảng; người học nghề tính khi lớp kết thúc."),
            (
                Column("title", sentence("Tên lớp"), text(200), width=34),
                Column("kind", _KIND, choice(ClassKind.choices), width=26),
                Column("started_on", sentence("Ngày khai giảng"), day, width=14),
                Column("ended_on", sentence("Ngày bế giảng"), day, width=14),
                Column("place", _PLACE, text(200), width=24),
                Column("learners", sentence("Học viên"), whole(0, MOST_PEOPLE), width=10),
                Column("female", sentence("Trong đó nữ"), whole(0, MOST_PEOPLE), width=10),
                Column("cost", sentence("Kinh phí (đồng)"), whole(), width=18),
                Column("funder", sentence("Nguồn kinh phí"), text(200), width=26),
                Column("note", _NOTE, text(300), width=30),
            ),
            "kind started_on ended_on learners",
        ),
        Described(
            "von-vay", "livelihood", sentence("Vốn vay theo nguồn"), sentence("Ghi dư nợ"),
            sentence("Dư nợ của từng nguồn tại mỗi đơn vị, theo ngày; không ghi tên người vay."),
            (
                Column("source", sentence("Nguồn vốn"), choice(LoanSource.choices), width=30),
                Column("day", sentence("Tính đến ngày"), day, width=14),
                Column("outstanding", sentence("Dư nợ (đồng)"), whole(), width=20),
                Column("households", sentence("Số hộ vay"), whole(0, MOST_PEOPLE), width=12),
                Column("lent", sentence("Cho vay mới trong kỳ (đồng)"), whole(), width=20),
                Column("overdue", sentence("Nợ quá hạn (đồng)"), whole(), width=20),
                Column("note", _NOTE, text(300), width=30),
            ),
            "day outstanding households overdue",
            (_OWN_ONLY,),
        ),
        Described(
            "dich-vu", "livelihood", sentence("Việc làm, dịch vụ cho nông dân"), sentence("Ghi việc làm, dịch vụ"),
            sentence("Người có việc làm, ngày hội việc làm, tổ hợp tác mới, vật tư, tư vấn, tiêu thụ nông sản."),
            (
                Column("kind", _KIND, choice(ServiceKind.choices), width=40),
                Column("day", _DAY, day, width=14),
                Column("title", sentence("Nội dung"), text(200), width=34),
                Column("quantity", sentence("Số lượng"), whole(1, MOST_PEOPLE), width=10),
                Column("households", sentence("Số hộ được giúp"), whole(0, MOST_PEOPLE), width=12),
                Column("amount", sentence("Giá trị (đồng)"), whole(), width=20),
                Column("note", _NOTE, text(300), width=30),
            ),
            "kind day quantity households",
        ),
        Described(
            "san-xuat-gioi", "livelihood", sentence("Nông dân sản xuất, kinh doanh giỏi"), sentence("Thêm danh hiệu"),
            sentence("Hộ đạt danh hiệu, làm gì, đã giúp bao nhiêu hộ khác."),
            (
                Column("name", sentence("Tên chủ hộ"), text(120), width=26,
                       help=sentence("Ghi theo số thì để trống; người không muốn nêu tên thì xóa tên.")),
                Column("count", sentence("Số hộ"), whole(1, MOST_PEOPLE), width=10),
                Column("level", sentence("Cấp công nhận"), choice(AwardLevel.choices), width=18),
                Column("awarded_on", sentence("Ngày công nhận"), day, width=14),
                Column("decision", _DECISION, text(100), width=22),
                Column("trade", sentence("Làm nghề gì"), text(200), width=26),
                Column("helped", sentence("Số hộ đã giúp"), whole(0, MOST_PEOPLE), width=12),
                Column("help", sentence("Giúp gì"), text(300), width=34,
                       help=sentence("Vốn, giống, kỹ thuật, việc làm; không ghi tên hộ được giúp.")),
            ),
            "level awarded_on count helped",
        ),
    )
}  # fmt: skip
GROUPS = {
    "teams": sentence("Đội tình nguyện, cộng tác viên"),
    "standing": sentence("Người có uy tín"),
    "households": sentence("Hộ hội viên"),
    "livelihood": sentence("Sinh kế"),
}
