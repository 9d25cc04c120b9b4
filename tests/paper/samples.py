"""Three documents as offices write them, one of each family; every name and figure in them is made up."""

from datetime import date

from lanhmanh.paper.document import Family, Node, OfficialDocument, Reference, Signatory, Table

_LONG = (
    "Tổ chức tuyên truyền, phổ biến pháp luật về phòng, chống ma túy, mại dâm đến toàn thể cán bộ, hội viên, nông dân; "
    "vận động người nghiện ma túy tự giác khai báo, đăng ký hình thức cai nghiện phù hợp; phối hợp quản lý sau cai, "
    "tạo việc làm, giúp người cai nghiện hòa nhập cộng đồng và ổn định cuộc sống lâu dài tại địa phương."
)

UNION = OfficialDocument(
    family=Family.UNION,
    issuer=("HỘI NÔNG DÂN VIỆT NAM", "BAN CHẤP HÀNH TỈNH ĐỒNG NAI"),
    number="07-KH/HNDT",
    place="Đồng Nai",
    date=date(2021, 3, 9),
    kind="Kế hoạch",
    title="Thực hiện Chương trình xây dựng xã, phường, thị trấn làm tốt công tác phòng, chống tệ nạn ma túy, mại dâm",
    preamble=(
        "Thực hiện Kế hoạch số 41/KH-BCNCT2 ngày 04/3/2021 của Ban Chủ nhiệm Chương trình 2, Ban Thường vụ "
        "Hội Nông dân "
        "tỉnh xây dựng kế hoạch thực hiện như sau:",
    ),
    outline=(
        Node(
            path="I",
            label="I",
            heading="MỤC ĐÍCH, YÊU CẦU",
            children=(
                Node(
                    path="I.1",
                    label="1",
                    heading="Mục đích",
                    children=(
                        Node(path="I.1.-1", label="-", paragraphs=(_LONG,)),
                        Node(path="I.1.-2", label="-", paragraphs=("Giảm số địa bàn trọng điểm so với năm trước.",)),
                    ),
                ),
                Node(path="I.2", label="2", heading="Yêu cầu", paragraphs=(_LONG, "Bám sát tình hình địa phương.")),
            ),
        ),
        Node(
            path="II",
            label="II",
            heading="NỘI DUNG",
            children=(
                Node(path="II.1", label="1", paragraphs=(_LONG,)),
                Node(path="II.2", label="2", paragraphs=("Phối hợp rà soát cơ sở kinh doanh dịch vụ có điều kiện.",)),
                Node(path="II.3", label="3", paragraphs=(_LONG,)),
            ),
        ),
    ),
    recipients=("Thường trực HND tỉnh", "Các ban, VP HND tỉnh", "Lưu KT-XH"),
    signatory=Signatory(authority="TM. BAN THƯỜNG VỤ", title="CHỦ TỊCH", name="Nguyễn Văn An"),
    references=(
        Reference(kind="Kế hoạch", number="41/KH-BCNCT2", date=date(2021, 3, 4), issuer="Ban Chủ nhiệm Chương trình 2"),
    ),
)

PARTY = OfficialDocument(
    family=Family.PARTY,
    issuer=("TỈNH ỦY ĐỒNG NAI", "BAN DÂN VẬN"),
    number="36-HD/BDVTU",
    place="Biên Hòa",
    date=date(2021, 2, 1),
    kind="Hướng dẫn",
    title="Công tác vận động nhân dân tham gia phòng, chống ma túy",
    preamble=("Ban Dân vận hướng dẫn một số nội dung như sau:",),
    outline=(
        Node(
            path="I",
            label="I",
            heading="NHIỆM VỤ",
            children=(
                Node(
                    path="I.1",
                    label="1",
                    heading="Đối với cấp huyện",
                    children=(
                        Node(path="I.1.a", label="a", paragraphs=("Xây dựng kế hoạch trước ngày 15 tháng 3.",)),
                        Node(path="I.1.b", label="b", paragraphs=(_LONG,)),
                    ),
                ),
                Node(path="I.2", label="2", heading="Đối với cấp xã", paragraphs=(_LONG,)),
            ),
        ),
    ),
    recipients=("Các huyện ủy, thành ủy", "Lưu Văn phòng"),
    signatory=Signatory(authority="K/T TRƯỞNG BAN", title="PHÓ TRƯỞNG BAN", name="Trần Thị Bình"),
)

STATE = OfficialDocument(
    family=Family.STATE,
    issuer=("ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI", "SỞ VĂN HÓA VÀ THỂ THAO"),
    number="12/BC-SVHTT",
    place="Đồng Nai",
    date=date(2021, 12, 20),
    kind="Báo cáo",
    title="Kết quả xây dựng xã, phường, thị trấn làm tốt công tác phòng, chống tệ nạn ma túy, mại dâm năm 2021",
    preamble=("Sở báo cáo kết quả thực hiện như sau:",),
    outline=(
        Node(
            path="I",
            label="I",
            heading="KẾT QUẢ",
            children=(
                Node(path="I.1", label="1", heading="Tuyên truyền", paragraphs=(_LONG, "Số liệu nêu tại bảng sau:")),
                Node(path="I.2", label="2", heading="Kiểm tra", paragraphs=("Kiểm tra 34 cơ sở, nhắc nhở 02 cơ sở.",)),
            ),
        ),
        Node(path="II", label="II", heading="PHƯƠNG HƯỚNG", paragraphs=(_LONG,)),
    ),
    tables=(
        Table(
            rows=(
                ("TT", "Chỉ tiêu", "Kế hoạch", "Kết quả"),
                ("1", "Buổi tuyên truyền", "120", "134"),
                ("2", "Lượt người", "9.000", "10.250"),
            ),
            after="I.1",
        ),
        Table(
            title="Phụ lục. Kết quả theo đơn vị",
            rows=(
                ("TT", "Đơn vị", "Buổi", "Lượt người", "Tờ rơi", "Mô hình", "Cam kết", "Ghi chú"),
                *(
                    (str(n), f"Huyện thứ {n}", str(n * 3), str(n * 120), str(n * 50), "1", str(n * 9), "")
                    for n in range(1, 40)
                ),
            ),
        ),
    ),
    recipients=("UBND tỉnh (báo cáo)", "Hội Nông dân tỉnh", "Lưu: VT, NV"),
    signatory=Signatory(authority="KT. GIÁM ĐỐC", title="PHÓ GIÁM ĐỐC", name="Lê Văn Cường"),
)

SAMPLES = {"union": UNION, "party": PARTY, "state": STATE}
