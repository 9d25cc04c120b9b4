"""The columns of the registers as Excel lists."""

from lanhmanh.areas.models import By
from lanhmanh.kernel.errors import sentence
from lanhmanh.law import places as law
from lanhmanh.ui import lists
from lanhmanh.ui.lists import Column, ListKind


def kind_names() -> dict[str, str]:
    """Return code → name of the kinds of business, as they stand in a workbook."""
    return {one.code: one.name_vi for one in law.kinds().values()}


_ALIKE = sentence("Khi nhiều cơ sở cùng tên.")
_WHAT = sentence("Việc gì chưa đúng, không ghi tên người.")
_COMMUNE = sentence("Tên hoặc mã đơn vị. Chỉ giữ sổ của một đơn vị thì để trống.")
_POINT = sentence("Vĩ độ, kinh độ như trên bản đồ, ví dụ 10.9574, 106.8427.")
FIRST = (
    Column("unit", sentence("Xã, phường, thị trấn"), lists.text(120), width=24, help=_COMMUNE),
    Column("name", sentence("Tên cơ sở"), lists.text(200), required=True, width=32),
)
_COMMON = (
    Column("address", sentence("Địa chỉ"), lists.text(200), required=True, width=32),
    Column("licence", sentence("Số giấy phép, giấy chứng nhận"), lists.text(80)),
    Column("licensed_on", sentence("Ngày cấp"), lists.day),
    Column("owner", sentence("Chủ cơ sở như giấy phép ghi"), lists.text(120), width=24),
    Column("point", sentence("Tọa độ"), lists.text(60), width=22, help=_POINT),
    Column("listed_on", sentence("Vào sổ từ ngày"), lists.day, help=sentence("Để trống là hôm nay.")),
)
_NOTE = sentence("Chỉ ghi những gì giấy phép ghi. Không ghi số giấy tờ của người, không nhận xét, không nghi ngờ.")
BUSINESSES = ListKind(
    "co-so-kinh-doanh", sentence("Danh sách cơ sở kinh doanh dịch vụ"),
    (
        *FIRST,
        Column(
            "kind", sentence("Loại hình"), lists.choice(kind_names), required=True, width=28,
        ),
        *_COMMON,
        Column("pledged_on", sentence("Ngày ký cam kết"), lists.day),
    ),
    notes=(sentence("Mỗi dòng là một cơ sở."), _NOTE), same=("unit", "name", "address"),
)  # fmt: skip
SITES = ListKind(
    "noi-co-tien-chat", sentence("Danh sách nơi có tiền chất, hóa chất, nguyên liệu làm thuốc"),
    (
        *FIRST,
        Column("precursors", sentence("Tiền chất"), lists.yes_no, width=10),
        Column("chemicals", sentence("Hóa chất"), lists.yes_no, width=10),
        Column("medicinals", sentence("Nguyên liệu làm thuốc"), lists.yes_no, width=12),
        *_COMMON,
    ),
    notes=(sentence("Mỗi dòng là một nơi."), _NOTE), same=("unit", "name", "address"),
)  # fmt: skip
INSPECTIONS = ListKind(
    "kiem-tra-co-so", sentence("Danh sách kiểm tra cơ sở"),
    (
        *FIRST,
        Column("licence", sentence("Số giấy phép, giấy chứng nhận"), lists.text(80), help=_ALIKE),
        Column("day", sentence("Ngày kiểm tra"), lists.day, required=True),
        Column("by", sentence("Ai kiểm tra"), lists.choice(By.choices), required=True, width=28),
        Column("union_joined", sentence("Hội Nông dân có tham gia"), lists.yes_no, required=True),
        Column("who", sentence("Thành phần"), lists.text(300), width=30),
        Column("note", sentence("Ghi chú"), lists.text(1000, lines=True), width=30),
        Column("what", sentence("Tồn tại, vi phạm"), lists.text(300), width=36, help=_WHAT),
        Column("measure", sentence("Biện pháp, yêu cầu"), lists.text(300), width=30),
        Column("due", sentence("Hạn khắc phục"), lists.day),
        Column("corrected_on", sentence("Khắc phục xong ngày"), lists.day),
        Column("verified_on", sentence("Kiểm tra lại đạt ngày"), lists.day),
    ),
    notes=(
        sentence("Mỗi dòng là một lần kiểm tra. Nhiều tồn tại thì ghi nhiều dòng cùng cơ sở, cùng ngày, cùng đoàn."),
        sentence("Cơ sở phải có trong sổ trước."),
    ),
)  # fmt: skip
