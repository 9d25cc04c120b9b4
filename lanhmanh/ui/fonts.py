"""The typeface of the interface, cut to what is used: Be Vietnam Pro and its digits of one width.

Be Vietnam Pro has no tabular figures, so "Lanh Manh Figures" carries the same ten digits, each centred in one advance.
The licence of both is the SIL Open Font License 1.1, which allows the change under another name.
"""

from importlib.resources import as_file, files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold"}
FIGURE_ADVANCE = 640  # of 1000 units per em; "1" is 385 wide, "4" is 710
# One file a weight, not one for Latin and one for Vietnamese: a word such as "người" needs both, kerned together.
# The range stands again in fonts.css; a test holds the two together.
LETTERS = (
    "U+20-7E,U+A0-FF,U+102-103,U+110-111,U+128-129,U+168-169,U+1A0-1A1,U+1AF-1B0,U+300-301,U+303,U+309,U+323,"
    "U+1EA0-1EF9,U+2010-2015,U+2018-201E,U+2022,U+2026,U+2030,U+2039-203A,U+20AB,U+2190-2193,U+2212,U+2264-2265"
)
_DIGITS = "U+30-39"


def codepoints(ranges: str) -> set[int]:
    """Return every code point of a CSS unicode-range."""
    found: set[int] = set()
    for part in ranges.split(","):
        first, _dash, last = part.strip().removeprefix("U+").partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return found


def build(target: Path) -> list[Path]:
    """Write the woff2 files under `target`/ui/fonts unless they are there; return their paths."""
    folder = target / "ui" / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    return [face(folder, weight) for face in (_text_face, _figure_face) for weight in WEIGHTS]


def _cut(weight: int, ranges: str, *, features: list[str]) -> TTFont:
    """Return the face of a weight with only these characters and features."""
    options = subset.Options(layout_features=features, hinting=False, desubroutinize=True, notdef_outline=True)
    with as_file(files("fontpkg_be_vietnam_pro") / "files" / f"BeVietnamPro-{WEIGHTS[weight]}.ttf") as source:
        font = subset.load_font(str(source), options, lazy=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codepoints(ranges))
    cutter.subset(font)
    return font


def _save(font: TTFont, path: Path) -> Path:
    """Write a face whole or not at all."""
    font.flavor = "woff2"
    half = path.with_suffix(".part")
    font.save(half)
    half.replace(path)
    return path


def _text_face(folder: Path, weight: int) -> Path:
    path = folder / f"be-vietnam-pro-{weight}.woff2"
    features = ["kern", "mark", "mkmk", "ccmp", "locl", "liga"]
    return path if path.exists() else _save(_cut(weight, LETTERS, features=features), path)


def _figure_face(folder: Path, weight: int) -> Path:
    path = folder / f"lanh-manh-figures-{weight}.woff2"
    return path if path.exists() else _save(_one_width(_cut(weight, _DIGITS, features=[])), path)


def _one_width(font: TTFont) -> TTFont:
    """Centre each digit in one advance and give the face its own name."""
    for name in (font.getBestCmap()[code] for code in codepoints(_DIGITS)):
        advance, bearing = font["hmtx"][name]
        shift = (FIGURE_ADVANCE - advance) // 2
        glyph: Glyph = font["glyf"][name]
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (FIGURE_ADVANCE, bearing + shift)
    for table in ("GDEF", "GPOS", "GSUB"):  # kerning would undo the one width
        if table in font:
            del font[table]
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = "LanhManhFigures" if record.nameID in (3, 6) else "Lanh Manh Figures"
    return font
