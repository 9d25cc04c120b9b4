"""The environment of the tests, set before Django reads it: an empty data folder, and PostgreSQL when asked for.

`TEST_DATABASE=postgres` starts a PostgreSQL server on a free port for the run. It is loaded by `-p`, because
settings are read before any conftest.
"""

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql/15/bin")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start_postgres() -> str:
    """Start a server that lives as long as this process, as user postgres when run by root; return its address."""
    folder, port = tempfile.mkdtemp(prefix="lanhmanh-pg-"), _free_port()
    account: dict[str, str] = {}
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        account = {"user": "postgres", "group": "postgres"}
    locale = ["--locale-provider=icu", "--icu-locale=vi-VN", "--locale=C.UTF-8", "-E", "UTF8"]
    make = [BINARIES / "initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "postgres", *locale, "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, cwd="/", **account)
    options = ["-k", folder, "-p", str(port), "-h", "127.0.0.1", "-c", "fsync=off", "-c", "max_connections=50"]
    server = subprocess.Popen(
        [BINARIES / "postgres", "-D", f"{folder}/data", *options],
        cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **account,
    )  # fmt: skip
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.wait)
    atexit.register(server.terminate)
    ask = [BINARIES / "pg_isready", "-h", "127.0.0.1", "-p", str(port)]
    for _ in range(100):
        if subprocess.run(ask, capture_output=True, check=False).returncode == 0:
            break
        time.sleep(0.1)
    return f"postgresql://postgres@127.0.0.1:{port}/postgres"


if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["LANHMANH_DATA"] = tempfile.mkdtemp(prefix="lanhmanh-tests-")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright keeps an event loop in the main thread
    for name in ("LANHMANH_DEMO", "LANHMANH_TODAY", "LANHMANH_DATABASE", "LANHMANH_HASHED_STATIC"):
        os.environ.pop(name, None)
    if os.environ.get("TEST_DATABASE") == "postgres":
        os.environ["LANHMANH_DATABASE"] = _start_postgres()
for folder in ("built", "static"):
    Path(os.environ["LANHMANH_DATA"], folder).mkdir(exist_ok=True)
