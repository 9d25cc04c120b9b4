"""The `lanhmanh` command: arguments, help in both languages, and errors in one line."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from lanhmanh.config import commands
from lanhmanh.kernel.errors import Refused

Handler = Callable[[argparse.Namespace], int]


_LONGEST = 200  # characters of an argument that an error repeats


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Say in both languages that the line shows the usage."""
        super().add_usage(usage, actions, groups, prefix if prefix is not None else "cách dùng / usage: ")


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line that names the argument."""

    def __init__(self, **options: Any) -> None:
        """Make the parser; `--help` speaks both languages too."""
        super().__init__(add_help=False, formatter_class=_Help, **options)
        self._positionals.title, self._optionals.title = "đối số / arguments", "tùy chọn / options"
        self.add_argument("-h", "--help", action="help", help="hiện trợ giúp này / show this help")

    def error(self, message: str) -> NoReturn:
        """Print the line and leave with 2."""
        _say(f"{self.prog}: sai đối số / {message} (xem / see: {self.prog} --help)")
        raise SystemExit(2)


def _say(problem: str) -> None:
    """Write what is wrong as one line, a very long word of it cut short."""
    words = (word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…" for word in problem.split())
    sys.stderr.write(f"{' '.join(words)}\n")


def _check_text(arguments: Sequence[str]) -> None:
    """Refuse an argument that is no text of the machine's encoding, before it reaches a file or a database."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            shown = argument.encode(errors="backslashreplace").decode()
            raise commands.BadArgument(f"{shown}: không phải chữ UTF-8 / not UTF-8 text") from None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise argparse.ArgumentTypeError(f"{text!r}: phải là số nguyên / a whole number")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: ngày phải viết YYYY-MM-DD / a date is YYYY-MM-DD") from None


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r}: cổng từ 1 đến 65535 / a port is 1 to 65535")
    return int(text)


def parser() -> Parser:
    """Return the parser of every command."""
    top = Parser(prog="lanhmanh", description="Lành Mạnh — hệ thống làm việc của Chương trình / the programme's system")
    groups = top.add_subparsers(dest="command", required=True, metavar="LỆNH/COMMAND", parser_class=Parser)
    _server(groups)
    _papers(groups)
    _units(groups)
    _work(groups)
    _keys(groups)
    _cases(groups)
    return top


def _add(groups: "argparse._SubParsersAction[Parser]", name: str, text: str, handler: Handler) -> Parser:
    command = groups.add_parser(name, help=text, description=text)
    command.set_defaults(handler=handler)
    return command


def _group(groups: "argparse._SubParsersAction[Parser]", name: str, text: str, verbs: str) -> Any:
    """Add a command that has commands of its own."""
    group = groups.add_parser(name, help=text, description=text)
    return group.add_subparsers(dest="action", required=True, metavar=verbs, parser_class=Parser)


def _server(groups: "argparse._SubParsersAction[Parser]") -> None:
    for name, text, handler in (
        ("serve", "chạy máy chủ web / run the web server", commands.serve),
        ("demo", "dựng tỉnh minh họa rồi chạy / build the demonstration province and serve it", commands.demo),
    ):
        command = _add(groups, name, text, handler)
        command.add_argument("--port", type=_port, default=os.environ.get("PORT", "8000"), help="cổng / port (8000)")
        command.add_argument("--host", default="127.0.0.1", help="địa chỉ / address (127.0.0.1)")
        if name == "demo":
            command.add_argument("--no-serve", action="store_true", help="chỉ dựng, không chạy / build only")
    _add(groups, "migrate", "tạo hoặc nâng cấp cơ sở dữ liệu / create or upgrade the database", commands.migrate)
    _add(
        groups,
        "verify",
        "tính lại tổng hợp, dựng lại văn bản, kiểm tra nhật ký / recompute, rebuild, check all",
        commands.verify,
    )
    account = _add(groups, "account", "cấp tài khoản / make an account", commands.account)
    account.add_argument("--username", required=True, help="tên đăng nhập / user name")
    account.add_argument("--name", required=True, help="họ và tên / full name")
    account.add_argument("--role", required=True, help="vai trò / role (administrator, commune_officer, …)")
    account.add_argument("--unit", required=True, help="mã đơn vị / code of the unit")


def _papers(groups: "argparse._SubParsersAction[Parser]") -> None:
    about = "đọc, viết văn bản hành chính / read and write official documents"
    kinds = _group(groups, "paper", about, "read|write")
    read = _add(kinds, "read", "đọc một văn bản / read a document", commands.paper_read)
    read.add_argument("file", type=Path, help=".docx .odt .pdf .txt .md")
    read.add_argument("--json", action="store_true", help="in giá trị dạng JSON / print the value as JSON")
    write = _add(kinds, "write", "viết một văn bản / write a document", commands.paper_write)
    write.add_argument("file", type=Path, help="tệp JSON / a JSON file")
    write.add_argument("--to", required=True, choices=["docx", "pdf", "md"], help="dạng / format")
    write.add_argument("--out", required=True, type=Path, help="tệp ra / the file to write")


def _units(groups: "argparse._SubParsersAction[Parser]") -> None:
    kinds = _group(groups, "units", "đơn vị hành chính / administrative units", "load|tree")
    load = _add(kinds, "load", "nạp bảng đơn vị / load tables of units", commands.units_load)
    load.add_argument("files", nargs="+", type=Path, metavar="FILE", help="tệp CSV / CSV files")
    load.add_argument("--as-of", required=True, type=_day, help="có hiệu lực từ / in force from")
    tree = _add(kinds, "tree", "in cây đơn vị / print the tree", commands.units_tree)
    tree.add_argument("--as-of", type=_day, help="tại ngày / on a day")
    tree.add_argument("--root", help="từ mã này / from this code")


def _work(groups: "argparse._SubParsersAction[Parser]") -> None:
    kinds = _group(groups, "plan", "kế hoạch / plans", "import")
    bring = _add(kinds, "import", "nhập kế hoạch thành bản nháp / import a plan as a draft", commands.plan_import)
    bring.add_argument("file", type=Path, help=".docx .odt .pdf .txt .md")
    bring.add_argument("--unit", required=True, help="mã đơn vị / code of the unit")
    bring.add_argument("--actor", required=True, help="tên đăng nhập người làm / user name of who acts")
    bring.add_argument(
        "--amends", action="store_true", help="là bản sửa đổi của kế hoạch đang có / amends the plan in force"
    )
    acts = _group(groups, "reports", "báo cáo / reports", "consolidate|rebuild|reproduce")
    sums = _add(acts, "consolidate", "tổng hợp ra docx, pdf, xlsx / consolidate to files", commands.consolidate)
    sums.add_argument("--form", required=True, help="mã biểu / code of the form (HND-QUY)")
    sums.add_argument("--period", required=True, help="kỳ / period (2021Q4)")
    sums.add_argument("--unit", required=True, help="mã đơn vị / code of the unit")
    sums.add_argument("--out", required=True, type=Path, help="thư mục ra / folder to write to")
    again = _add(acts, "reproduce", "dựng lại văn bản đã ban hành, so từng byte / rebuild an issued document, compare",
                 commands.reproduce)  # fmt: skip
    again.add_argument("number", metavar="NUMBER", help="số, ký hiệu / number and symbol (03-BC/HNDT)")
    again.add_argument("--unit", help="mã đơn vị, nếu trùng số / code of the issuer, where numbers repeat")
    again.add_argument("--year", type=_whole, help="năm ban hành, nếu trùng số / year of issue, where numbers repeat")
    again.add_argument("--out", type=Path, help="thư mục để ghi các tệp dựng lại / folder for the rebuilt files")
    about = "tính lại mọi tổng hợp từ báo cáo đã duyệt / work all sums out anew from the approved reports"
    anew = _add(acts, "rebuild", about, commands.rebuild)
    anew.add_argument("--form", default="", help="chỉ biểu này / of this form only (HND-QUY)")
    anew.add_argument("--period", default="", help="chỉ kỳ này / of this period only (2021Q4)")


def _keys(groups: "argparse._SubParsersAction[Parser]") -> None:
    kinds = _group(groups, "keys", "khóa khôi phục hồ sơ / recovery of case keys", "ceremony|drill|recover")
    hand = _add(kinds, "ceremony", "phát khóa khôi phục thành các mảnh / hand out a recovery key in shares",
                commands.ceremony)  # fmt: skip
    hand.add_argument("--needed", required=True, type=_whole, help="số mảnh cần để khôi phục / shares needed")
    hand.add_argument("--custodian", required=True, action="append", metavar="NAME",
                      help="người giữ một mảnh, nêu nhiều lần / who keeps a share, repeat")  # fmt: skip
    hand.add_argument("--out", type=Path, help="thư mục ghi từng tờ, không có thì in ra / folder, else printed")
    practise = _add(kinds, "drill", "diễn tập bằng mảnh thật, không đổi gì / practise, changes nothing", commands.drill)
    again = _add(kinds, "recover", "trao lại khóa đơn vị cho một người / give a unit's key again", commands.recover)
    again.add_argument("--for-unit", required=True, help="mã đơn vị được khôi phục / code of the unit to recover")
    again.add_argument("--user", required=True, help="tên đăng nhập người nhận / user name of who gets it")
    for command, which in ((hand, "mảnh của lần phát trước / shares of the older key"),
                           (practise, "tệp chứa mảnh, không có thì hỏi / files of shares, else asked"),
                           (again, "tệp chứa mảnh, không có thì hỏi / files of shares, else asked")):  # fmt: skip
        command.add_argument("--unit", required=True, help="mã tỉnh / code of the province")
        command.add_argument("--shares", type=Path, action="extend", nargs="+", default=[], metavar="FILE", help=which)


def _cases(groups: "argparse._SubParsersAction[Parser]") -> None:
    kinds = _group(groups, "cases", "hồ sơ hỗ trợ / support cases", "retention")
    about = "niêm phong, xóa danh tính đến ngày; chạy mỗi ngày / seal and erase what is due; run daily"
    rest = _add(kinds, "retention", about, commands.retention)
    rest.add_argument("--day", type=_day, help="tính đến ngày này, không sau hôm nay / up to this day, not after today")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 (something differs or was refused) or 2 (a bad argument)."""
    try:
        _check_text(sys.argv[1:] if arguments is None else arguments)
        given = parser().parse_args(arguments)
        handler: Handler = given.handler
        status = handler(given)
        sys.stdout.flush()
        return status
    except commands.BadArgument as problem:
        _say(f"lanhmanh: {problem}")
        return 2
    except Refused as problem:
        _say(f"lanhmanh: {problem}")
        return 1
    except SystemExit as leaving:  # the settings refuse a variable by a sentence
        if not isinstance(leaving.code, str):
            raise
        _say(f"lanhmanh: {leaving.code}")
        return 2
    except BrokenPipeError:  # whoever read the output has seen enough; nothing may be flushed at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as problem:
        _say(f"lanhmanh: {problem.filename or ''}: {problem.strerror or problem}")
        return 2


if __name__ == "__main__":
    sys.exit(main())
