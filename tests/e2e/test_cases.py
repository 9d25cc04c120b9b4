"""One person's case on a phone: taken in, registered, visited, completed; strangers find nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lanhmanh.paper import read
from tests.e2e.look import every_light
from tests.e2e.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
NAME = "Trần Minh Họa Thử Nghiệm"
STEPS = ["Xác định tình trạng", "Đăng ký hình thức", "Quyết định", *(f"Giai đoạn {number}" for number in range(1, 6))]


def take_in(page: Page) -> str:
    """Open the case of somebody who asked for help; return its address."""
    page.goto("/ho-so/moi/")
    page.get_by_label("Người được hỗ trợ tự đề nghị").check()
    page.get_by_label("đã đồng ý để Hội").check()
    page.get_by_label("Chứng minh bằng gì").fill("Đơn viết tay ngày 1/6/2021")
    page.get_by_label("Họ và tên").fill(NAME)
    page.get_by_label("Ngày sinh hoặc năm sinh").fill("24/06/1990")
    page.get_by_label("Số định danh cá nhân").fill("000190000001")
    page.get_by_role("button", name="Lập hồ sơ").click()
    expect(page.locator("h1")).to_contain_text(NAME)
    return page.url


def go_to(page: Page, link: str) -> None:
    """Follow a link of the page and look at where it leads."""
    page.get_by_role("link", name=link).first.click()
    assert every_light(page) == []


def send(page: Page, done: str) -> None:
    """Send the form of the page."""
    page.locator("main .button--primary").click()
    expect(page.locator(".notice").first).to_contain_text(done)


def through_the_stages(page: Page) -> None:
    """Begin rehabilitation at home, decide, and complete one stage after the other."""
    go_to(page, "Mở đợt hỗ trợ")
    page.get_by_label("Hình thức").select_option(label="Cai nghiện tự nguyện tại gia đình")
    page.get_by_label("Ngày bắt đầu").fill("01/06/2021")
    send(page, "Đã")
    for number, step in enumerate(STEPS):
        page.get_by_role("link", name="Ghi bước tiếp theo").first.click()
        page.get_by_label(step).first.check()
        page.get_by_label("Ngày", exact=True).fill(f"{2 + number:02d}/06/2021")
        if step == "Quyết định":
            page.get_by_label("Thời hạn theo quyết định").fill("6")
        send(page, "Đã ghi")


@pytest.mark.deep
def test_a_person_is_helped_from_intake_to_completion_on_a_phone(own_site: str, visit: Visit, tmp_path: Path) -> None:
    """Take in, register, visit, print a paper, complete; then the case closes by itself in the hands of its helper."""
    page = visit(own_site, "canbo.trangdai", width=360).page
    case = take_in(page)
    assert every_light(page) == []
    through_the_stages(page)
    assert every_light(page) == []
    go_to(page, "Ghi lần thăm")
    page.get_by_label("Sau 2 tuần").check()
    send(page, "Đã ghi")
    page.goto(f"{case}dot/")
    go_to(page, "Lập giấy tờ")
    with page.expect_download() as download:
        page.locator("main .button--primary").click()
    download.value.save_as(tmp_path / download.value.suggested_filename)
    paper = read(tmp_path / download.value.suggested_filename)
    assert NAME in str(paper)
    for link in ("Ghi mốc tính thời hạn", "Sửa hình thức, ngày bắt đầu", "Kết thúc đợt"):
        page.goto(f"{case}dot/")
        go_to(page, link)
    page.get_by_label("Hoàn thành").check()
    page.get_by_label("Ngày kết thúc").fill("20/12/2021")
    send(page, "Đã")
    page.goto(case)
    for link in (
        "Sửa thông tin",
        "Chuyển đơn vị khác",
        "Phân công",
        "Ghi biện pháp khác",
        "Đồng ý",
        "Chia sẻ",
        "các bản",
        "Xem từng lần",
    ):
        go_to(page, link)
        page.goto(case)
    page.get_by_role("button", name="Đóng hồ sơ").click()
    expect(page.locator("main")).not_to_contain_text(NAME)
    assert every_light(page) == []


@pytest.mark.deep
def test_a_case_is_found_by_its_name_and_by_nobody_else(own_site: str, visit: Visit) -> None:
    """Search with and without marks; the neighbour and the administrator find nothing at the same address."""
    page = visit(own_site, "canbo.trangdai").page
    case = take_in(page)
    for words in ("thử nghiệm", "thu nghiem", "000190000001"):
        page.goto("/ho-so/")
        page.get_by_label("Tên hoặc số định danh").fill(words)
        page.get_by_role("button", name="Tìm").click()
        expect(page.locator("main")).to_contain_text("T. M. H. T. N.")
        expect(page.locator("main")).not_to_contain_text(NAME)
    for stranger in ("canbo.tanphu", "quantri", "congan.bienhoa"):
        other = visit(own_site, stranger)
        answers = [other.context.request.get(address) for address in (case, f"{case}x/", "/ho-so/khong-co/")]
        assert [answer.status for answer in answers] == [404, 404, 404]


@pytest.mark.deep
def test_the_emergency_opening_is_judged(own_site: str, visit: Visit) -> None:
    """Somebody who was not assigned opens in an emergency; the supervisor reads why and says whether it was right."""
    helper = visit(own_site, "hotro.trangdai", width=360).page
    helper.goto("/ho-so/")
    helper.locator("main table a, main .card a").first.click()
    assert every_light(helper) == []
    helper.get_by_label("Trực tiếp hỗ trợ").check()
    helper.get_by_label("Lý do").fill("Gia đình gọi lúc nửa đêm, người phụ trách đi công tác.")
    helper.locator("main .button--primary").click()
    expect(helper.locator("main")).to_contain_text("Đang mở để")
    page = visit(own_site, "canbo.trangdai").page
    page.goto("/")
    page.get_by_role("link", name="Xem lần mở khẩn cấp").first.click()
    expect(page.locator("main")).to_contain_text("Gia đình gọi lúc nửa đêm")
    assert every_light(page) == []
