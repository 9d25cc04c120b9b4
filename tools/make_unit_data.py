"""Make the unit tables of the product from the compiled CSVs: `python tools/make_unit_data.py FOLDER`.

FOLDER holds units-2021.csv, units-2025-01.csv, units-2025-07.csv, conversion-2025-01-dong-nai.csv and
conversion-2025-07.csv. The kind of a unit stands in its name and is not repeated; points keep four decimals (11 m).
"""

import csv
import sys
from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

from lanhmanh.units.rules.names import kind_of

TARGET = Path(__file__).resolve().parents[1] / "lanhmanh" / "units" / "data"
TABLES = {"units-2021.csv": "units-2021-01.csv", "units-2025-01.csv": "", "units-2025-07.csv": ""}
CONVERSIONS = ["conversion-2025-01-dong-nai.csv", "conversion-2025-07.csv"]
PLACES = {"lat": Decimal("0.0001"), "lon": Decimal("0.0001")}


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV, whatever mark it begins with."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source))


def write(path: Path, columns: Sequence[str], rows: list[dict[str, str]]) -> None:
    """Write the named columns of the rows."""
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def table(source: Path, target: Path) -> int:
    """Write one table of units and return its number of rows; say where kind and name disagree (the name is kept)."""
    rows = rows_of(source)
    for row in rows:
        if kind_of(row["name"]) != row["kind"].removesuffix(" trung ương"):
            print(f"{source.name}: {row['code']} is {row['kind']} but called {row['name']}")
        for column in PLACES.keys() & {name for name, value in row.items() if value}:
            row[column] = str(Decimal(row[column]).quantize(PLACES[column], ROUND_HALF_EVEN))
    wanted = [name for name in ("code", "name", "parent_code", "lat", "lon", "area_km2") if name in rows[0]]
    write(target, wanted, rows)
    return len(rows)


def main(folder: Path) -> None:
    """Write every table and conversion, and say how large they are."""
    for name, renamed in TABLES.items():
        print(renamed or name, table(folder / name, TARGET / (renamed or name)))
    for name in CONVERSIONS:
        rows = rows_of(folder / name)
        write(TARGET / name, [c for c in ("from_code", "to_code", "extent", "people") if c in rows[0]], rows)
        print(name, len(rows))
    print("bytes", sum(path.stat().st_size for path in TARGET.glob("*.csv")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
