"""The columns of targets, plans of change and registrations as Excel lists."""

from lanhmanh.areas.models import Area
from lanhmanh.areas.selectors.history_list import titles_of
from lanhmanh.kernel.errors import sentence
from lanhmanh.ui import lists
from lanhmanh.ui.lists import Column, ListKind
from lanhmanh.units.models import Unit

_CODE = Column("code", sentence("Mã đơn vị"), lists.digits(5), required=True, width=12)
_OWN_CODE = Column(
    "code", sentence("Mã đơn vị"), lists.digits(5), width=12,
    help=sentence("Chỉ giữ sổ của một đơn vị thì để trống."),
)  # fmt: skip
_NAME = Column("unit_name", sentence("Tên đơn vị"), lists.text(120), width=30, help=sentence("Chỉ để dễ xem."))

_DRAFT = sentence("Để trống thì kế hoạch là bản đang soạn.")


def target_kind(province: Unit, code: str) -> ListKind:
    """Return the list of target classes under a rule set."""
    named = lists.choice(titles_of(province, code))
    return ListKind(
        "muc-tieu-dia-ban", sentence("Mục tiêu của địa bàn"),
        (
            _CODE, _NAME,
            Column("year", sentence("Năm đạt"), lists.whole(2000, 2100), required=True, width=10),
            Column("class", sentence("Loại phải đạt"), named, required=True, width=24),
        ),
        notes=(
            sentence("Mỗi dòng là loại mà một xã, phường, thị trấn phải đạt vào một năm."),
            sentence("Mục tiêu đặt sau thay mục tiêu đặt trước của cùng địa bàn, cùng năm; mục tiêu cũ vẫn được lưu."),
        ),
        same=("code", "year"),
    )  # fmt: skip


def plan_kind(province: Unit, code: str) -> ListKind:
    """Return the list of plans of change under a rule set, a row for each piece of work."""
    named = lists.choice(titles_of(province, code))
    return ListKind(
        "chuyen-hoa-dia-ban", sentence("Kế hoạch chuyển hóa địa bàn"),
        (
            _OWN_CODE, _NAME,
            Column("from_class", sentence("Từ loại"), named, required=True, width=20),
            Column("to_class", sentence("Đến loại"), named, required=True, width=20),
            Column("to_year", sentence("Đạt vào năm"), lists.whole(2000, 2100), required=True, width=10),
            Column("number", sentence("Số, ký hiệu văn bản"), lists.text(60), width=24),
            Column("issued_on", sentence("Ngày ban hành"), lists.day, help=_DRAFT),
            Column("what", sentence("Việc"), lists.text(300), required=True, width=40),
            Column("who", sentence("Ai làm"), lists.text(200), required=True, width=30),
            Column("due", sentence("Hạn"), lists.day, required=True),
            Column("done_on", sentence("Xong ngày"), lists.day),
            Column("outcome", sentence("Kết quả"), lists.text(2000, lines=True), width=40),
            Column(
                "ending", sentence("Kết quả của cả kế hoạch"), lists.text(2000, lines=True), width=40,
                help=sentence("Chỉ ghi khi kế hoạch đã kết thúc."),
            ),
        ),
        notes=(
            sentence("Mỗi dòng là một việc. Các dòng cùng đơn vị, cùng loại, cùng năm là một kế hoạch."),
            sentence("Số, ngày, kết quả của cả kế hoạch lấy ở dòng đầu của kế hoạch."),
        ),
        same=("code", "to_class", "to_year", "what", "due"),
    )  # fmt: skip


def body_kind() -> ListKind:
    """Return the list of agencies and schools that registered."""
    kinds = [one for one in Area.Kind.choices if one[0] != Area.Kind.UNIT]
    return ListKind(
        "co-quan-truong-hoc-dang-ky", sentence("Cơ quan, trường học đăng ký"),
        (
            _OWN_CODE, _NAME,
            Column("kind", sentence("Là"), lists.choice(kinds), required=True, width=24),
            Column("name", sentence("Tên cơ quan, trường học"), lists.text(200), required=True, width=40),
            Column("registered_on", sentence("Ngày đăng ký"), lists.day, required=True),
            Column("document", sentence("Văn bản đăng ký"), lists.text(200), width=30),
            Column("ended_on", sentence("Kết thúc ngày"), lists.day),
            Column("ended_why", sentence("Lý do kết thúc"), lists.text(300), width=30),
        ),
        notes=(
            sentence("Mỗi dòng là một nơi đăng ký không có ma túy; kết quả hằng năm có khi có quyết định."),
        ),
        same=("code", "name", "registered_on"),
    )  # fmt: skip
