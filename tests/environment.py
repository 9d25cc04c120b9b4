"""The environment of the tests, set before Django reads it: an empty data folder, and PostgreSQL when asked for.

`TEST_DATABASE=postgres` starts a PostgreSQL server on a free port for the run. It is loaded by `-p`, because
settings are read before any conftest.
"""

import os
import tempfile
from pathlib import Path

from tools import postgres

if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["LANHMANH_DATA"] = tempfile.mkdtemp(prefix="lanhmanh-tests-")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps an event loop in the main thread
    for name in ("LANHMANH_DEMO", "LANHMANH_TODAY", "LANHMANH_DATABASE", "LANHMANH_HASHED_STATIC"):
        os.environ.pop(name, None)
    if os.environ.get("TEST_DATABASE") == "postgres":
        os.environ["LANHMANH_DATABASE"] = postgres.start("-c", "fsync=off")
for folder in ("built", "static"):
    Path(os.environ["LANHMANH_DATA"], folder).mkdir(exist_ok=True)
