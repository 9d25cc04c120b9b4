"""The same document gives the same bytes: in another process, at another time, in another zone, with another hash."""

import hashlib
import os
import subprocess
import sys
from datetime import date

import pytest

from lanhmanh import paper
from tests.paper.samples import UNION

pytestmark = [pytest.mark.pure, pytest.mark.once]
# Python's clocks, moved by years, before anything else is imported; Typst takes its moment as an argument.
ELSEWHERE = """
import time, datetime
_time, _localtime, _gmtime = time.time, time.localtime, time.gmtime
AHEAD = 3 * 366 * 86400 + 12345
time.time = lambda: _time() + AHEAD
time.localtime = lambda at=None: _localtime(time.time() if at is None else at)
time.gmtime = lambda at=None: _gmtime(time.time() if at is None else at)
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(seconds=AHEAD)
    @classmethod
    def utcnow(cls):
        return cls.now(datetime.UTC).replace(tzinfo=None)
datetime.datetime = Later
"""
WRITE = """
import sys
from tests.paper.test_determinism import digests
print(*digests(), sep="\\n")
"""


def digests() -> list[str]:
    """Return the digests of a document in every form."""
    contents = [paper.write_docx(UNION), paper.write_pdf(UNION), paper.write_markdown(UNION).encode()]
    return [hashlib.sha256(content).hexdigest() for content in contents]


def in_process(code: str, **environment: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | environment, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


@pytest.mark.deep
def test_another_process_at_another_time_writes_the_same_bytes() -> None:
    here = digests()
    assert here == digests()
    there = in_process(ELSEWHERE + WRITE, TZ="America/New_York", PYTHONHASHSEED="1")
    assert there == here
    moved = in_process(ELSEWHERE + "print(time.time() - _time() > 1000, datetime.datetime.now().year)")
    assert moved[0] == "True" and int(moved[1]) >= date.today().year + 3  # noqa: DTZ011
