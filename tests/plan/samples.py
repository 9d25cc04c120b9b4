"""Plans to read: a small one, and where the real one lies where it is at hand."""

from datetime import date
from pathlib import Path

from lanhmanh.paper.document import Node, OfficialDocument, Reference, Signatory

SEED = Path(__file__).parents[3] / "shared" / "seeds" / "ke-hoach-2021.txt"


def small_document() -> OfficialDocument:
    """Three sections: an aim, two contents, and who does what."""
    aims = Node("I", "I", "MỤC ĐÍCH", ("Giảm tệ nạn trên địa bàn xã, phường, thị trấn.",))
    second = "Rà soát các cơ sở hằng quý theo Quyết định số 1648/QĐ-UBND ngày 31/5/2019."
    contents = Node(
        "II", "II", "NỘI DUNG", (),
        (
            Node("II.1", "1", None, ("Vận động hội viên tham gia Đội công tác trên địa bàn xã, phường, thị trấn.",)),
            Node("II.2", "2", None, (second,)),
        ),
    )  # fmt: skip
    doing = "Ban Thường vụ Hội Nông dân các huyện xây dựng kế hoạch trước ngày 30/4/2021. Định kỳ báo cáo về tỉnh."
    return OfficialDocument(
        kind="Kế hoạch",
        title="Thực hiện Chương trình giai đoạn 2021 – 2025",
        place="Đồng Nai",
        date=date(2021, 3, 9),
        preamble=("Thực hiện Kế hoạch số 41/KH-BCNCT2 ngày 04/3/2021.",),
        outline=(aims, contents, Node("III", "III", "TỔ CHỨC THỰC HIỆN", (doing,))),
        recipients=("Lưu",),
        signatory=Signatory(name="Lê Hữu Thiện"),
        references=(
            Reference("Kế hoạch", "41/KH-BCNCT2", date(2021, 3, 4)),
            Reference("Quyết định", "1648/QĐ-UBND", date(2019, 5, 31), None, "II.2"),
        ),
    )
