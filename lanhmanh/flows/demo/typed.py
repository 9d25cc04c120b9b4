"""Invented values for what is typed: stocks that grow, flows that are small, parts never over their whole."""

from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

# Flow → the most that a commune reports in a quarter.
FLOWS = {
    "UT-NGUOI": 9, "UT-CSKD": 6, "TG-NHAN": 4, "HG-VU": 6, "CN-VD": 3, "TN-LUOT": 20, "NN-HOCNGHE": 25,
    "NN-THOATNGHEO": 2, "CK-HOMOI": 60,
}  # fmt: skip
# Part → the whole that it may not exceed.
PARTS = {"TG-CHUYEN": "TG-NHAN", "CN-GD": "CN-VD"}
# Stock → what it begins with at most, and how much it may grow in a quarter.
STOCKS = {
    "TN-DOI": (2, 0), "TN-TV": (18, 1), "TN-HV": (8, 1), "CTV-NGUOI": (5, 1), "NN-GIUP": (20, 2), "NN-SXKDG": (120, 9),
}  # fmt: skip


@dataclass
class Profile:
    """What a unit's typed figures start from, quarter after quarter."""

    random: Random
    households: int = 0
    stocks: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Draw the starting point."""
        self.households = self.random.randint(250, 1400)
        self.stocks = {code: self.random.randint(1, start) for code, (start, _growth) in STOCKS.items()}
        self.stocks["TN-TV"] += self.stocks["TN-HV"]
        self.stocks["CK-HO"] = self.households * self.random.randint(55, 75) // 100

    def quarter(self) -> dict[str, Decimal]:
        """Return the next quarter's typed values."""
        flows = {code: self.random.randint(0, most) for code, most in FLOWS.items()}
        flows |= {part: self.random.randint(0, flows[whole]) for part, whole in PARTS.items()}
        flows["CN-CS"] = flows["CN-VD"] - flows["CN-GD"]
        flows["CK-HOMOI"] = min(flows["CK-HOMOI"], self.households - self.stocks["CK-HO"])
        self._grow(flows)
        values = {code: Decimal(value) for code, value in (flows | self.stocks).items()}
        return values | {"HV-HO": Decimal(self.households)}

    def _grow(self, flows: dict[str, int]) -> None:
        for code, (_start, growth) in STOCKS.items():
            self.stocks[code] += self.random.randint(0, growth)
        self.stocks["TN-TV"] = max(self.stocks["TN-TV"], self.stocks["TN-HV"])
        self.stocks["CK-HO"] += flows["CK-HOMOI"]
