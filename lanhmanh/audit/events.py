"""The words for every verb of the trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "account.signed_in": _("Đăng nhập"),
    "account.password_changed": _("Đổi mật khẩu"),
    "account.created": _("Cấp tài khoản"),
    "account.password_reset": _("Đặt lại mật khẩu"),
    "account.opened": _("Mở lại tài khoản"),
    "account.closed": _("Đóng tài khoản"),
    "account.unlocked": _("Gỡ tạm khóa đăng nhập"),
    "account.second_factor_removed": _("Bỏ xác thực hai bước"),
    "membership.granted": _("Cấp vai trò"),
    "membership.ended": _("Kết thúc vai trò"),
    "units.loaded": _("Nạp bảng đơn vị"),
    "units.branch_created": _("Thêm chi hội"),
    "units.agency_added": _("Thêm cơ quan phối hợp"),
    "units.agencies_added": _("Thêm các cơ quan phối hợp"),
    "file.stored": _("Lưu tệp"),
    "document.received": _("Vào sổ văn bản đến"),
    "document.numbered": _("Ghi số văn bản"),
    "document.issued": _("Ban hành văn bản"),
    "plan.imported": _("Nhập kế hoạch"),
    "plan.derived": _("Lập kế hoạch theo kế hoạch cấp trên"),
    "plan.decided": _("Sửa lựa chọn từng mục của kế hoạch"),
    "plan.item_added": _("Thêm mục kế hoạch"),
    "plan.confirmed": _("Xác nhận kế hoạch"),
    "plan.discarded": _("Bỏ bản nháp kế hoạch"),
    "task.added": _("Giao nhiệm vụ"),
    "task.edited": _("Sửa nhiệm vụ"),
    "task.confirmed": _("Xác nhận nhiệm vụ"),
    "task.dropped": _("Bỏ nhiệm vụ"),
    "progress.recorded": _("Ghi kết quả nhiệm vụ"),
    "guidance.sent": _("Gửi hướng dẫn"),
    "guidance.acknowledged": _("Xác nhận đã đọc hướng dẫn"),
    "activity.recorded": _("Ghi hoạt động"),
    "activity.recorded_many": _("Ghi nhiều hoạt động"),
    "activity.changed": _("Sửa hoạt động"),
    "activity.voided": _("Hủy hoạt động"),
    "activity.restored": _("Khôi phục hoạt động"),
    "activity.photo_added": _("Thêm ảnh"),
    "activity.photo_removed": _("Bỏ ảnh"),
    "report.opened": _("Lập báo cáo"),
    "report.saved": _("Lưu số liệu báo cáo"),
    "report.refreshed": _("Lấy lại số từ hoạt động"),
    "report.submitted": _("Nộp báo cáo"),
    "report.returned": _("Trả lại báo cáo"),
    "report.approved": _("Duyệt báo cáo"),
    "report.corrected": _("Lập bản đính chính"),
    "report.superseded": _("Thay bằng bản đính chính"),
    "sums.rebuilt": _("Tính lại tổng hợp"),
    "consolidation.issued": _("Ban hành báo cáo tổng hợp"),
}


def label(verb: str) -> str:
    """Return a verb in the reader's language; an unknown one as it is."""
    return str(LABELS.get(verb, verb))
