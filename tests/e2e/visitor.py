"""Somebody with a browser: signs in, goes to pages, and notes every complaint of the browser."""

import re
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, Response

PASSWORD = "lanhmanh-demo-2021"
HEIGHTS = {320: 640, 360: 740, 1280: 800}


class Visitor:
    """One browser context with one page; `complaints` are console errors, script errors and server errors."""

    def __init__(
        self,
        browser: Browser,
        site: str,
        username: str = "",
        *,
        width: int = 1280,
        scheme: Literal["light", "dark"] = "light",
        script: bool = True,
    ) -> None:
        self.site, self.complaints, self.read = site, list[str](), dict[str, str]()
        self.context = browser.new_context(
            base_url=site,
            viewport={"width": width, "height": HEIGHTS[width]},
            color_scheme=scheme,
            java_script_enabled=script,
            locale="vi-VN",
            accept_downloads=True,
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._weigh)
        if username:
            self.sign_in_quietly(username)

    def _note(self, said: ConsoleMessage) -> None:
        refused = "422 (" in said.text  # a refused form is answered with 422, which chromium reports as an error
        if said.type in {"error", "warning"} and not refused:
            self.complaints.append(f"{said.type}: {said.text}")

    def _weigh(self, answer: Response) -> None:
        if answer.status >= 500:
            self.complaints.append(f"{answer.status} {answer.url}")

    def sign_in_quietly(self, username: str) -> None:
        """Sign in over HTTP, without showing the page."""
        asked = self.context.request.get("/tai-khoan/dang-nhap/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', asked.text())
        assert token
        form = {"login": username, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        answer = self.context.request.post("/tai-khoan/dang-nhap/", form=form, headers={"Referer": self.site})
        assert answer.ok and not answer.url.endswith("/dang-nhap/"), f"{username}: {answer.status} {answer.url}"

    def sign_in(self, username: str) -> Page:
        """Sign in as people do."""
        self.page.goto("/")
        self.page.get_by_label("Tên đăng nhập").fill(username)
        self.page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Đăng nhập").click()
        return self.page

    def go(self, path: str) -> Page:
        """Open a page that must be there."""
        answer = self.page.goto(path)
        assert answer is not None and answer.status == 200, f"{path}: {answer and answer.status}"
        return self.page

    def text(self, path: str) -> str:
        """Return a page as the server wrote it."""
        answer = self.context.request.get(path)
        assert answer.ok, f"{path}: {answer.status}"
        return answer.text()

    def link(self, at: str, holding: str) -> str:
        """Return the first address on a page, as it was when first read, that holds a piece of text."""
        self.read[at] = self.read.get(at) or self.text(at)
        found = re.search(rf'href="([^"]*{holding}[^"]*)"', self.read[at])
        assert found, f"{at}: no link with {holding}"
        return found[1].replace("&amp;", "&")

    def find(self, start: str, *steps: str) -> str:
        """Return the address to which links lead, each holding a piece of text; after + it is added instead."""
        for step in steps:
            start = start + step[1:] if step.startswith("+") else self.link(start, step)
        return start

    def leave(self) -> None:
        """Close the browser's window."""
        self.context.close()
