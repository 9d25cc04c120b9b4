"""States as the pages show them: a mark and a word each."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lanhmanh.areas.rules.inspections import FindingState, Standing
from lanhmanh.areas.rules.sites import LeakageState

STANDING: dict[Standing, tuple[str, str | Promise]] = {
    Standing.PLANNED: ("waiting", _("Dự kiến")),
    Standing.MISSED: ("overdue", _("Quá ngày dự kiến")),
    Standing.CLEAN: ("approved", _("Không có tồn tại")),
    Standing.OPEN: ("due", _("Chờ khắc phục")),
    Standing.OVERDUE: ("overdue", _("Quá hạn khắc phục")),
    Standing.CORRECTED: ("submitted", _("Đã khắc phục, chờ xác nhận")),
    Standing.VERIFIED: ("approved", _("Đã xác nhận khắc phục")),
    Standing.VOID: ("none", _("Đã hủy")),
}
LEAKAGE: dict[LeakageState, tuple[str, str | Promise]] = {
    LeakageState.FOUND: ("warning", _("Chưa chuyển cơ quan chức năng")),
    LeakageState.WAITING: ("waiting", _("Chờ trả lời")),
    LeakageState.OVERDUE: ("overdue", _("Quá ngày đề nghị trả lời")),
    LeakageState.ANSWERED: ("approved", _("Đã trả lời")),
}


def finding_chip(state: FindingState) -> tuple[str, str | Promise]:
    """Return the mark and the word of a finding."""
    return STANDING[Standing(state.value)]
