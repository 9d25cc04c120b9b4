"""Rules that every source file keeps."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "lanhmanh"
SOURCES = [p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts]
TEMPLATES = list(PACKAGE.rglob("templates/**/*.html"))
# Writes that no person asks for: tables kept beside the facts are computed anew.
COMPUTED = {"rebuild_ancestry"}
SERVICES = [p for p in SOURCES if p.name == "services.py" or p.parent.name == "services"]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 45, node.name


@pytest.mark.parametrize("path", SERVICES, ids=name)
def test_services_take_keywords_and_the_actor_first(path: Path) -> None:
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and decorated(node) and node.name not in COMPUTED:
            assert not node.args.args, node.name
            assert node.args.kwonlyargs[0].arg == "actor", node.name


def decorated(node: ast.FunctionDef) -> bool:
    """Test whether it is a business verb: a transaction of its own with an actor."""
    return any("atomic" in ast.unparse(one) for one in node.decorator_list)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_templates_stay_small_and_keep_the_content_policy(path: Path) -> None:
    text = path.read_text()
    assert text.count("\n") <= 150
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


def test_no_signals_and_no_save_with_effects() -> None:
    assert [name(p) for p in SOURCES if "django.db.models.signals" in p.read_text()] == []
