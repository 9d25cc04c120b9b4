"""The command: help in both languages, one line for what is wrong, and what every command does."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from django.conf import settings
from django.db import DatabaseError

from lanhmanh import paper
from lanhmanh.accounts.models import Membership, User
from lanhmanh.config.cli import main
from lanhmanh.paper.document import Node, OfficialDocument, Signatory
from lanhmanh.plan.models import Plan
from lanhmanh.plan.services import confirm_plan, import_plan
from lanhmanh.units.models import UnitVersion
from tests.factories import Province, make_actor, make_user
from tests.reporting.conftest import Line, line
from tests.reporting.kept import disturb
from tests.reporting.test_verify import unguarded

__all__ = ["line"]
SEED = Path(__file__).parents[3] / "shared" / "seeds" / "ke-hoach-2021.txt"
COMMANDS = [
    "", "serve", "demo", "migrate", "verify", "account", "paper", "paper read", "paper write", "units", "units load",
    "units tree", "plan", "plan import", "reports", "reports consolidate", "reports rebuild", "reports reproduce",
    "keys", "keys ceremony", "keys drill", "keys recover", "cases", "cases retention",
]  # fmt: skip
TREE = "code,name,parent_code\n75,Tỉnh Đồng Nai,\n731,Thành phố Biên Hòa,75\n25993,Phường Trảng Dài,731\n"
Out = pytest.CaptureFixture[str]
Refusal = Callable[..., str]


@pytest.fixture
def refusal(capsys: Out) -> Refusal:
    """Return how to run a command that fails: it gives the one line on stderr, after checking the status."""

    def run(*arguments: str | Path, status: int = 2) -> str:
        try:
            left = main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            left = int(leaving.code or 0)
        said = capsys.readouterr()
        assert left == status, said
        assert said.err.count("\n") == 1 and said.err.endswith("\n"), said.err
        assert "Traceback" not in said.err
        assert said.out == ""
        return said.err

    return run


def done(capsys: Out, *arguments: str | Path) -> str:
    """Run a command that succeeds; return what it printed."""
    status = main([str(argument) for argument in arguments])
    said = capsys.readouterr()
    assert (status, said.err) == (0, ""), said
    return said.out


def in_shell(data: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person does, with its own data folder."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("LANHMANH_")}
    return subprocess.run(
        [sys.executable, "-m", "lanhmanh.config.cli", *arguments],
        env=known | {"LANHMANH_DATA": str(data)} | more, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_help_speaks_both_languages(command: str, capsys: Out) -> None:
    with pytest.raises(SystemExit) as leaving:
        main([*command.split(), "--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert leaving.value.code == 0
    about = text[text.index("...") if "..." in text else 0 :]
    assert re.search(r"[à-ỹđ]+[^/]*/ [a-zA-Z' ]{4,}", about), text
    assert "hiện trợ giúp này / show this help" in text


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ("", "LỆNH/COMMAND"),
        ("bay", "'bay'"),
        ("serve --port 99999", "--port"),
        ("serve --port web", "--port"),
        ("demo --port 0", "--port"),
        ("serve --cong 1", "--cong"),
        ("units tree --as-of 31/12/2021", "--as-of"),
        ("units tree --as-of 2021-02-30", "--as-of"),
        ("units load a.csv", "--as-of"),
        ("units", "load|tree"),
        ("paper read", "file"),
        ("paper write a.json --to exe --out b", "--to"),
        ("paper write a.json --to pdf", "--out"),
        ("plan import a.md --unit 75", "--actor"),
        ("reports consolidate --form HND-QUY --period 2021Q1 --unit 75", "--out"),
        ("account --username a --name b --role auditor", "--unit"),
        ("verify now", "now"),
        ("reports rebuild now", "now"),
        ("serve --port ８０８０", "--port"),
        ("reports reproduce 01-BC/HNDT --year nay", "--year"),
        ("keys ceremony --needed -2 --custodian A --unit 75", "--needed"),
        ("paper read " + "x" * 5000, "FILE xxx"),
        ("serve --port " + "9" * 5000, "--port"),
    ],
)
def test_a_bad_argument_is_named(arguments: str, named: str, refusal: Refusal) -> None:
    assert named in refusal(*arguments.split())


def test_an_argument_that_is_no_text_is_named(refusal: Refusal) -> None:
    assert "UTF-8" in refusal("units", "tree", "--root", os.fsdecode(b"\xff"))


def test_an_error_stays_one_short_line(refusal: Refusal) -> None:
    assert len(refusal("paper", "read", "x" * 5000)) < 300


def test_a_bad_port_of_the_environment_is_named(monkeypatch: pytest.MonkeyPatch, refusal: Refusal) -> None:
    monkeypatch.setenv("PORT", "tám nghìn")
    assert "--port" in refusal("serve")


@pytest.mark.parametrize(
    "command",
    [
        "paper read {}",
        "paper write {} --to pdf --out ra.pdf",
        "units load {} --as-of 2021-01-01",
        "plan import {} --unit 75 --actor canbo.tinh",
    ],
)
def test_a_file_that_is_none_is_named(command: str, tmp_path: Path, refusal: Refusal) -> None:
    missing = tmp_path / "khong-co.txt"
    assert f"FILE {missing}: không có tệp" in refusal(*command.format(missing).split())
    assert f"FILE {tmp_path}: là thư mục" in refusal(*command.format(tmp_path).split())


@pytest.mark.parametrize("text", [b"{bad", b"", b"\xff\xfe\x00", b"[" * 200_000])
def test_unreadable_json_is_named(text: bytes, tmp_path: Path, refusal: Refusal) -> None:
    file, out = tmp_path / "vb.json", tmp_path / "vb.docx"
    file.write_bytes(text)
    assert f"FILE {file}: không phải JSON" in refusal("paper", "write", file, "--to", "docx", "--out", out)
    assert not out.exists()


def test_json_of_something_else_is_refused_with_its_field(tmp_path: Path, refusal: Refusal) -> None:
    file = tmp_path / "vb.json"
    file.write_text('{"mau": "đỏ"}', "utf-8")
    assert "“mau”" in refusal("paper", "write", file, "--to", "md", "--out", tmp_path / "vb.md", status=1)


def test_a_secret_document_is_refused_with_its_sentence(tmp_path: Path, refusal: Refusal) -> None:
    file = tmp_path / "mat.txt"
    file.write_text("TỈNH ĐỒNG NAI\n\nTUYỆT MẬT\n\nBÁO CÁO\n\nKết quả\n\n1. Một\n", "utf-8")
    assert "mật" in refusal("paper", "read", file, "--json", status=1).lower()


def test_what_cannot_be_written_is_named(tmp_path: Path, refusal: Refusal) -> None:
    file, wall = tmp_path / "vb.json", tmp_path / "tep"
    file.write_text("{}")
    wall.write_text("")
    assert f"--out {tmp_path}" in refusal("paper", "write", file, "--to", "md", "--out", tmp_path)
    assert f"--out {wall}" in refusal("paper", "write", file, "--to", "md", "--out", wall / "vb.md")


def small() -> OfficialDocument:
    """Return a plan of two sections."""
    contents = Node("II", "II", "NỘI DUNG", (), (Node("II.1", "1", None, ("Tuyên truyền ở ấp.",)),))
    return OfficialDocument(
        issuer=("HỘI NÔNG DÂN TỈNH ĐỒNG NAI",), number="15-KH/HNDT", place="Đồng Nai", date=date(2021, 3, 9),
        kind="Kế hoạch", title="Thực hiện Chương trình năm 2021", recipients=("Lưu VP.",),
        outline=(Node("I", "I", "MỤC ĐÍCH", ("Giảm tệ nạn.",)), contents),
        signatory=Signatory("TM. BAN THƯỜNG VỤ", "CHỦ TỊCH", "Lê Thị Hoa"),
    )  # fmt: skip


@pytest.mark.parametrize("form", ["docx", "pdf", "md"])
def test_what_is_written_reads_the_same(form: str, tmp_path: Path, capsys: Out) -> None:
    source, target = tmp_path / "vb.json", tmp_path / "ra" / f"vb.{form}"
    source.write_text(json.dumps(paper.to_json(small()), ensure_ascii=False), "utf-8")
    assert done(capsys, "paper", "write", source, "--to", form, "--out", target) == ""
    again = paper.from_json(json.loads(done(capsys, "paper", "read", target, "--json")))
    if form == "pdf":  # lines of a letterhead may wrap on paper; the outline may not change
        assert (again.outline, again.date, again.number) == (small().outline, small().date, small().number)
    else:
        assert replace(again, warnings=()) == small()


def test_reading_without_json_shows_the_outline(tmp_path: Path, capsys: Out) -> None:
    file = tmp_path / "kh.md"
    file.write_text(paper.write_markdown(small()), "utf-8")
    lines = done(capsys, "paper", "read", file).splitlines()
    assert lines[0] == "Kế hoạch 15-KH/HNDT · Đồng Nai, 09/03/2021"
    assert "    II.1  Tuyên truyền ở ấp." in lines


@pytest.mark.skipif(not SEED.exists(), reason="bỏ qua / skipped: the seed is not beside the repository")
def test_the_seed(capsys: Out) -> None:
    value = json.loads(done(capsys, "paper", "read", SEED, "--json"))
    sections = {node["path"]: node for node in value["outline"]}
    assert list(sections) == ["I", "II", "III", "IV"]
    assert [node["label"] for node in sections["II"]["children"]] == ["1", "2", "3", "4", "5", "6"]
    assert [node["path"] for node in sections["III"]["children"]] == [f"III.{number}" for number in range(1, 6)]
    aims = sections["I"]["children"][0]
    assert [node["path"] for node in aims["children"]] == ["I.1.-1", "I.1.-2", "I.1.-3"]
    assert value["recipients"] == [
        "Chi cục Phòng, chống tệ nạn xã hội", "Thường trực HND tỉnh", "Các ban, VP HND tỉnh", "Lưu KT-XH"
    ]  # fmt: skip
    assert value["signatory"]["name"] == "Lê Hữu Thiện"
    assert (value["place"], value["date"], value["kind"]) == ("Đồng Nai", "2021-03-09", "Kế hoạch")
    assert [(one["kind"], one["number"], one["date"], one["path"]) for one in value["references"]] == [
        ("Kế hoạch", "41/KH-BCNCT2", "2021-03-04", ""),
        ("Kế hoạch", "22/KH-BCĐ", "2021-03-02", "I.1.-1"),
        ("Quyết định", "1648/QĐ-UBND", "2019-05-31", "II.5"),
    ]


def test_units_load_twice_and_the_tree(db: None, tmp_path: Path, capsys: Out) -> None:
    table = tmp_path / "bang.csv"
    table.write_text(TREE, "utf-8")
    load = ("units", "load", table, "--as-of", "2021-01-01")
    assert done(capsys, *load).startswith("Giữ nguyên / same 0 · đổi / changed 0 · mới / new 3")
    before = list(UnitVersion.objects.order_by("pk").values())
    assert done(capsys, *load).startswith("Giữ nguyên / same 3 · đổi / changed 0 · mới / new 0 · hết / ended 0")
    assert list(UnitVersion.objects.order_by("pk").values()) == before
    whole = "Tỉnh Đồng Nai  75\n  Thành phố Biên Hòa  731\n    Phường Trảng Dài  25993\n"
    assert done(capsys, "units", "tree", "--as-of", "2021-06-01") == whole
    assert done(capsys, "units", "tree") == whole
    assert "Ngày 31/12/2020 chưa có đơn vị nào" in done(capsys, "units", "tree", "--as-of", "2020-12-31")
    assert done(capsys, "units", "tree", "--root", "25993") == "Phường Trảng Dài  25993\n"


def test_a_bad_table_is_refused_with_file_row_and_column(db: None, tmp_path: Path, refusal: Refusal) -> None:
    table = tmp_path / "bang.csv"
    table.write_text("code,name,parent_code\n75,Tỉnh Đồng Nai,\n731,Thành phố Biên Hòa,99\n", "utf-8")
    said = refusal("units", "load", table, "--as-of", "2021-01-01", status=1)
    assert "bang.csv, dòng 3, cột parent_code" in said
    assert not UnitVersion.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ("units tree --root 99999", "--root 99999"),
        ("account --username a --name b --role vua --unit 75", "--role vua"),
        ("account --username a --name b --role auditor --unit 99999", "--unit 99999"),
        ("reports rebuild --form KHONG", "--form KHONG"),
        ("reports rebuild --period 2021Q5", "--period 2021Q5"),
        ("reports consolidate --form KHONG --period 2021Q1 --unit 75 --out ra", "--form KHONG"),
        ("reports consolidate --form HND-QUY --period 2021Q5 --unit 75 --out ra", "--period 2021Q5"),
        ("reports consolidate --form HND-QUY --period 2021S1 --unit 75 --out ra", "--period 2021S1"),
        ("reports consolidate --form HND-QUY --period 2021Q1 --unit 99999 --out ra", "--unit 99999"),
        ("reports consolidate --form HND-THANG --period 202111 --unit 75 --out ra", "--period 202111"),
        ("reports consolidate --form HND-QUY --period 2099Q1 --unit 75 --out ra", "--period 2099Q1"),
        ("reports reproduce 01-BC/HNDT", "NUMBER 01-BC/HNDT"),
    ],
)
def test_what_names_nothing_is_named(arguments: str, named: str, world: Province, refusal: Refusal) -> None:
    assert named in refusal(*arguments.split())
    assert not User.objects.exists()


def test_account_makes_one_that_must_change_its_password(world: Province, capsys: Out, refusal: Refusal) -> None:
    arguments = ("account", "--username", "kiemtra", "--name", "Trần Thị Hạnh", "--role", "auditor", "--unit", "75")
    name, password = done(capsys, *arguments).split()
    user = User.objects.get(username="kiemtra")
    assert (name, user.full_name, user.must_change_password) == ("kiemtra", "Trần Thị Hạnh", True)
    assert user.check_password(password)
    assert list(Membership.objects.values_list("role", "unit")) == [("auditor", world.province.pk)]
    assert "kiemtra" in refusal(*arguments, status=1)


@pytest.mark.parametrize(
    ("username", "name", "named"),
    [("", "An", "--username"), ("a b", "An", "--username"), ("x" * 61, "An", "--username"), ("<b>", "An", "--username"),
     ("an", " ", "--name"), ("an", "x" * 121, "--name"), ("an", "A\nB", "--name")],
)  # fmt: skip
def test_account_refuses_names_that_are_none(
    username: str, name: str, named: str, world: Province, refusal: Refusal
) -> None:
    given = ("account", "--username", username, "--name", name, "--role", "auditor", "--unit", "75")
    assert named in refusal(*given)
    assert not User.objects.exists()


def test_plan_import_makes_a_draft(world: Province, tmp_path: Path, capsys: Out, refusal: Refusal) -> None:
    make_user("province_officer", world.province, "canbo.tinh")
    make_user("commune_officer", world.commune, "canbo.xa")
    file = tmp_path / "kh.md"
    file.write_text(paper.write_markdown(small()), "utf-8")
    line = ("plan", "import", file, "--unit", "75", "--actor")
    assert "--actor aido" in refusal(*line, "aido")
    assert "--unit 99999" in refusal("plan", "import", file, "--unit", "99999", "--actor", "canbo.tinh")
    refusal(*line, "canbo.xa", status=1)
    assert not Plan.objects.exists()
    title, address = done(capsys, *line, "canbo.tinh").splitlines()
    plan = Plan.objects.get()
    assert (title, address) == (plan.title, f"/ke-hoach/{plan.uid}/xem-truoc/")
    assert plan.title == "Thực hiện Chương trình năm 2021"


def test_plan_import_makes_the_draft_of_an_amendment(
    world: Province, tmp_path: Path, capsys: Out, refusal: Refusal
) -> None:
    chief = make_actor("province_officer", world.province, "canbo.tinh")
    text = paper.write_markdown(small())
    file = tmp_path / "sua-doi.md"
    file.write_text(text.replace("Thực hiện Chương trình", "Sửa đổi: Thực hiện Chương trình") + "\n\n## X. MỤC THÊM\n")
    line = ("plan", "import", file, "--amends", "--unit", "75", "--actor", "canbo.tinh")
    assert "--amends" in refusal(*line)
    draft = import_plan(actor=chief, unit=world.province, data=text.encode(), name="kh.md")
    plan = confirm_plan(actor=chief, plan=draft, choices={}, years=(2021, 2100))
    _title, address = done(capsys, *line).splitlines()
    assert address == f"/ke-hoach/{Plan.objects.get(amends=plan).uid}/doi-chieu/"


@pytest.mark.deep
def test_consolidate_writes_files_that_open(line: Line, tmp_path: Path, capsys: Out, refusal: Refusal) -> None:
    line.approved(line.world.commune, TT_BUOI=3)
    line.approved(line.world.sibling, TT_BUOI=4)
    arguments = ("reports", "consolidate", "--form", "HND-QUY", "--period", "2021Q1", "--unit", "731", "--out")
    printed = done(capsys, *arguments, tmp_path / "ra").splitlines()
    stem = tmp_path / "ra" / "HND-QUY-2021Q1-731"
    assert {f"{stem}.docx", f"{stem}.pdf", f"{stem}.xlsx"} <= set(printed)
    assert any("Biên Hòa" in text for text in _texts(f"{stem}.docx"))
    assert paper.read(Path(f"{stem}.pdf").read_bytes(), name="a.pdf").kind == "Báo cáo"
    cells = [cell for sheet in openpyxl.load_workbook(f"{stem}.xlsx") for row in sheet.values for cell in row]
    assert 7 in cells
    wall = tmp_path / "tep"
    wall.write_text("")
    assert "--out" in refusal(*arguments, wall)


@pytest.mark.deep
def test_reproduce_makes_the_same_bytes_and_names_what_differs(line: Line, tmp_path: Path, capsys: Out) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    issue = line.issue()
    line.corrected(report, TT_BUOI=5)
    printed = done(capsys, "reports", "reproduce", issue.document.number, "--out", tmp_path / "ra").splitlines()
    assert printed[-1].startswith("Khớp: số liệu và từng byte của docx, pdf, xlsx")
    for rendition in issue.document.renditions.select_related("file"):
        again = (tmp_path / "ra" / f"01-BC-HNDT.{rendition.format}").read_bytes()
        assert again == bytes(rendition.file.content)
    unguarded("UPDATE reporting_value SET value = 90000 WHERE report_id = %s AND indicator = 'TT-BUOI'", report.pk)
    assert main(["reports", "reproduce", issue.document.number]) == 1
    said = capsys.readouterr().out
    assert "Thành phố Biên Hòa" in said and "văn bản ghi “3”, dựng lại là “9”" in said
    assert main(["verify"]) == 1
    assert "Văn bản 01-BC/HNDT (2021Q1): Biểu 1, Thành phố Biên Hòa" in capsys.readouterr().out


@pytest.mark.deep
def test_reproduce_lists_the_choices_where_numbers_repeat(line: Line, capsys: Out, refusal: Refusal) -> None:
    line.approved(line.world.commune)
    line.approved(line.world.other_commune)
    for unit in (line.world.district, line.world.other_district):
        line.issue(unit)
    command = ("reports", "reproduce", "01-BC/HNDH")
    said = refusal(*command)
    assert "--unit 731 --year 2021 (Thành phố Biên Hòa)" in said
    assert "--unit 740 --year 2021 (Huyện Long Thành)" in said
    assert "--unit 75" not in said
    assert "chọn / not there, choose" in refusal(*command, "--unit", "75")
    assert "--year 2021" in refusal(*command, "--unit", "731", "--year", "2020")
    assert done(capsys, *command, "--unit", "740").startswith("Khớp")
    assert "--year" in refusal(*command, "--year", "hai")


@pytest.mark.deep
def test_reproduce_says_what_an_old_document_lacks(line: Line, refusal: Refusal) -> None:
    line.approved(line.world.commune)
    number = line.issue().document.number
    unguarded("UPDATE reporting_issue SET manifest = %s", json.dumps({"reports": []}))
    assert "bản kê đầy đủ" in refusal("reports", "reproduce", number, status=1)


def _texts(path: str) -> list[str]:
    document = docx.Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def test_verify_is_clean_and_then_names_the_row(line: Line, capsys: Out) -> None:
    report = line.approved(line.world.commune, TT_BUOI=3)
    assert done(capsys, "verify").startswith("Khớp")
    unguarded(
        "UPDATE reporting_value SET value = 40000 WHERE report_id = %s AND indicator = 'TT-BUOI'", report.pk
    )  # fmt: skip
    assert main(["verify"]) == 1
    assert "Phường Trảng Dài, bản 1: ô TT-BUOI là 4, khi duyệt là 3" in capsys.readouterr().out


def test_rebuild_mends_what_verify_names(line: Line, capsys: Out) -> None:
    assert done(capsys, "reports", "rebuild").startswith("Không có kỳ nào")
    line.approved(line.world.commune, TT_BUOI=3)
    assert done(capsys, "reports", "rebuild") == "HND-QUY 2021Q1: đã đúng / right\n"
    disturb(line.world.district, 9)
    assert done(capsys, "reports", "rebuild", "--period", "2021q2").startswith("Không có kỳ nào")
    told = done(capsys, "reports", "rebuild", "--form", "HND-QUY", "--period", "2021Q1")
    assert told == "HND-QUY 2021Q1: 1 đơn vị sai, đã sửa / units were wrong\n"
    assert done(capsys, "verify").startswith("Khớp")


def test_verify_names_a_changed_event(line: Line, capsys: Out) -> None:
    line.approved(line.world.commune)
    unguarded("UPDATE audit_event SET actor_name = actor_name || 'x' WHERE seq = 2")
    assert main(["verify"]) == 1
    assert "sự kiện số 2 " in capsys.readouterr().out


def test_demo_does_not_touch_real_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: Refusal) -> None:
    (tmp_path / "lanhmanh.sqlite3").write_bytes(b"x")
    monkeypatch.setenv("LANHMANH_DATA", str(tmp_path))
    assert "LANHMANH_DATA" in refusal("demo", "--no-serve")
    assert not (tmp_path / "demo").exists()


def test_demo_builds_once_and_prints_the_accounts(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.setenv("LANHMANH_DATA", str(tmp_path))
    monkeypatch.delenv("LANHMANH_DATABASE", raising=False)  # of the tests on PostgreSQL: a demonstration refuses it
    monkeypatch.setenv("LANHMANH_HASHED_STATIC", "0")  # the command switches it on: here it is put back afterwards
    monkeypatch.setattr("lanhmanh.config.commands.server._prepare", lambda *, quiet: None)
    built: list[Province] = []
    monkeypatch.setattr("lanhmanh.flows.demo.build", lambda: built.append(Province()))
    first = done(capsys, "demo", "--no-serve", "--port", "8123")
    again = done(capsys, "demo", "--no-serve")
    assert len(built) == 1
    assert "canbo.trangdai" in first and "lanhmanh-demo-2021" in first and "http://127.0.0.1:8123" in first
    assert "Đang dựng" in first and "Đang dựng" not in again
    assert (tmp_path / "demo").read_text() == "SYNTHETIC\n"


def test_a_bad_day_of_the_demonstration_is_named(monkeypatch: pytest.MonkeyPatch, refusal: Refusal) -> None:
    monkeypatch.setenv("TODAY", "hôm qua")
    assert "TODAY=hôm qua" in refusal("demo")


def test_a_database_that_does_not_open_is_named(monkeypatch: pytest.MonkeyPatch, refusal: Refusal) -> None:
    def broken(*_: object) -> None:
        raise DatabaseError("file is not a database\nmore")

    monkeypatch.setattr("django.db.migrations.executor.MigrationExecutor.__init__", broken)
    assert refusal("verify").endswith("cannot open the database: file is not a database\n")


def test_a_pipe_that_closes_early_is_no_error(monkeypatch: pytest.MonkeyPatch, capfd: Out) -> None:
    def closed(_: object) -> int:
        raise BrokenPipeError

    monkeypatch.setattr("lanhmanh.config.commands.verify", closed)
    with (Path(settings.DATA) / "pipe").open("w") as reader:
        monkeypatch.setattr("sys.stdout", reader)
        assert main(["verify"]) == 0
    assert capfd.readouterr().err == ""


def test_the_demonstration_keeps_away_from_a_database_of_its_owner(tmp_path: Path) -> None:
    refused = in_shell(tmp_path, "demo", "--no-serve", LANHMANH_DATABASE="postgresql://localhost/that")
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert "LANHMANH_DATABASE" in refused.stderr
    assert not (tmp_path / "demo").exists()


@pytest.mark.slow
@pytest.mark.deep
def test_from_nothing_to_a_clean_database(tmp_path: Path) -> None:
    early = in_shell(tmp_path, "units", "tree")
    assert (early.returncode, early.stdout, early.stderr.count("\n")) == (2, "", 1)
    assert "lanhmanh migrate" in early.stderr
    assert not (tmp_path / "lanhmanh.sqlite3").exists()
    assert in_shell(tmp_path, "migrate").returncode == 0
    clean = in_shell(tmp_path, "verify")
    assert (clean.returncode, clean.stderr) == (0, "")
    assert clean.stdout.startswith("Khớp")
