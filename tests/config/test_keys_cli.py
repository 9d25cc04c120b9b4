"""`lanhmanh keys`: sheets out, shares in, one line for what is wrong."""

import io
import stat
from pathlib import Path

import pytest

from lanhmanh.config.cli import main
from lanhmanh.keyring.models import Drill, Grant, RecoveryKey
from lanhmanh.keyring.rules import PAGE, read_shares
from tests.config.test_cli import Out, Refusal, refusal
from tests.factories import Province
from tests.factories.vault import Member, newcomer

__all__ = ["refusal"]
NAMED = ["--custodian", "Trần Minh Họa", "--custodian", "Lê Ví Dụ", "--custodian", "Phạm Thử Nghiệm"]
CEREMONY = ["keys", "ceremony", "--unit", "75", "--needed", "2", *NAMED]


@pytest.fixture
def chief(world: Province) -> Member:
    return newcomer("case_overseer", world.province, "theodoi.tinh")


def test_ceremony_drill_and_recovery(world: Province, chief: Member, tmp_path: Path, capsys: Out) -> None:
    assert main([*CEREMONY, "--out", str(tmp_path / "manh")]) == 0
    sheets = sorted((tmp_path / "manh").iterdir())
    said = capsys.readouterr().out
    assert [str(sheet) in said for sheet in sheets] == [True] * 3
    assert {stat.S_IMODE(sheet.stat().st_mode) for sheet in sheets} == {0o600}
    assert "Tỉnh Đồng Nai" in sheets[0].read_text() and "Trần Minh Họa" in sheets[0].read_text()
    assert main(["keys", "drill", "--unit", "75", "--shares", str(sheets[0]), "--shares", str(sheets[2])]) == 0
    Grant.objects.all().delete()
    both = tmp_path / "hai-manh.txt"
    both.write_text("\n".join(read_shares(sheets[1].read_text()) + read_shares(sheets[2].read_text())))
    again = ["keys", "recover", "--unit", "75", "--for-unit", "75", "--user", "theodoi.tinh", "--shares", str(both)]
    assert main(again) == 0
    assert chief.keys
    told = capsys.readouterr()
    words = {word for sheet in sheets for share in read_shares(sheet.read_text()) for word in share.split()}
    assert not words & set((told.out + told.err).split())
    assert main([*CEREMONY, "--shares", str(sheets[0]), str(sheets[1])]) == 0
    assert "1 khóa đơn vị đã niêm phong lại" in capsys.readouterr().out


def test_sheets_are_printed_where_no_folder_is_named(chief: Member, capsys: Out) -> None:
    assert main(CEREMONY) == 0
    printed = capsys.readouterr().out.split(PAGE)
    assert len(printed) == 4 and [len(read_shares(page)) for page in printed] == [1, 1, 1, 0]


def test_shares_are_read_from_a_pipe(chief: Member, tmp_path: Path, capsys: Out, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    assert main([*CEREMONY, "--out", str(tmp_path)]) == 0
    lines = [share for sheet in sorted(tmp_path.iterdir())[:2] for share in read_shares(sheet.read_text())]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))
    assert main(["keys", "drill", "--unit", "75"]) == 0
    assert Drill.objects.get().passed


def test_nothing_is_kept_unless_every_sheet_was_written(chief: Member, tmp_path: Path, refusal: Refusal) -> None:
    (tmp_path / "manh-2.txt").write_text("đã có")
    assert "manh-2.txt" in refusal(*CEREMONY, "--out", tmp_path)
    assert not RecoveryKey.objects.exists()


def test_what_is_wrong_is_said_in_a_line(world: Province, chief: Member, tmp_path: Path, refusal: Refusal) -> None:
    bad, empty = tmp_path / "bad.txt", tmp_path / "empty.txt"
    bad.write_bytes(b"\xff\xfe\x00")
    empty.write_text("không có gì")
    drill = ["keys", "drill", "--unit", "75"]
    assert "--unit 99" in refusal("keys", "drill", "--unit", "99", "--shares", _share(tmp_path))
    assert "no such file" in refusal(*drill, "--shares", tmp_path / "không có")
    assert "UTF-8" in refusal(*drill, "--shares", bad)
    assert "no share" in refusal(*drill, "--shares", empty)
    assert "khóa khôi phục" in refusal(*drill, "--shares", _share(tmp_path), status=1)
    assert "Số mảnh cần" in refusal("keys", "ceremony", "--unit", "75", "--needed", "9", *NAMED, status=1)
    assert "của cả tỉnh" in refusal("keys", "ceremony", "--unit", "731", "--needed", "2", *NAMED, status=1)
    recover = ["keys", "recover", "--unit", "75", "--for-unit", "75", "--shares", _share(tmp_path), "--user"]
    assert "--user không.ai" in refusal(*recover, "không.ai")
    assert "--needed" in refusal("keys", "ceremony", "--unit", "75", "--needed", "hai", *NAMED)
    assert main([*CEREMONY, "--out", str(tmp_path / "manh")]) == 0


def test_a_drill_with_too_few_shares_is_kept_as_failed(
    chief: Member, tmp_path: Path, refusal: Refusal, capsys: Out
) -> None:
    assert main([*CEREMONY, "--out", str(tmp_path)]) == 0
    capsys.readouterr()
    assert "không thành" in refusal("keys", "drill", "--unit", "75", "--shares", tmp_path / "manh-1.txt", status=1)
    assert not Drill.objects.get().passed


def _share(folder: Path) -> Path:
    made = folder / "mot-manh.txt"
    made.write_text(" ".join(["academic"] * 33))
    return made
