"""What readers are told of hidden counts, Vietnamese first; pages take the one in their reader's language."""

from lanhmanh.disclosure.table import Protected, Reason

Said = tuple[str, str]

MARK = "…"  # one sign for all: a second one would tell which cells are small, and with the sums how small
MISSING = "—"

REASONS: dict[Reason, Said] = {
    Reason.PRIMARY: (
        "Số nhỏ, không ghi ra để không ai nhận ra người trong cuộc.",
        "A small count, not printed so that nobody is recognised.",
    ),
    Reason.SECONDARY: (
        "Giấu kèm: nếu ghi ra thì từ các tổng tính được một số nhỏ ở ô khác.",
        "Hidden along with others: were it printed, a small count elsewhere could be worked out from the totals.",
    ),
}
UNPROTECTABLE: Said = (
    "Không che được nữa: từ những số đã công bố, người đọc tính được số này. "
    "Đừng ban hành bảng trước khi người phụ trách xem.",
    "No longer to be protected: readers can work it out from what is published already. "
    "Do not issue the table before the person in charge has seen it.",
)


def legend(minimum: int) -> Said:
    """Return the line under a table in which something is hidden."""
    return (
        f"“{MARK}” là số từ 1 đến {minimum - 1}, hoặc số được giấu kèm để không ai tính ra số đó. Số 0 luôn được ghi.",
        f"“{MARK}” is a count from 1 to {minimum - 1}, or one hidden along so that nobody works such a count out. "
        "Zero is always printed.",
    )


def notes(protected: Protected) -> list[Said]:
    """Return what stands under the table: the legend if something is hidden, and nothing if all is printed."""
    return [legend(protected.minimum)] if protected.hidden else []
