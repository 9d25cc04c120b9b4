"""What the style sheets and templates promise each other and the Content-Security-Policy."""

import re
from pathlib import Path

import pytest

import lanhmanh

PACKAGE = Path(lanhmanh.__file__).parent
STATIC = PACKAGE / "ui" / "static" / "ui"
SHEETS = sorted(STATIC.glob("*.css"))
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
ALL_CSS = "\n".join(re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S) for sheet in SHEETS)


def test_there_is_something_to_look_at() -> None:
    assert len(SHEETS) == 6
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_block_is_closed_before_the_sheet_ends(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.S)
    assert text.count("{") == text.count("}") > 0


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_hex_colours_stand_in_tokens_only(sheet: Path) -> None:
    lines = [line for line in sheet.read_text().splitlines() if re.search(r"#[0-9a-fA-F]{3,8}\b", line)]
    if sheet.name == "tokens.css":
        assert lines
        return
    paper = {"background: #fff; color: #111; border: 1px solid var(--line); box-shadow: var(--shadow);"}
    assert [line for line in lines if line.strip() not in paper and ".sheet :is(th, td)" not in line] == []


def test_every_token_used_exists_and_every_token_is_used() -> None:
    defined = set(re.findall(r"(?<![\w-])(--[\w-]+)\s*:", ALL_CSS))
    used = set(re.findall(r"var\((--[\w-]+)", ALL_CSS))
    assert used <= defined
    assert defined <= used


def test_the_dark_theme_names_only_known_tokens() -> None:
    text = (STATIC / "tokens.css").read_text()
    light, dark = text.split("@media screen and (prefers-color-scheme: dark)")
    dark = dark.split("@media (min-width")[0]
    light_names, dark_names = (set(re.findall(r"(--[\w-]+):", part)) for part in (light, dark))
    assert dark_names <= light_names
    colours = set(re.findall(r"(--[\w-]+):\s*#", light))
    assert colours <= dark_names


def test_templates_hold_nothing_that_the_policy_refuses() -> None:
    refused = []
    for template in TEMPLATES:
        text = re.sub(r"{#.*?#}", "", template.read_text())
        found = re.findall(r"<[^>]*\sstyle\s*=|<[^>]*\son\w+\s*=|<style|javascript:", text)
        found += [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag]
        found += ["long"] if len(text.splitlines()) > 150 else []
        refused += [f"{template.relative_to(PACKAGE)}: {one}" for one in found]
    assert refused == []


@pytest.mark.parametrize("template", [t for t in TEMPLATES if "ui" in t.parts], ids=lambda path: path.name)
def test_classes_of_the_components_are_styled(template: Path) -> None:
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", template.read_text())
    classes = {name for value in re.findall(r'class="([^"]*)"', text) for name in value.split()}
    styled = set(re.findall(r"\.([a-zA-Z][\w-]*)", ALL_CSS))
    assert classes <= styled


def test_the_script_stays_small_and_evaluates_nothing() -> None:
    text = (STATIC / "app.js").read_text()
    assert len(text.encode()) <= 8 * 1024
    assert not re.search(r"\beval\(|new Function|\.style\b|setAttribute\(.style", text)
