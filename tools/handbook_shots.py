"""Take the handbook's pictures from a running demonstration.

Run `lanhmanh demo --port 8320`, then `python tools/handbook_shots.py http://127.0.0.1:8320`. What is done on the way
(a session logged, a cell returned) stays in that demonstration; take one that was just built.
"""

import io
import sys
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

PASSWORD = "lanhmanh-demo-2021"
FOLDER = Path(__file__).resolve().parents[1] / "docs" / "handbook" / "images"
CHROMIUM = "/usr/bin/chromium"
MOST = 80 * 1024
WIDE, PHONE = (1280, 820), (360, 740)


def keep(page: Page, name: str, part: Locator | None = None) -> None:
    """Write the screen, or one part of it, as a PNG of few colours."""
    page.evaluate("document.activeElement.blur()")
    image = Image.open(io.BytesIO((part or page).screenshot())).convert("RGB")
    for colours in (64, 32, 16, 8):
        packed = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if packed.tell() <= MOST:
            break
    else:
        raise SystemExit(f"{name}: {packed.tell()} bytes")
    (FOLDER / f"{name}.png").write_bytes(packed.getvalue())


def enter(browser: Browser, site: str, username: str, size: tuple[int, int] = WIDE) -> Page:
    """Sign somebody in and return the page."""
    context = browser.new_context(
        base_url=site, viewport={"width": size[0], "height": size[1]}, locale="vi-VN", reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.locator("h1", has_text="Hôm nay").wait_for()
    return page


def follow(page: Page, holding: str) -> None:
    """Open the first link of the page's main part that holds a piece of address."""
    page.goto(page.locator(f"main a[href*='{holding}']").first.get_attribute("href") or "")


def beginning(browser: Browser, site: str) -> None:
    """The sign-in page, Today on both screens, the profile, the two steps."""
    page = browser.new_page(viewport={"width": WIDE[0], "height": 720}, locale="vi-VN", base_url=site)
    page.goto("/tai-khoan/dang-nhap/")
    keep(page, "dang-nhap")
    page.close()
    page = enter(browser, site, "canbo.trangdai")
    keep(page, "hom-nay")
    page.goto("/tai-khoan/")
    keep(page, "ho-so")
    phone = enter(browser, site, "canbo.trangdai", PHONE)
    keep(phone, "hom-nay-dien-thoai")
    phone.locator(".menu-button").click()
    keep(phone, "muc-dien-thoai")


def activities(browser: Browser, site: str) -> None:
    """An activity written down on a phone, the list, the activity."""
    phone = enter(browser, site, "canbo.trangdai", PHONE)
    phone.goto("/hoat-dong/ghi/")
    phone.get_by_label("Buổi tuyên truyền").check()
    phone.get_by_label("Ngày", exact=True).fill("10/12/2021")
    phone.get_by_label("Nơi diễn ra").fill("Nhà văn hóa khu phố 4")
    phone.locator("#id_total").fill("64")
    phone.locator("#id_female").fill("31")
    phone.evaluate("scrollTo(0, 0)")
    keep(phone, "ghi-hoat-dong-dien-thoai")
    phone.get_by_role("button", name="Ghi hoạt động").click()
    phone.locator(".notice").first.wait_for()
    keep(phone, "da-ghi-dien-thoai")
    page = enter(browser, site, "canbo.trangdai")
    page.goto("/hoat-dong/")
    keep(page, "danh-sach-hoat-dong")
    page.locator("main table a").first.click()
    keep(page, "mot-hoat-dong")


def reports(browser: Browser, site: str) -> None:
    """The reports of a year, the report being filled, the activities behind a figure, what came back."""
    page = enter(browser, site, "canbo.trangdai")
    page.goto("/bao-cao/")
    keep(page, "bao-cao-nam")
    page.goto("/")
    page.locator(".task", has_text="Lập báo cáo quý IV/2021").get_by_role("link").last.click()
    page.wait_for_load_state()
    if button := page.get_by_role("button", name="Lập báo cáo").all():
        button[0].click()
    page.locator(".figure-input").first.wait_for()
    keep(page, "phieu-bao-cao")
    page.locator("#v-TG-CHUYEN").fill("9999")
    page.locator("#v-TG-NHAN").focus()
    page.locator("#m-TG-CHUYEN:not([hidden])").wait_for()
    page.evaluate("document.querySelector('#row-TG-CHUYEN').scrollIntoView({block: 'center'})")
    keep(page, "o-chua-dung")
    page.locator("#v-TG-CHUYEN").fill("")
    page.locator("#v-TG-NHAN").focus()
    page.locator("#s-TG-CHUYEN[data-state=saved]").wait_for()
    follow(page, "/nguon/")
    keep(page, "nguon-so-lieu")
    back = enter(browser, site, "canbo.quyetthang")
    keep(back, "bi-tra-lai")


def reviewing(browser: Browser, site: str) -> None:
    """The queue, a report with a cell chosen to go back, the matrix, the consolidation down to a paper."""
    page = enter(browser, site, "canbo.bienhoa")
    page.goto("/bao-cao/")
    keep(page, "ai-da-nop")
    page.goto("/bao-cao/duyet/")
    keep(page, "cho-duyet")
    page.locator("main a[href*='/phieu/']").first.click()
    box = page.locator("#row-CK-HOMOI input[type=checkbox]")
    box.check()
    page.locator("#why-CK-HOMOI").fill("Số hộ mới ký chưa khớp danh sách; đề nghị kiểm tra lại.")
    page.evaluate("document.querySelector('#row-CK-HOMOI').scrollIntoView({block: 'center'})")
    keep(page, "tra-lai-o")


def consolidating(browser: Browser, site: str) -> None:
    """The consolidation, a figure opened, the draft of the paper, the page that issues it, the issued paper."""
    page = enter(browser, site, "canbo.tinh")
    page.goto("/bao-cao/tong-hop/")
    follow(page, "/HND-QUY/2021Q4/")
    address = page.url
    keep(page, "tong-hop")
    follow(page, "/o/TT-BUOI/")
    keep(page, "mo-mot-so")
    page.goto(f"{address}van-ban/")
    keep(page, "ban-thao")
    page.goto(f"{address}ban-hanh/")
    keep(page, "ban-hanh")
    page.goto("/van-ban/")
    follow(page, "/van-ban/0")
    keep(page, "van-ban-ba-tep")


def plans(browser: Browser, site: str) -> None:
    """The plan, the draft that was read from a file, a clause, what each district made of it, progress."""
    page = enter(browser, site, "canbo.tinh")
    page.goto("/ke-hoach/")
    keep(page, "ke-hoach")
    page.evaluate("document.querySelector('#coverage').scrollIntoView()")
    keep(page, "ke-hoach-cap-duoi")
    page.goto("/bao-cao/muc/II.1/")
    follow(page, "/ke-hoach/muc/")
    keep(page, "mot-muc")
    page.goto("/ke-hoach/nhap/")
    text = (Path(__file__).resolve().parents[1] / "lanhmanh/flows/demo/ke-hoach.md").read_text()
    content = text.replace("15-KH/HNDT", "16-KH/HNDT").encode()
    page.set_input_files("input[type=file]", {"name": "ke-hoach.md", "mimeType": "text/markdown", "buffer": content})
    page.get_by_role("button", name="Đọc tệp").click()
    page.locator(".import-outline").wait_for()
    keep(page, "xem-dan-y")
    page.goto(page.url.replace("/xem-truoc/", "/bo/"))
    page.locator("main .button--primary, main .button--danger").first.click()
    ward = enter(browser, site, "canbo.trangdai")
    follow(ward, "/tien-do/")
    keep(ward, "tien-do")


def aims(browser: Browser, site: str) -> None:
    """Who reported in time, whom to remind, the targets of a year, one of them opened."""
    page = enter(browser, site, "canbo.tinh")
    page.goto("/bao-cao/tien-do/")
    keep(page, "dung-han")
    page.goto("/bao-cao/chi-tieu/")
    keep(page, "chi-tieu")
    follow(page, "/o/GD-THAM/")
    keep(page, "mot-chi-tieu")
    officer = enter(browser, site, "canbo.bienhoa")
    officer.goto("/bao-cao/nhac/")
    keep(officer, "can-nhac")


def words(browser: Browser, site: str) -> None:
    """A year, a consolidation whose document is out of date, the words of a report, a section being written, forms."""
    page = enter(browser, site, "canbo.tinh")
    page.goto("/bao-cao/tong-hop/")
    follow(page, "/HND-QUY/2021Q3/")
    address = page.url
    keep(page, "so-lieu-thay-doi")
    follow(page, "/nam/")
    keep(page, "ca-nam")
    page.goto(f"{address}loi-van/")
    follow(page, "/loi-van/sua/")
    keep(page, "sua-loi-van")
    page.goto("/bao-cao/bieu/")
    follow(page, "/bieu/nhap/")
    follow(page, "/chi-tieu/")
    keep(page, "bieu-cua-tinh")
    follow(page, "/chay-thu/")
    keep(page, "chay-thu")


def depths(browser: Browser, site: str) -> None:
    """What units made of a plan, what an amendment changed, guidance on a phone, the chain, the review."""
    page = enter(browser, site, "canbo.tinh")
    for piece, name in (
        ("/bao-phu/", "bao-phu"), ("/doi-chieu/", "doi-chieu"), ("/chuoi/", "chuoi-van-ban"), ("/so-ket/", "so-ket"),
    ):  # fmt: skip
        page.goto("/ke-hoach/")
        follow(page, piece)
        keep(page, name)
    phone = enter(browser, site, "canbo.trangdai", PHONE)
    follow(phone, "/huong-dan/")
    keep(phone, "huong-dan-dien-thoai")


def units_and_accounts(browser: Browser, site: str) -> None:
    """The tree at a date, one unit's history, the accounts, one person."""
    page = enter(browser, site, "canbo.tinh")
    page.goto("/don-vi/")
    keep(page, "cay-don-vi")
    page.goto("/don-vi/?q=Trảng Dài")
    follow(page, "/don-vi/0")
    keep(page, "mot-don-vi")
    keeper = enter(browser, site, "quantri")
    keeper.goto("/tai-khoan/nguoi-dung/")
    keep(keeper, "tai-khoan")
    follow(keeper, "/nguoi-dung/0")
    keep(keeper, "mot-tai-khoan")


def opened_case(page: Page) -> str:
    """Open the first case of the list that has a status, as somebody who supports the person; return its address."""
    page.goto("/ho-so/")
    row = page.locator("main table.case-rows tbody tr", has_text="Cai nghiện").first
    page.goto(row.get_by_role("link").first.get_attribute("href") or "")
    if page.locator(".case-open").count():
        keep(page, "mo-ho-so")
        page.get_by_label("Trực tiếp hỗ trợ, thăm gặp").check()
        page.get_by_role("button", name="Mở hồ sơ").click()
    page.locator(".case-hour").wait_for()
    return page.url


def confidential(browser: Browser, site: str) -> None:
    """The list of cases, opening one, the page of a person, a list to bring in, published figures."""
    page = enter(browser, site, "canbo.trangdai")
    page.goto("/ho-so/")
    keep(page, "ho-so-ho-tro")
    opened_case(page)
    keep(page, "mot-ho-so")
    beside_each_other(page)
    page.goto("/ho-so/nhap/")
    keep(page, "nhap-danh-sach")
    partner = enter(browser, site, "congan.bienhoa")
    partner.goto("/ho-so/so-lieu/")
    keep(partner, "so-lieu-cong-bo")


def beside_each_other(page: Page) -> None:
    """Show two cases beside each other, as before they are merged; they stay as they are."""
    shown = page.url
    page.goto("/ho-so/")
    links = [link.get_attribute("href") or "" for link in page.locator(".case-rows tbody th a").all()]
    other = next(link for link in links if not shown.endswith(link))
    page.goto(other)
    if page.locator(".case-open").count():
        page.get_by_label("Trực tiếp hỗ trợ, thăm gặp").check()
        page.get_by_role("button", name="Mở hồ sơ").click()
        page.locator(".case-hour").wait_for()
    page.goto(f"{shown}gop/{other.strip('/').rpartition('/')[2]}/")
    keep(page, "gop-ho-so")


def courses(browser: Browser, site: str) -> None:
    """The course of a case, its papers, a visit written down on a phone, the registers."""
    page = enter(browser, site, "canbo.trangdai")
    address = opened_case(page)
    page.goto(f"{address}dot/")
    keep(page, "dien-bien")
    follow(page, "/giay-to/")
    keep(page, "lap-giay-to")
    page.goto("/ho-so/so/")
    keep(page, "so-theo-doi")
    phone = enter(browser, site, "canbo.trangdai", PHONE)
    phone.goto(address)
    phone.get_by_role("link", name="Ghi lần thăm").first.click()
    phone.wait_for_load_state()
    keep(phone, "ghi-lan-tham-dien-thoai")


def rights_of_persons(browser: Browser, site: str) -> None:
    """The requests, one of them with its papers, a breach and its clock, the review rounds of a quarter."""
    page = enter(browser, site, "canbo.trangdai")
    page.goto("/ho-so/yeu-cau/")
    keep(page, "yeu-cau")
    follow(page, "/ho-so/yeu-cau/0")
    keep(page, "mot-yeu-cau")
    page.goto("/ho-so/su-co/")
    follow(page, "/ho-so/su-co/0")
    keep(page, "su-co-du-lieu")
    page.goto("/ho-so/ra-soat/")
    keep(page, "dot-ra-soat")


def areas(browser: Browser, site: str) -> None:
    """The map of a year, an area scored on a phone, the decision, the rule sets."""
    page = enter(browser, site, "canbo.tinh")
    page.goto("/dia-ban/")
    keep(page, "so-do-dia-ban")
    keep(page, "ma-tran-chuyen-loai", page.locator(".moves").first)
    page.goto("/dia-ban/bo-tieu-chi/")
    keep(page, "bo-tieu-chi")
    phone = enter(browser, site, "canbo.trangdai", PHONE)
    follow(phone, "/cham/")
    keep(phone, "tu-cham-dien-thoai")
    chief = enter(browser, site, "lanhdao.tinh")
    chief.goto("/dia-ban/quyet-dinh/")
    keep(chief, "lap-quyet-dinh")


def places(browser: Browser, site: str) -> None:
    """The register of businesses, one business, sites on a phone."""
    page = enter(browser, site, "canbo.bienhoa")
    page.goto("/dia-ban/co-so/")
    keep(page, "so-co-so")
    page.goto("/dia-ban/co-so/?due=correction")
    page.locator("main table a").first.click()
    keep(page, "mot-co-so")
    phone = enter(browser, site, "canbo.trangdai", PHONE)
    phone.goto("/dia-ban/tien-chat/")
    keep(phone, "tien-chat-dien-thoai")


def movement(browser: Browser, site: str) -> None:
    """The movement's page, the teams on a phone, the models, a campaign."""
    page = enter(browser, site, "canbo.tinh")
    page.goto("/hoat-dong/phong-trao/")
    keep(page, "phong-trao")
    page.goto("/hoat-dong/mo-hinh/")
    keep(page, "kho-mo-hinh")
    page.goto("/hoat-dong/dot/")
    page.locator("main table a").first.click()
    keep(page, "mot-dot")
    phone = enter(browser, site, "canbo.trangdai", PHONE)
    phone.goto("/hoat-dong/phong-trao/doi/")
    keep(phone, "doi-dien-thoai")


WALKS: list[Callable[[Browser, str], None]] = [
    beginning, activities, reports, reviewing, consolidating, aims, words, plans, depths, units_and_accounts,
    confidential, courses, rights_of_persons, areas, places, movement,
]  # fmt: skip


def main() -> None:
    """Take all pictures, or those of the walks that are named after the address."""
    site, *chosen = sys.argv[1:]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for walk in WALKS:
            if not chosen or walk.__name__ in chosen:
                walk(browser, site)
        browser.close()
    print(f"{sum(file.stat().st_size for file in FOLDER.glob('*.png')) / 1024:.0f} KB")


if __name__ == "__main__":
    main()
