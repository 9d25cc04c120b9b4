"""A drawn picture and a one-page rule for each model that spreads in the demonstration: files that can be seen."""

from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw

from lanhmanh import paper
from lanhmanh.accounts.access import Actor
from lanhmanh.activities.models import Practice
from lanhmanh.activities.services.practice_files import add_file

SIZE, HORIZON = (960, 640), 380
SKIES = ("#cfe3ea", "#f3e3c3", "#d9ead3")
WALLS = ("#f7f3e8", "#f2d7c4", "#e4ecf3", "#f6edc8", "#e9e2f0")


def attach(actor: Actor, practice: Practice, place: int) -> None:
    """Add what a model would show: a picture of the place where it is at work, and its rule on one page."""
    add_file(actor=actor, practice=practice, name="hinh-minh-hoa.png", content=drawn(place))
    add_file(actor=actor, practice=practice, name="cach-lam-mot-trang.docx", content=_one_page(practice))


def drawn(place: int) -> bytes:
    """Return a picture of a row of houses under trees, another one for each place; the same place, the same bytes."""
    picture = Image.new("RGB", SIZE, SKIES[place % len(SKIES)])
    pen = ImageDraw.Draw(picture)
    pen.ellipse((760 - 220 * place, 60, 850 - 220 * place, 150), fill="#f0c45a")
    pen.rectangle((0, HORIZON, *SIZE), fill="#8fb573")
    pen.polygon([(420, SIZE[1]), (540, SIZE[1]), (495, HORIZON), (465, HORIZON)], fill="#d8c9a8")
    for at in range(5):
        _house(pen, 40 + 185 * at, HORIZON + 20 * ((at + place) % 3), WALLS[(at + place) % len(WALLS)])
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _house(pen: ImageDraw.ImageDraw, left: int, floor: int, wall: str) -> None:
    pen.rectangle((left, floor - 100, left + 130, floor), fill=wall, outline="#5b5b52", width=3)
    pen.polygon([(left - 14, floor - 100), (left + 65, floor - 165), (left + 144, floor - 100)], fill="#a3542a")
    pen.rectangle((left + 48, floor - 62, left + 82, floor), fill="#6d4a2f")
    pen.rectangle((left + 92, floor - 80, left + 118, floor - 54), fill="#9cc3d5", outline="#5b5b52")
    pen.rectangle((left + 150, floor - 40, left + 158, floor), fill="#6d4a2f")
    pen.ellipse((left + 128, floor - 110, left + 180, floor - 36), fill="#4f7f4a")


def _one_page(practice: Practice) -> bytes:
    lines = tuple(practice.how.splitlines())
    outline = (paper.Node("1", "1", "Mục đích", (practice.aim,)), paper.Node("2", "2", "Cách làm", lines))
    return paper.write_docx(
        paper.OfficialDocument(
            family=paper.Family.UNION, issuer=("HỘI NÔNG DÂN (MINH HỌA)",), date=date(2021, 5, 5),
            kind="HƯỚNG DẪN", title=practice.name, outline=outline,
        )
    )  # fmt: skip
