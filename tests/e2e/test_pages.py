"""Every page in a browser: axe, headings, both widths, both schemes, no sideways scroll, no complaint, few bytes."""

import gzip
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.visitor import HEIGHTS, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
QUARTER = "/HND-QUY/2021Q3/"
# Who, and where they go: an address, or a page with a piece of the address of a link on it.
PLACES: dict[str, list[str | tuple[str, str]]] = {
    "": ["/tai-khoan/dang-nhap/", "/tro-giup/", "/du-lieu-ca-nhan/", "/ui/"],
    "canbo.trangdai": [
        "/",
        "/hoat-dong/",
        "/hoat-dong/ghi/",
        ("/hoat-dong/", r"/hoat-dong/[0-9A-Z]{26}/"),
        "/bao-cao/",
        ("/bao-cao/", "/bao-cao/phieu/"),
        ("/", "/bao-cao/mo/"),
        "/tai-khoan/",
        "/ke-hoach/",
    ],
    "canbo.bienhoa": ["/", "/bao-cao/", "/bao-cao/duyet/", ("/bao-cao/duyet/", r"/phieu/[0-9A-Z]{26}/duyet/")],
    "canbo.tinh": [
        "/",
        "/ke-hoach/",
        ("/ke-hoach/", "/ke-hoach/muc/"),
        "/ke-hoach/nhap/",
        "/bao-cao/",
        "/bao-cao/tong-hop/",
        ("/bao-cao/tong-hop/", QUARTER),
        "/van-ban/",
        ("/van-ban/", r"/van-ban/[0-9A-Z]{26}/"),
        "/don-vi/",
        ("/don-vi/", r"/don-vi/[0-9A-Z]{26}/"),
    ],
    "kiemtra.tinh": ["/nhat-ky/"],
    "quantri": ["/", "/tai-khoan/nguoi-dung/", ("/tai-khoan/nguoi-dung/", r"/nguoi-dung/[0-9A-Z]{26}/")],
}
FAINT = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "target-size"]}
WHOLE = {"resultTypes": ["violations"]}


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """Return what axe holds against the page as it stands."""
    found = Axe().run(page, options=options).response["violations"]
    return [f"{page.url} {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def shape(page: Page) -> list[str]:
    """Return what is wrong with the page's frame: title, one h1, no template tags left over."""
    faults = []
    if not re.fullmatch(r"\S.* · Lành Mạnh", page.title()):
        faults.append(f"title {page.title()!r}")
    if page.locator("h1").count() != 1:
        faults.append(f"{page.locator('h1').count()} h1")
    if re.search(r"\{[{%]|[%#]\}", page.content()):
        faults.append("template tags")
    return [f"{page.url}: {fault}" for fault in faults]


def width_of(page: Page, width: int) -> list[str]:
    """Return whether the page needs sideways scrolling at a width."""
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    needed = page.evaluate("document.documentElement.scrollWidth")
    return [f"{page.url}: {needed} px wide on {width}"] if needed > width else []


@pytest.mark.parametrize("username", PLACES, ids=lambda name: name or "nobody")
def test_every_page_in_every_light(site: str, visit: Visit, username: str) -> None:
    """Look at each page at 1280 and 360 px, in light and dark, and at 320 px."""
    visitor = visit(site, username)
    faults: list[str] = []
    for place in PLACES[username]:
        page = visitor.go(place if isinstance(place, str) else visitor.link(*place))
        faults += shape(page) + width_of(page, 1280) + violations(page, WHOLE)
        page.emulate_media(color_scheme="dark")
        faults += violations(page, FAINT) + width_of(page, 360) + violations(page, WHOLE)
        page.emulate_media(color_scheme="light")
        faults += violations(page, FAINT) + width_of(page, 320)
        page.set_viewport_size({"width": 1280, "height": 800})
    assert not faults, "\n".join(faults)


def test_a_consolidation_down_to_the_activities(site: str, visit: Visit) -> None:
    """Look at the pages that a figure opens into."""
    visitor = visit(site, "canbo.tinh")
    whole = visitor.link("/bao-cao/tong-hop/", QUARTER)
    faults: list[str] = []
    for place in (f"{whole}o/TT-BUOI/", f"{whole}van-ban/", f"{whole}ban-hanh/"):
        page = visitor.go(place)
        faults += shape(page) + violations(page, WHOLE) + width_of(page, 360) + violations(page, WHOLE)
        faults += width_of(page, 320)
        page.set_viewport_size({"width": 1280, "height": 800})
    assert faults == []


def test_what_is_not_there_says_so_within_the_frame(site: str, visit: Visit) -> None:
    """A stray address and a stranger's report look like a page of the system."""
    visitor = visit(site, "canbo.tanphong")
    for place in ("/khong-co/", visit(site, "canbo.trangdai").link("/bao-cao/", "/bao-cao/phieu/")):
        answer = visitor.page.goto(place)
        assert answer is not None and answer.status == 404
        assert shape(visitor.page) + violations(visitor.page, WHOLE) == []
    visitor.complaints = [said for said in visitor.complaints if "404" not in said]


def test_the_first_visit_is_light(site: str, visit: Visit) -> None:
    """The sign-in page with all it fetches, typefaces aside, travels in 100 KB; nothing comes from elsewhere."""
    visitor = visit(site)
    sizes: dict[str, int] = {}
    visitor.page.on("response", lambda answer: sizes.update({answer.url: len(gzip.compress(answer.body()))}))
    visitor.go("/tai-khoan/dang-nhap/")
    visitor.page.wait_for_load_state("networkidle")
    assert len(sizes) > 5
    assert all(url.startswith(site) for url in sizes)
    assert sum(size for url, size in sizes.items() if not url.endswith((".woff2", ".woff"))) <= 100_000


@pytest.mark.parametrize(
    "place",
    ["/bao-cao/", "/bao-cao/tong-hop/", "/bao-cao/duyet/", "/hoat-dong/", "/ke-hoach/", "/van-ban/", "/don-vi/", "/"],
)
def test_lists_are_light(site: str, visit: Visit, place: str) -> None:
    """A list of a province with all its 170 communes travels in at most 30 KB."""
    answer = visit(site, "canbo.tinh").context.request.get(place)
    assert answer.ok
    assert len(gzip.compress(answer.body())) <= 30_000
