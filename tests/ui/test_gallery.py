"""The gallery shows every component, in both languages."""

import re
from pathlib import Path
from typing import cast

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from lanhmanh.ui import states, views
from lanhmanh.ui.templatetags.ui import register


@pytest.fixture(autouse=True)
def _static_folder() -> None:
    """Whitenoise warns where the folder of collected files is missing, as it is before the first deployment."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


def found(tree: html.HtmlElement, path: str) -> list[str]:
    return [str(value) for value in cast("list[str]", tree.xpath(path))]


@pytest.mark.django_db
def test_the_gallery_is_public_and_whole(client: Client) -> None:
    assert views.gallery.needs is None  # type: ignore[attr-defined]
    page = client.get("/ui/")
    assert page.status_code == 200
    tree = html.fromstring(page.content)
    assert len(tree.findall(".//h1")) == 1
    assert {chip.get("data-state") for chip in tree.iter("span") if chip.get("class") == "chip"} >= set(states.WORDS)
    ids = [node.get("id") for node in tree.iter() if isinstance(node.tag, str) and node.get("id")]
    assert len(ids) == len(set(ids))
    for name in ("aria-describedby", "aria-labelledby", "for"):
        for named in found(tree, f"//@{name}"):
            assert set(named.split()) <= set(ids), named
    assert set(found(tree, "//use/@href")) <= {f"#{i}" for i in ids}


@pytest.mark.django_db
def test_the_gallery_speaks_english(client: Client) -> None:
    client.cookies["django_language"] = "en"
    assert html.fromstring(client.get("/ui/").content).get("lang") == "en"


def test_every_tag_and_component_stands_in_the_gallery_or_the_frame_of_the_page() -> None:
    folder = Path(views.__file__).parent / "templates" / "ui"
    text = "".join(path.read_text() for path in folder.rglob("*.html"))
    assert {name for name in register.tags if not re.search(r"{%\s*" + name + r"\b", text)} == set()


def test_the_readme_names_every_tag_and_filter() -> None:
    text = (Path(views.__file__).parent / "README.md").read_text()
    inner = {"icons", "state_icon", "undo_url", "message_state"}
    assert {name for name in {*register.tags, *register.filters} if name not in text} <= inner
