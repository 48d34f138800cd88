"""
Run a command beside a PostgreSQL of its own: a cluster in a temporary directory, on a Unix socket, without a network.

    python tools/postgres.py COMMAND...

The command finds the connection in JIXIAO_POSTGRES. Afterwards the server is stopped by its own id and its directory
removed. PostgreSQL refuses to run as root: then it runs as `postgres`, the user of Debian's package.
"""

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


def found(name: str) -> str:
    """The newest of the installed programs of this name."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    path = str(places[-1]) if places else shutil.which(name)
    if path is None:
        sys.exit(f"{name} was not found: install PostgreSQL, on Debian and Ubuntu `apt-get install postgresql`.")
    return path


def main(command: list[str]) -> int:
    initdb, postgres = found("initdb"), found("postgres")
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()} if os.geteuid() == 0 else {}
    # Whoever ends this ends the server too, and nothing of it stays.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    place = Path(tempfile.mkdtemp(prefix="jixiao-postgres-"))
    server = None
    try:
        os.chown(place, user.pw_uid, user.pw_gid)
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
