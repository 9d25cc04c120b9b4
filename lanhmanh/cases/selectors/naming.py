"""What things are called: fields of a person, grounds of a sharing, statuses."""

from django.utils.translation import gettext_lazy as _

from lanhmanh.cases.rules.rights import ASSIGNMENT, CONSENT, EMERGENCY
from lanhmanh.law.personal_data import legal_grounds
from lanhmanh.law.statuses.tables import Status
from lanhmanh.ui.formats import either

FIELDS = {
    "full_name": _("Họ và tên"),
    "other_names": _("Tên khác"),
    "birth_date": _("Ngày sinh"),
    "sex": _("Giới tính"),
    "id_number": _("Số định danh"),
    "address": _("Nơi ở"),
    "phone": _("Điện thoại"),
    "relatives": _("Người thân"),
    "status": _("Hình thức đang tham gia"),
    "notes": _("Ghi chú"),
    "ground": _("Văn bản làm căn cứ"),
}


def ground_name(code: str) -> str:
    """Return a ground of the law in the reader's language."""
    found = legal_grounds().get(code)
    return either(found.name_vi, found.name_en) if found else code


def ground_choices() -> list[tuple[str, str]]:
    """Return the grounds on which something may be shared."""
    return [(code, ground_name(code)) for code in (CONSENT, ASSIGNMENT, EMERGENCY)]


def status_name(status: str) -> str:
    """Return the name of a status in the reader's language, "" where there is none."""
    return either(Status(status).name_vi, Status(status).name_en) if status else ""


def status_choices() -> list[tuple[str, str]]:
    """Return the statuses that the law knows or knew, in the order of its table."""
    return [(one.value, status_name(one.value)) for one in Status]
