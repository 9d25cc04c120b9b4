"""A PostgreSQL server that lives as long as the process that started it, for the tests and the benchmarks."""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

BINARIES = Path("/usr/lib/postgresql/15/bin")
_MAKE = [
    "-A",
    "trust",
    "-U",
    "postgres",
    "--locale-provider=icu",
    "--icu-locale=vi-VN",
    "--locale=C.UTF-8",
    "-E",
    "UTF8",
]


def is_there() -> bool:
    """Return whether Debian's PostgreSQL 15 is installed."""
    return (BINARIES / "initdb").exists()


def start(*options: str) -> str:
    """Start a server on a free port, as user postgres when run by root; return its address."""
    folder, port = tempfile.mkdtemp(prefix="lanhmanh-pg-"), _free_port()
    account: dict[str, Any] = {}
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        account = {"user": "postgres", "group": "postgres"}
    make = [str(BINARIES / "initdb"), "-D", f"{folder}/data", *_MAKE, "--no-sync"]
    subprocess.run(make, check=True, capture_output=True, cwd="/", **account)
    given = ["-k", folder, "-p", str(port), "-h", "127.0.0.1", "-c", "max_connections=50", *options]
    server = subprocess.Popen(
        [BINARIES / "postgres", "-D", f"{folder}/data", *given],
        cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **account,
    )  # fmt: skip
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(server.wait)
    atexit.register(server.send_signal, signal.SIGINT)  # a fast end: SIGTERM would wait for whoever is still connected
    _wait(port)
    return f"postgresql://postgres@127.0.0.1:{port}/postgres"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    ask = [str(BINARIES / "pg_isready"), "-h", "127.0.0.1", "-p", str(port)]
    for _attempt in range(100):
        if subprocess.run(ask, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.1)
