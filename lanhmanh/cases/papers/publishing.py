"""A publication as a workbook, with the marks that stand on the page."""

from django.utils.translation import gettext as _

from lanhmanh.cases.rules.publishing import BREAKDOWNS, FLOWS, STOCK
from lanhmanh.cases.selectors.published import Published, Row
from lanhmanh.disclosure import MINIMUM, legend
from lanhmanh.ui.formats import either, period_name
from lanhmanh.ui.workbooks import Line, Sheet, book

WIDE, USUAL = 36, 13


def labels() -> dict[str, str]:
    """Return figure → the words of its column, in the reader's language."""
    return {
        STOCK: _("Đang được giúp"),
        "open_home": _("Cai tại nhà, cộng đồng"), "open_centre": _("Cai tại cơ sở, tự nguyện"),
        "open_compulsory": _("Cai bắt buộc"), "open_substitution": _("Điều trị thay thế"),
        "open_post_rehab": _("Quản lý sau cai"), "open_other": _("Hình thức khác"),
        "open_female": _("Nữ"), "open_male": _("Nam"), "open_unstated": _("Không nêu giới"),
        "open_under_18": _("Dưới 18 tuổi"), "open_18_29": _("18–29 tuổi"),
        "open_30_and_over": _("Từ 30 tuổi"), "open_age_unstated": _("Không rõ tuổi"),
        "opened": _("Lập trong kỳ"), "closed": _("Kết thúc trong kỳ"), "closed_completed": _("Trong đó hoàn thành"),
    }  # fmt: skip


def parts() -> list[tuple[str, str, tuple[str, ...]]]:
    """Return the tables of a publication: code, title, figures."""
    return [
        ("form", _("Đang được giúp cuối kỳ, theo hình thức"), (STOCK, *BREAKDOWNS["form"])),
        ("sex", _("Theo giới"), (STOCK, *BREAKDOWNS["sex"])),
        ("age", _("Theo nhóm tuổi lúc lập hồ sơ"), (STOCK, *BREAKDOWNS["age"])),
        ("flow", _("Lập và kết thúc trong kỳ"), FLOWS),
    ]


def publication_book(shown: Published, rows: list[Row]) -> bytes:
    """Return an .xlsx of all units of a publication; hidden counts are the same mark as on the page."""
    words, names = labels(), [name for _code, _title, names in parts() for name in names]
    names = list(dict.fromkeys(names))
    lines: list[Line] = [[_("Đơn vị"), *(words[name] for name in names)]]
    lines += [[row.name, *(row.printed.get(name, "") for name in names)] for row in rows]
    if shown.hides:
        lines += [[], [either(*legend(MINIMUM))]]
    title = _("Số liệu hồ sơ hỗ trợ, %(period)s") % {"period": period_name(shown.period)}
    widths = [WIDE, *([USUAL] * len(names))]
    return book(title, shown.publication.tree_day, [Sheet(shown.publication.period, lines, widths)])
