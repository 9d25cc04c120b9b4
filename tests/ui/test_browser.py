"""The script in a real browser, with the policy that refuses all inline code; no server behind it."""

import json
import mimetypes
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.template.loader import render_to_string
from django.utils.translation import override
from playwright.sync_api import Browser, Page, Route, sync_playwright

from lanhmanh.kernel.errors import Refused
from lanhmanh.ui import formats

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.ui.site")]
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
ARGUMENTS += ["--disable-component-update", "--disable-sync", "--no-first-run"]
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'"
FORM = """{% extends "ui/base.html" %}{% load ui %}{% block title %}Thử{% endblock %}
{% block content %}{% pagehead "Thử" %}{% endpagehead %}<form method="post">
{% frame "Các chỉ tiêu" kind="report-frame" %}<table class="table table--cards report">
<caption class="quiet-text">Thử</caption>{% include "ui/figure_head.html" %}<tbody>
{% for row in rows %}{% include "ui/figure_cell.html" %}{% endfor %}</tbody></table>{% endframe %}</form>
{% endblock %}"""


def page_text() -> str:
    """Return a form of five figures, the last of which cannot be saved."""
    rows = [
        {"id": f"k{i}", "no": i, "label": f"Chỉ tiêu {i}", "unit": "buổi", "value": None, "save_url": f"/cell/k{i}/"}
        for i in range(1, 6)
    ]
    with override("vi"):
        return engines["django"].from_string(FORM).render({"rows": rows})


def saved(key: str, body: str) -> str:
    """Answer a cell as a report's view does."""
    row: dict[str, object] = {"id": key, "save_state": "saved", "save_text": "Đã lưu 10:42"}
    with override("vi"):
        try:
            formats.read_number(parse_qs(body).get(f"v-{key}", [""])[0])
        except Refused as refusal:
            message = {"state": "error", "title": "Chưa đúng", "text": str(refusal)}
            row |= {"state": "error", "save_state": "", "message": message}
        return render_to_string("ui/figure_saved.html", {"row": row}) + (tied(body) if key == "k3" else "")


def tied(body: str) -> str:
    """Return what saving the third figure says of the fourth, which is wrong while the third is 2."""
    told: dict[str, object] = {"id": "k4"}
    if parse_qs(body)["v-k3"] == ["2"]:
        message = {"state": "error", "title": "Chưa đúng", "text": "Lớn hơn chỉ tiêu 3."}
        told |= {"state": "error", "message": message}
    return f"<template>{render_to_string('ui/figure_message.html', {'row': told, 'oob': True})}</template>"


def answer(route: Route) -> None:
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
        if found is None:
            route.fulfill(status=404)
        else:
            route.fulfill(path=str(found), content_type=mimetypes.guess_type(path)[0])
    elif path.startswith("/cell/k5"):
        route.abort()
    elif path.startswith("/cell/"):
        route.fulfill(
            content_type="text/html; charset=utf-8", body=saved(path.split("/")[2], route.request.post_data or "")
        )
    else:
        headers = {"Content-Security-Policy": POLICY}
        route.fulfill(content_type="text/html; charset=utf-8", body=page_text(), headers=headers)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    shown = browser.new_page()
    refused: list[str] = []
    shown.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    shown.on("pageerror", lambda error: refused.append(str(error)))
    shown.route("**/*", answer)
    shown.goto("http://lanhmanh.test/")
    yield shown
    assert refused == []
    shown.close()


def test_a_figure_is_saved_written_and_left_by_enter(page: Page) -> None:
    page.focus("#v-k1")
    page.keyboard.type("1650")
    page.keyboard.press("Enter")
    page.wait_for_selector("#s-k1[data-state=saved]")
    assert page.input_value("#v-k1") == "1.650"
    assert page.inner_text("#s-k1") == "Đã lưu 10:42"
    assert page.evaluate("document.activeElement.id") == "v-k2"
    page.keyboard.press("ArrowUp")
    page.keyboard.type("9")
    page.keyboard.press("Escape")
    assert page.input_value("#v-k1") == "1.650"


@pytest.mark.deep
def test_an_error_lies_under_its_row_and_goes_when_mended(page: Page) -> None:
    page.fill("#v-k2", "64o")
    page.focus("#v-k3")
    page.wait_for_selector("#m-k2:not([hidden])")
    assert page.get_attribute("#v-k2", "aria-invalid") == "true"
    assert page.get_attribute("#v-k2", "aria-describedby") == "m-k2-text"
    assert page.get_attribute("#row-k2", "data-state") == "error"
    page.fill("#v-k2", "64")
    page.focus("#v-k3")
    page.wait_for_selector("#m-k2[hidden]", state="attached")
    assert page.get_attribute("#v-k2", "aria-invalid") is None
    assert page.get_attribute("#row-k2", "data-state") is None


@pytest.mark.deep
def test_a_row_that_is_tied_to_the_saved_one_is_marked_and_mended_with_it(page: Page) -> None:
    page.fill("#v-k3", "2")
    page.focus("#v-k1")
    page.wait_for_selector("#m-k4:not([hidden])")
    assert page.get_attribute("#row-k4", "data-state") == "error"
    assert page.get_attribute("#v-k4", "aria-invalid") == "true"
    assert page.get_attribute("#v-k4", "aria-describedby") == "m-k4-text"
    assert page.get_attribute("#row-k3", "data-state") is None
    page.fill("#v-k3", "6")
    page.focus("#v-k1")
    page.wait_for_selector("#m-k4[hidden]", state="attached")
    assert page.get_attribute("#row-k4", "data-state") is None
    assert page.get_attribute("#v-k4", "aria-invalid") is None
    assert page.get_attribute("#v-k4", "aria-describedby") is None


def test_a_column_from_a_spreadsheet_fills_down(page: Page) -> None:
    column = json.dumps("12\tx\r\n2345\r\n7,0\r\n")
    page.evaluate(
        "(text) => {const data = new DataTransfer(); data.setData('text/plain', JSON.parse(text));"
        "document.querySelector('#v-k1').dispatchEvent("
        "new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}))}",
        column,
    )
    page.wait_for_selector("#s-k3[data-state=saved]")
    assert [page.input_value(f"#v-k{i}") for i in range(1, 5)] == ["12", "2.345", "7,0", ""]


def test_what_could_not_be_saved_says_so(page: Page) -> None:
    page.fill("#v-k5", "7")
    page.focus("#v-k1")
    page.wait_for_selector("#s-k5[data-state=error]")
    assert "Chưa lưu được" in page.inner_text("#s-k5")


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_page_never_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
