"""Words that the province wrote: in its report of the third quarter, and in the draft of its half-term review."""

from datetime import date

from lanhmanh.flows.demo import plans
from lanhmanh.flows.demo.world import World
from lanhmanh.kernel import clock
from lanhmanh.kernel.periods import Period
from lanhmanh.law.calendars import Window
from lanhmanh.plan.models import Plan
from lanhmanh.plan.selectors import tasks_of
from lanhmanh.plan.services import record_progress
from lanhmanh.reporting import papers, selectors, services
from lanhmanh.reporting.papers.sections import Section
from lanhmanh.reporting.rules.forms import Form
from lanhmanh.reporting.rules.words import Sources
from lanhmanh.reporting.selectors.narratives import review_subject, subject_of
from lanhmanh.reporting.selectors.reviews import review_of

QUARTER = "2021Q3"
REPORT = {
    "muc/II.1": "Trong quý, các cấp Hội tổ chức {TT-BUOI} buổi tuyên truyền, {TT-BUOI:chenh}; thu hút {TT-LUOT} lượt "
    "người dự, trong đó {TT-LUOT-NU} lượt nữ. Nội dung tập trung vào cách nhận biết ma túy núp bóng thực phẩm.\n"
    "Mở {TH-LOP} lớp tập huấn cho {TH-LUOT} lượt cán bộ chi, tổ Hội; phối hợp với các ngành {PH-CUOC} cuộc.",
    "rieng/01/Khó khăn, vướng mắc": "Cán bộ Hội ở cơ sở kiêm nhiều việc, một số nơi ghi hoạt động còn chậm.\n"
    "Hộ hội viên ký cam kết mới đạt {CK-TYLE} % tổng số hộ; số hộ ký mới trong quý {CK-HOMOI:chenh}.",
    "rieng/02/Phương hướng, nhiệm vụ kỳ tới": "Duy trì {CLB-TONG} câu lạc bộ và {MH-TONG} mô hình đang có; mỗi xã, "
    "phường, thị trấn tổ chức ít nhất một đợt vận động ký cam kết.",
}  # fmt: skip
REVIEW = {
    "phuong-huong": "Tiếp tục thực hiện các mục của kế hoạch đến hết năm 2025.\n"
    "Từ {TT-BUOI} buổi tuyên truyền đã làm, chọn cách làm hay để nhân rộng; nâng tỷ lệ hộ ký cam kết từ {CK-TYLE} %.",
    "rieng/01/Bài học kinh nghiệm": "Nơi nào chi hội ghi việc ngay khi làm thì nơi đó báo cáo đúng hạn và ít phải sửa.",
}  # fmt: skip
# District → the model that it chose to show the province.
MODELS = {
    "740": "Mô hình “Ấp bình yên” ở ấp 3, quy ước 25 hộ cùng ký",
    "737": "Câu lạc bộ “Nông dân với pháp luật”, sinh hoạt ngày 15 hằng tháng",
    "736": "Mô hình “Vườn cây giúp bạn” cho người hoàn lương vay giống",
}


def write_report(world: World, form: Form, period: Period) -> None:
    """Write the province's words for a quarter's report."""
    actor, unit = world.actor("canbo.tinh"), world.province
    sources = papers.sources_of(selectors.consolidation(actor, form, period, unit))
    _write(world, subject_of(form, period), REPORT, sources)


def half_term(world: World) -> None:
    """Let some districts name the models that they chose; write the province's words for its half-term review."""
    plan = Plan.objects.select_related("unit").get(unit=world.province, state=Plan.State.CONFIRMED)
    task = next(one for one in tasks_of(plan) if one.title == plans.GIVEN[2][1])
    for version in world.districts:
        if told := MODELS.get(version.code):
            record_progress(
                actor=world.officer(version.unit_id), task=task, unit=version.unit, period="", state="done",
                evidence=told,
            )  # fmt: skip
    days = Window(date(2021, 1, 1), clock.today())
    sources = papers.review_sources(review_of(world.actor("canbo.tinh"), plan, days))
    _write(world, review_subject(plan, "half"), REVIEW, sources)


def _write(world: World, subject: str, texts: dict[str, str], sources: Sources) -> None:
    for key, text in texts.items():
        services.write_section(
            actor=world.actor("canbo.tinh"), subject=subject, unit=world.province, section=Section(key, "", ""),
            text=text, expected=0, sources=sources,
        )  # fmt: skip
