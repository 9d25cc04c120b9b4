"""Rules that every source file keeps."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "lanhmanh"
SOURCES = [p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts]
TEMPLATES = list(PACKAGE.rglob("templates/**/*.html"))
# Writes that no person asks for: tables kept beside the facts are computed anew.
COMPUTED = {"rebuild_ancestry"}
SERVICES = [p for p in SOURCES if p.name == "services.py" or p.parent.name == "services"]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_modules_and_functions_stay_small() -> None:
    long = []
    for path in SOURCES:
        text = path.read_text()
        long += [name(path)] if text.count("\n") > 400 else []
        functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
        long += [f"{name(path)}: {one.name}" for one in functions if (one.end_lineno or 0) - one.lineno >= 45]
    assert long == []


def test_services_take_keywords_and_the_actor_first() -> None:
    otherwise = []
    for path in SERVICES:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and decorated(node) and node.name not in COMPUTED:
                given = [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]
                otherwise += [f"{name(path)}: {node.name}"] if node.args.args or given[0] != "actor" else []
    assert otherwise == []


def decorated(node: ast.FunctionDef) -> bool:
    """Test whether it is a business verb: a transaction of its own with an actor."""
    return any("atomic" in ast.unparse(one) for one in node.decorator_list)


def test_templates_stay_small_and_keep_the_content_policy() -> None:
    wrong = []
    for path in TEMPLATES:
        text = path.read_text()
        refused = re.findall(r"\sstyle=|\son[a-z]+=\"|<style|javascript:", text)
        refused += re.findall(r"<script(?![^>]*\bsrc=)", text)
        wrong += [f"{name(path)}: {one}" for one in refused + (["long"] if text.count("\n") > 150 else [])]
    assert wrong == []


def test_no_signals_and_no_save_with_effects() -> None:
    assert [name(p) for p in SOURCES if "django.db.models.signals" in p.read_text()] == []
