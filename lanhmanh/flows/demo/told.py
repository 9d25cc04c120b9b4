"""What the terminal says of the demonstration."""

from lanhmanh.accounts.signin import DEMO_PASSWORD

ACCOUNTS = [
    ("lanhdao.tinh", "lãnh đạo Hội tỉnh / provincial leader"),
    ("canbo.tinh", "cán bộ Hội tỉnh / provincial officer"),
    ("canbo.bienhoa", "cán bộ Hội thành phố Biên Hòa; mỗi huyện một tài khoản / one per district"),
    ("canbo.trangdai", "cán bộ Hội phường Trảng Dài; mỗi xã một tài khoản / one per commune"),
    ("chihoi.trangdai", "chi hội trưởng / branch head"),
    ("hotro.trangdai", "người trực tiếp hỗ trợ, hồ sơ kín / case worker"),
    ("congan.bienhoa", "Công an / police, partner"),
    ("pctnxh.tinh", "Chi cục Phòng, chống tệ nạn xã hội / social-evils sub-department, partner"),
    ("kiemtra.tinh", "kiểm tra / auditor"),
    ("quantri", "quản trị hệ thống / administrator"),
]


def accounts_text() -> str:
    """Return the accounts and their password as lines of text."""
    lines = [f"  {name:<17} {what}" for name, what in ACCOUNTS]
    head = f"Tỉnh minh họa, dữ liệu giả lập (SYNTHETIC). Mật khẩu chung / password: {DEMO_PASSWORD}"
    return "\n".join([head, *lines])
