"""The typeface is cut to what the interface needs, and its figures are of one width."""

import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from lanhmanh.ui import fonts

pytestmark = pytest.mark.deep
CSS = Path(fonts.__file__).parent / "static" / "ui" / "fonts.css"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return fonts.build(tmp_path_factory.mktemp("static"))


def test_the_css_names_exactly_the_files_built(built: list[Path]) -> None:
    named = re.findall(r'url\("fonts/([^"]+)"\)', CSS.read_text())
    assert sorted(named) == sorted(path.name for path in built)
    ranges = set(re.findall(r"unicode-range: ([^;]+);", CSS.read_text()))
    assert {frozenset(fonts.codepoints(r)) for r in ranges} == {
        frozenset(fonts.codepoints(r)) for r in (fonts.LETTERS, "U+30-39")
    }


def test_every_vietnamese_letter_is_in_the_text_face(built: list[Path]) -> None:
    letters = (
        "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ0123456789–—“”…·"
    )
    for path in (p for p in built if "pro" in p.name):
        known = set(TTFont(path).getBestCmap())
        assert {ord(c) for c in letters + letters.upper()} <= known


def test_figures_are_of_equal_advance_and_centred(built: list[Path]) -> None:
    faces = [TTFont(path) for path in built if "figures" in path.name]
    assert len(faces) == len(fonts.WEIGHTS)
    for face in faces:
        names = [face.getBestCmap()[ord(digit)] for digit in "0123456789"]
        assert {face["hmtx"][name][0] for name in names} == {fonts.FIGURE_ADVANCE}
        assert "GPOS" not in face
        for name in names:
            glyph = face["glyf"][name]
            assert face["hmtx"][name][1] == glyph.xMin
        assert face["name"].getDebugName(1) == "Lanh Manh Figures"


def test_the_faces_are_small_and_made_once(built: list[Path]) -> None:
    assert sum(path.stat().st_size for path in built) < 60_000
    before = [path.stat().st_mtime_ns for path in built]
    assert fonts.build(built[0].parents[2]) == built
    assert [path.stat().st_mtime_ns for path in built] == before
