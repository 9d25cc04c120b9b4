"""The journeys by keyboard alone, and without any script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_walk import approve, correct, mark, open_report, send_back
from tests.e2e.visitor import PASSWORD, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]


def tab_to(page: Page, selector: str, most: int = 120) -> None:
    """Press Tab until an element that matches has the focus, and check that the focus can be seen."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("chosen => document.activeElement.matches(chosen)", selector):
            ring = page.evaluate(
                "() => {const style = getComputedStyle(document.activeElement);"
                " return style.outlineStyle !== 'none' || style.boxShadow !== 'none'}"
            )
            assert ring, f"{selector}: the focus is not seen"
            return
    raise AssertionError(f"{selector}: not reached by Tab on {page.url}")


@pytest.mark.deep
def test_by_keyboard_alone(own_site: str, visit: Visit) -> None:
    """Sign in, log an activity, move through a report and send it, and never touch the mouse."""
    visitor = visit(own_site)
    page = visitor.go("/")
    tab_to(page, "#id_login")
    page.keyboard.type("canbo.trangdai")
    tab_to(page, "#id_password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Hôm nay")
    _log(page)
    page.goto("/")
    tab_to(page, "a[href*='/bao-cao/mo/'][href$='/2021Q4/']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Lập báo cáo")
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Báo cáo quý IV/2021")
    _fill(page)
    tab_to(page, "button[formaction]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Đã nộp")


def _log(page: Page) -> None:
    tab_to(page, "a[href='/hoat-dong/ghi/']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Ghi hoạt động")
    tab_to(page, "input[name=kind]")
    page.keyboard.press("Space")
    tab_to(page, "#id_place")
    page.keyboard.type("Trụ sở khu phố 2")
    tab_to(page, "#id_total")
    page.keyboard.type("40")
    tab_to(page, "form.quick .button--primary")
    page.keyboard.press("Enter")
    expect(page.locator(".notice").first).to_contain_text("Đã ghi")


def _fill(page: Page) -> None:
    """Go down the column with Enter; type where nothing stands yet what stood there a quarter before."""
    page.wait_for_load_state()
    tab_to(page, ".figure-input")
    count = page.locator(".figure-input").count()
    typed = 0
    for _row in range(count):
        before = page.evaluate(
            "() => {const cell = document.activeElement;"
            " return cell.value ? '' : cell.closest('tr').querySelector('.prev').innerText.trim()}"
        )
        if before:
            page.keyboard.type(before if before[:1].isdigit() else "0")
            typed += 1
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(".figure-state[data-state=saved]")).to_have_count(typed, timeout=20_000)


@pytest.mark.deep
def test_the_first_tab_leads_to_the_contents(site: str, visit: Visit) -> None:
    """Skip the masthead with the first link of the page."""
    page = visit(site, "canbo.trangdai").go("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_menu_of_a_phone_opens_by_keyboard(site: str, visit: Visit) -> None:
    """Open the menu, find the reports in it, close it with Escape."""
    page = visit(site, "canbo.trangdai", width=360).go("/")
    tab_to(page, ".menu-button")
    page.keyboard.press("Enter")
    expect(page.locator("#menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).not_to_be_visible()
    page.keyboard.press("Enter")
    tab_to(page, "#menu a[href='/bao-cao/']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Báo cáo năm 2021")


@pytest.mark.deep
def test_without_any_script(own_site: str, visit: Visit) -> None:
    """Sign in, log an activity, fill and send a report, get two cells back, approve it: all with scripts off."""
    ward, district = visit(own_site, script=False, width=360), visit(own_site, script=False)
    page = ward.sign_in("canbo.trangdai")
    expect(page.locator("h1")).to_have_text("Hôm nay")
    _log_plainly(page)
    page.goto("/")
    page.locator("a[href*='/bao-cao/mo/'][href$='/2021Q4/']").first.click()
    page.get_by_role("button", name="Lập báo cáo").click()
    expect(page.locator("h1")).to_contain_text("Báo cáo quý IV/2021")
    page.wait_for_load_state()
    for row in page.locator("tr[id^='row-']:has(.figure-input)").all():
        cell = row.locator(".figure-input")
        before = row.locator(".prev").inner_text().strip()
        if not cell.input_value():
            cell.fill(before if before[:1].isdigit() else "0")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".notice").first).to_contain_text("Đã lưu")
    page.get_by_role("button", name="Nộp báo cáo").click()
    expect(page.locator("h1")).to_contain_text("Đã nộp")
    above = district.sign_in("canbo.bienhoa")
    mark(above)
    send_back(above)
    mended = correct(page)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(".notice").first).to_contain_text("Đã lưu")
    page.get_by_role("button", name="Nộp báo cáo").click()
    expect(page.locator("h1")).to_contain_text("Đã nộp")
    approve(above, *mended)


def _log_plainly(page: Page) -> None:
    page.get_by_role("link", name="Ghi hoạt động").first.click()
    page.get_by_label("Thăm hỏi, động viên").check()
    page.get_by_label("Nơi diễn ra").fill("Khu phố 3")
    page.locator("#id_total").fill("2")
    page.get_by_role("button", name="Ghi hoạt động").click()
    expect(page.locator(".notice").first).to_contain_text("Đã ghi")


@pytest.mark.deep
def test_what_the_net_did_not_carry_goes_when_it_is_back(own_site: str, visit: Visit) -> None:
    """Type without a net, see that it was not saved; with the net back it is, and Ctrl+S saves what is being typed."""
    visitor = visit(own_site, "canbo.trangdai")
    page = visitor.page
    open_report(page)
    row = page.locator("tr[id^='row-']:has(.figure-input)").last
    cell, state = row.locator(".figure-input"), row.locator(".figure-state")
    visitor.context.set_offline(True)
    cell.fill("7")
    cell.press("Tab")
    expect(state).to_have_attribute("data-state", "error")
    visitor.context.set_offline(False)
    expect(state).to_have_attribute("data-state", "saved")
    visitor.complaints.clear()  # the browser says that there was no net
    cell.fill("8")
    with page.expect_response(lambda answer: "/o/" in answer.url):
        cell.press("Control+s")
    page.reload()
    expect(cell).to_have_value("8")
