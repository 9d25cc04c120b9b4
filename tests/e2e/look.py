"""What can be told of a page by looking at it: axe, its frame, its width."""

import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

from tests.e2e.visitor import HEIGHTS
from tests.growth import examples

AXE = (files("axe_playwright_python") / "axe.min.js").read_text()
# The thirteenth row of a table looks like the twelfth, and the tables of a paper's annex look like one another:
# another width or light shows nothing new in them.
ALIKE = [["tbody tr:nth-child(n+13)"], ["li:nth-child(n+13)"], [".sheet table ~ table"], [".sheet :has(> table) ~ *"]]
ASK = """async ([rules, alike, spared, preload]) => {
  const options = {preload, resultTypes: ["violations"]};
  if (rules.length) options.runOnly = rules;
  for (const rule of spared) options.rules = {...options.rules, [rule]: {enabled: false}};
  const found = await axe.run(alike.length ? {exclude: alike} : document, options);
  return found.violations.flatMap((one) => one.nodes.map((node) => [one.id, node.html.slice(0, 160)]));
}"""

FRAME = """() => [document.title, document.querySelectorAll("h1").length,
  /\\{[{%]|[%#]\\}/.test(document.documentElement.outerHTML)]"""


def violations(page: Page, *rules: str, without: Sequence[list[str]] = (), spared: Sequence[str] = ()) -> list[str]:
    """Return what axe holds against the page: all rules but those spared, or the named; `without` is left out."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{AXE}; 0")
    found: list[Any] = page.evaluate(ASK, [list(rules), list(without), list(spared), examples(1) > 1])
    return [f"{page.url} {rule}: {html}" for rule, html in found]


def shape(page: Page) -> list[str]:
    """Return what is wrong with the page's frame: title, one h1, no template tags left over."""
    title, heads, tags = page.evaluate(FRAME)
    faults = [] if re.fullmatch(r"\S.* · Lành Mạnh", title) else [f"title {title!r}"]
    faults += [] if heads == 1 else [f"{heads} h1"]
    faults += ["template tags"] if tags else []
    return [f"{page.url}: {fault}" for fault in faults]


def width_of(page: Page, width: int) -> list[str]:
    """Return whether the page needs sideways scrolling at a width."""
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    needed = page.evaluate("document.documentElement.scrollWidth")
    return [f"{page.url}: {needed} px wide on {width}"] if needed > width else []


def every_light(page: Page, *, coloured: bool = False) -> list[str]:
    """Return all faults of a page: at usual depth once, at 320 px, in depth at both widths and in both lights.

    Colours, half of the time, are looked at where they are asked for, or in depth. In depth every rule is asked at both
    widths, of every row, and the colours in all four. No style changes between 320 and 360 px: what fits the narrower
    fits both.
    """
    page.wait_for_load_state()  # after a click the new page may stand there before its head was read
    before = page.viewport_size or {"width": 1280, "height": HEIGHTS[1280]}
    if examples(1) > 1:
        faults = _in_depth(page)
    else:
        faults = width_of(page, 320) + shape(page)
        faults += violations(page, without=ALIKE, spared=[] if coloured else ["color-contrast"])
    page.set_viewport_size(before)
    return faults


def _in_depth(page: Page) -> list[str]:
    faults = shape(page) + width_of(page, 1280) + violations(page)
    page.emulate_media(color_scheme="dark")
    faults += violations(page, "color-contrast", without=ALIKE) + width_of(page, 360)
    faults += violations(page, without=ALIKE)
    page.emulate_media(color_scheme="light")
    faults += violations(page, "color-contrast", without=ALIKE)
    return faults + width_of(page, 320)
