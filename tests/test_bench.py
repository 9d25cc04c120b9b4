"""The benchmarks run, on tiny data, so that they cannot rot; how fast is no matter of a test."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import postgres

ROOT = Path(__file__).parents[1]


@pytest.mark.deep
@pytest.mark.slow
@pytest.mark.once
@pytest.mark.parametrize("on", ["sqlite", "postgresql"])
def test_every_bench_runs_on_tiny_data(on: str) -> None:
    if on == "postgresql" and not postgres.is_there():
        pytest.skip("bỏ qua / skipped: PostgreSQL 15 is not installed")
    command = [sys.executable, "-m", "bench", "--tiny", "--on", on]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("|")]
    assert len(lines) == 2 + 37 + (2 if on == "sqlite" else 0)
    for what in ("nộp báo cáo", "năm của một đơn vị", "số câu truy vấn", ".xlsx", "PDF", "tính lại", "bộ nhớ"):
        assert any(what in line for line in lines), what
