"""The interface speaks English wherever it speaks Vietnamese: nothing untranslated, nothing outside the catalogue."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
import pytest
from django.template.base import Lexer, TokenType
from django.utils import translation
from django.utils.translation.template import templatize

from lanhmanh.accounts.rules import roles
from lanhmanh.kernel.errors import Refused
from lanhmanh.law.calendars import calendars
from lanhmanh.reporting.rules import catalogue, forms
from lanhmanh.reporting.rules.states import State, Verb, transition
from lanhmanh.ui.formats import said

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "lanhmanh"
CATALOGUE = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
SOURCES = [p for p in PACKAGE.rglob("*.py") if "migrations" not in p.parts]
TEMPLATES = [p for p in PACKAGE.rglob("templates/**/*") if p.is_file()]

Message = tuple[str | None, str]

# Which arguments of a call are messages, after the context, if it takes one. `sentence` marks those of the rules.
CALLS = {
    "_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "sentence": 1, "ngettext": 2, "ngettext_lazy": 2,
    "pgettext": 1, "pgettext_lazy": 1, "npgettext": 2, "npgettext_lazy": 2,
}  # fmt: skip
CALLED = re.compile(rf"(?<![\w])({'|'.join(CALLS)})\(")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>")
VIETNAMESE = re.compile(r"[À-ÖØ-öø-ỹ\u0300-\u0323]")
LAW = re.compile(r"\d+/\d{4}/\S+")  # the number of a law stays as it is
WORD = re.compile(r"[A-Za-zÀ-ỹ]{2,}")
READ_ALOUD = re.compile(r'(?:aria-label|title|placeholder|alt)="([^"]*)"')

# Folders and files whose Vietnamese is meant, and why.
VIETNAMESE_BY_NATURE = {
    "disclosure": "pure: each sentence stands there in both languages",
    "config": "the command line says everything in both languages at once",
    "flows/demo": "the invented province is data",
    "kernel": "pure: pages translate by ui.formats.said and ui.formats.either",
    "law": "pure: texts of law are data",
    "paper": "pure: the language of official documents",
    "activities/papers": "a model as a paper for others is written in Vietnamese",
    "accounts/rules": "pure", "activities/rules": "pure", "areas/rules": "pure", "audit/rules": "pure",
    "documents/rules.py": "pure",
    "plan/rules": "pure", "reporting/rules": "pure", "units/rules": "pure",
    "keyring/rules": "pure: a custodian's sheet says it in both languages at once",
    "keyring/selectors/integrity.py": "what `lanhmanh verify` prints on the server",
    "reporting/papers": "official papers are written in Vietnamese",
    "areas/papers": "decisions are written in Vietnamese",
    "cases/papers": "papers for the person and for agencies are written in Vietnamese",
    "reporting/selectors/integrity.py": "what `lanhmanh verify` prints on the server",
    "reporting/selectors/wake_integrity.py": "what `lanhmanh verify` prints on the server",
    "reporting/selectors/review_integrity.py": "what `lanhmanh verify` prints on the server",
    "audit/selectors.py": "what `lanhmanh verify` prints on the server",
    "units/services/loading.py": "what `lanhmanh units load` prints on the server",
}  # fmt: skip
VIETNAMESE_STRINGS = {
    "audit/services.py": {"hệ thống"},  # the name under which the system itself stands in the log
    "reporting/services/issues.py": {"Báo cáo"},  # the kind of an official paper
    "ui/specimens.py": {"Nhà văn hóa khu phố 4"},  # a place
    "units/selectors.py": {
        "Hội Nông dân ",  # the name of a body
        "Ngày ", " không có đơn vị nào mang mã ", ". Xem lại mã hoặc ngày.", " chi hội)",  # of `lanhmanh units tree`
    },
    "units/services/bodies.py": {"chi hội"},  # a kind of unit, as data; pages name it by web.places
    "web/places/views.py": {
        "tỉnh", "thành phố", "quận", "huyện", "thị xã", "xã", "phường", "thị trấn", "đặc khu", "chi hội",  # its keys
    },
}  # fmt: skip
# Names, signs and samples that stay as they are in any language.
SAME_IN_ANY_LANGUAGE = {
    "Lành Mạnh", "· Lành Mạnh", "Tiếng Việt", "English", "SYNTHETIC", "lanhmanh-demo-2021",
    "Excel", "PDF", "Word, .docx", "Excel, .xlsx",
}  # fmt: skip
VIETNAMESE_TEMPLATES = {
    "areas/templates/areas/sheet.html": "the State's motto as it stands on a decision",
    "reporting/templates/reporting/sheet.html": "the State's motto as it stands on an official paper",
    "ui/templates/ui/gallery/small.html": "specimens of Vietnamese type",
    "ui/templates/ui/gallery/lists.html": "a place, as a specimen",
}


@cache
def entries() -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]


def name(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_every_message_has_its_english() -> None:
    assert [entry.msgid for entry in entries() if entry.fuzzy or not entry.translated()] == []


def test_english_keeps_the_placeholders_and_the_space_before() -> None:
    assert [
        (entry.msgid, english) for entry in entries() for english in texts(entry) if not alike(entry.msgid, english)
    ] == []


def alike(message: str, english: str) -> bool:
    kept = set(PLACEHOLDER.findall(english)) == set(PLACEHOLDER.findall(message))
    return kept and english[:1].isspace() == message[:1].isspace()


def test_the_compiled_catalogue_is_that_of_the_texts() -> None:
    compiled = polib.mofile(str(CATALOGUE.with_suffix(".mo")))
    assert {one.msgid_with_context: texts(one) for one in compiled} == {
        one.msgid_with_context: texts(one) for one in entries()
    }


def texts(entry: polib.MOEntry | polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def test_the_catalogue_holds_the_messages_of_the_code_and_no_other() -> None:
    python = [text for path in SOURCES if CALLED.search(text := path.read_text())]
    used = {message for text in python for message in messages_of(ast.parse(text))}
    used |= {message for path in TEMPLATES for message in messages_of_template(path.read_text())}
    assert {(entry.msgctxt, entry.msgid) for entry in entries()} == used


def messages_of(tree: ast.AST) -> Iterator[Message]:
    for call, called in calls(tree):
        given = [one.value if isinstance(one, ast.Constant) else None for one in call.args]
        context = given.pop(0) if "pgettext" in called else None
        if given and isinstance(given[0], str):
            yield (None if context is None else str(context)), given[0]


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in CALLS:
                yield node, called


def messages_of_template(text: str) -> Iterator[Message]:
    """Return what `makemessages` finds: Django writes a template as calls of gettext, all other text blotted out."""
    code = templatize(text)
    for found in re.finditer(r"\b(?:_|n?p?gettext)\(", code):
        yield from messages_of(ast.parse(first_call(code[found.start() :])))


def first_call(text: str) -> str:
    """Return the call with which the text begins: up to the first bracket that closes it."""
    for end in (at.end() for at in re.finditer(r"\)", text)):
        try:
            ast.parse(text[:end])
        except SyntaxError:
            continue
        return text[:end]
    raise AssertionError(text[:80])


def test_python_holds_no_vietnamese_outside_the_catalogue() -> None:
    found = {}
    for path in SOURCES:
        if any(name(path) == one or name(path).startswith(one + "/") for one in VIETNAMESE_BY_NATURE):
            continue
        text = path.read_text()
        if VIETNAMESE.search(text) and (bare := set(bare_strings(ast.parse(text)))):
            found[name(path)] = bare
    assert found == VIETNAMESE_STRINGS


def bare_strings(tree: ast.AST) -> Iterator[str]:
    translated = {id(part) for call, _called in calls(tree) for part in ast.walk(call)}
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in translated | docstrings else None
        if isinstance(text, str) and VIETNAMESE.search(text):
            yield text


def test_templates_hold_no_text_outside_the_catalogue() -> None:
    bare = {name(path): set(bare_texts(path.read_text())) - SAME_IN_ANY_LANGUAGE for path in TEMPLATES}
    meant = {path: bare.pop(path, set()) for path in VIETNAMESE_TEMPLATES}
    assert {path: found for path, found in bare.items() if found} == {}
    assert [path for path, found in meant.items() if not found] == []


def bare_texts(text: str) -> Iterator[str]:
    """Return the words of a template that a reader sees or hears and that no tag translates."""
    plain = ""
    inside = False
    for token in Lexer(text).tokenize():
        tag = token.contents.split(" ")[0] if token.token_type is TokenType.BLOCK else ""
        inside = tag in {"blocktranslate", "comment"} or (inside and tag not in {"endblocktranslate", "endcomment"})
        if token.token_type is TokenType.TEXT:
            plain += "" if inside else token.contents
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            plain += "\n"
            literals = re.sub(r"_\((\".*?\"|'.*?')\)", "", token.contents)
            if tag != "translate" and VIETNAMESE.search(literals) and '"Lành Mạnh"' not in literals:
                yield literals
    seen = re.sub(r"<[^>]*>", lambda tag: "\n".join(["", *READ_ALOUD.findall(tag[0]), ""]), plain)
    yield from (line.strip() for line in seen.split("\n") if WORD.search(line))


def test_names_that_are_data_stand_in_both_languages() -> None:
    assert [one.code for one in catalogue.load() if bool(one.note) != bool(one.note_en)] == []
    for thing in [*catalogue.load(), *forms.load().values(), *calendars().values(), *roles().values()]:
        assert "" not in {thing.name_vi.strip(), thing.name_en.strip()}, thing.code
        assert not VIETNAMESE.search(LAW.sub("", thing.name_en)), thing.code


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("vi", "Không thể nộp báo cáo đang ở trạng thái “Đã nộp”: có thể trả lại, duyệt."),
        ("en", "Not possible for a report that is “Submitted”: submit. Possible: return, approve."),
    ],
)
def test_pages_say_a_refusal_of_the_rules_in_the_language_of_the_reader(language: str, expected: str) -> None:
    with translation.override(language), pytest.raises(Refused) as caught:
        transition(State.SUBMITTED, Verb.SUBMIT)
    with translation.override(language):
        assert said(caught.value) == expected


BORROWED = polib.pofile(str(PACKAGE / "locale" / "vi" / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("entry", BORROWED, ids=lambda entry: entry.msgid[:40])
def test_what_others_say_is_put_into_vietnamese(entry: polib.POEntry) -> None:
    """The compiled catalogue is the one that was written, and no value is asked for that the sentence has not."""
    with translation.override("vi"):
        found = translation.ngettext(entry.msgid, entry.msgid_plural, 2) if entry.msgid_plural else None
        assert (found or translation.gettext(entry.msgid)) == (entry.msgstr or entry.msgstr_plural[0])
    assert set(PLACEHOLDER.findall(entry.msgstr or entry.msgstr_plural[0])) <= set(PLACEHOLDER.findall(entry.msgid))
