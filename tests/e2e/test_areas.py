"""A commune's class by finger: scored on a phone with evidence, appraised, decided by a document, on the map."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.activities.conftest import picture
from tests.e2e.look import violations, width_of
from tests.e2e.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
FACTS = {"addicts": "13", "users": "2", "offenders": "3", "spots": "0"}


def narrow(page: Page) -> None:
    """Stop if a phone has to move the page sideways, or who listens hears less than who sees."""
    assert width_of(page, 360) == []
    assert violations(page) == []


def score(page: Page, folder: Path) -> None:
    """Go on scoring the year from Today: four facts with where they are from, a photo of the paper, send."""
    page.goto("/")
    page.get_by_role("link", name="năm 2021: Phường Trảng Dài").click()
    expect(page.locator("h1")).to_contain_text("Tự chấm năm 2021")
    narrow(page)
    for key, value in FACTS.items():
        page.locator(f"#id_v_{key}").fill(value)
        page.locator(f"#id_s_{key}").fill("Công an phường, 15/12/2021")
    photo = folder / "bang.jpg"
    photo.write_bytes(picture())
    page.locator("#id_f_addicts").set_input_files(photo)
    page.get_by_role("button", name="Lưu và xem kết quả").click()
    expect(page.locator(".area-class")).to_contain_text("Nhiều")
    narrow(page)
    page.get_by_role("button", name="Nộp phiếu").click()
    expect(page.locator(".notice").first).to_contain_text("Đã nộp phiếu tự chấm")
    expect(page.get_by_role("link", name="bang.jpg").first).to_be_visible()
    narrow(page)


def appraise(page: Page) -> None:
    """Find the ward's assessment among those sent; one figure is another one, and that gives another class."""
    page.goto("/dia-ban/phieu/?nam=2021&buoc=submitted")
    page.get_by_role("link", name="Phường Trảng Dài").click()
    page.get_by_role("link", name="Thẩm định").click()
    fact = page.locator(".fact").first
    fact.get_by_label("Số khác").check()
    fact.get_by_label("Số thẩm định").fill("31")
    page.get_by_role("button", name="Ghi kết quả thẩm định").click()
    expect(page.locator(".field-error").first).to_contain_text("Ghi lý do")
    fact.get_by_label("Vì sao").fill("Theo sổ của Công an tỉnh")
    page.get_by_role("button", name="Ghi kết quả thẩm định").click()
    expect(page.locator(".notice").first).to_contain_text("Đã ghi kết quả thẩm định")


def decide(page: Page) -> str:
    """Choose the ward alone, look at the paper, issue it; return its number."""
    page.goto("/dia-ban/quyet-dinh/?nam=2021")
    for box in page.locator("input[name=pick]:enabled").all():
        box.uncheck()
    page.get_by_role("checkbox", name="Phường Trảng Dài").check()
    page.get_by_role("button", name="Xem văn bản").click()
    expect(page.locator(".sheet")).to_contain_text("Xếp loại 1 địa bàn năm 2021: 1 trọng điểm")
    page.get_by_role("button", name="Cấp số và ban hành").click()
    said = page.locator(".notice").first
    expect(said).to_contain_text("Đã ban hành")
    number = re.search(r"\d+-QĐ\S*?HNDT", said.inner_text())
    assert number
    return number[0]


@pytest.mark.deep
def test_a_class_from_the_phone_to_the_map(own_site: str, visit: Visit, tmp_path: Path) -> None:
    phone = visit(own_site, "canbo.trangdai", width=360).page
    score(phone, tmp_path)
    appraise(visit(own_site, "canbo.tinh").page)
    number = decide(visit(own_site, "lanhdao.tinh").page)
    phone.goto("/dia-ban/?nam=2021")
    expect(phone.locator(".tile[aria-current]")).to_have_attribute("data-class", "t")
    expect(phone.locator("#area")).to_contain_text(number)
    narrow(phone)
    phone.get_by_role("link", name="Mở sổ địa bàn").click()
    expect(phone.locator(".timeline li").first).to_contain_text("Trọng điểm")
    phone.locator("details summary").first.click()
    expect(phone.locator(".criteria").first).to_contain_text("33")
    narrow(phone)
