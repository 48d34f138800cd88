"""
Build the package twice and look at what came out.

    python tools/package.py    in an environment with `build` and `hatchling`

Two builds, of copies in two folders with other times on their files, under the same SOURCE_DATE_EPOCH: the wheel from
the sdist in one, from the folder in the other. Both have to be the same bytes. The wheel holds the tracked files of the
package without the sources of catalogues, and its own description; it is installed without extras and used.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
EPOCH = "1704067200"
NOT_SHIPPED = (".po", ".pot")
DESCRIPTION = {
    "METADATA",
    "RECORD",
    "WHEEL",
    "entry_points.txt",
    "licenses/LICENSE",
    "sboms/jixiao-core.cdx.json",
}
CORE = {"attrs", "babel", "cattrs"}
NEVER = ("__pycache__", ".pyc", ".hypothesis", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".venv", ".git/")


def tracked(root: Path = ROOT) -> list[str]:
    """The files of the project, those that are new and not ignored among them."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    found = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout.decode().split("\0")
    return sorted(name for name in found if name and (root / name).is_file())


def copied(files: Iterable[str], folder: Path, time: int) -> Path:
    for name in files:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
        os.utime(target, (time, time))
    return folder


def built(folder: Path, out: Path, *kinds: str) -> dict[str, bytes]:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH}
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), *kinds, str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def wanted(files: Iterable[str]) -> set[str]:
    """What of the tracked files is shipped."""
    inside = (name.removeprefix("src/") for name in files if name.startswith("src/jixiao_core/"))
    return {name for name in inside if PurePosixPath(name).suffix not in NOT_SHIPPED}


def wheel_problems(content: bytes, files: Iterable[str]) -> Iterator[str]:
    """What is wrong with a wheel: files too many or missing, times, the record, the metadata."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        info = next(name.partition("/")[0] for name in names if name.partition("/")[0].endswith(".dist-info"))
        expected = wanted(files) | {f"{info}/{name}" for name in DESCRIPTION}
        yield from (f"not wanted in the wheel: {name}" for name in sorted({*names} - expected))
        yield from (f"missing in the wheel: {name}" for name in sorted(expected - {*names}))
        yield from (f"twice in the wheel: {name}" for name in sorted({each for each in names if names.count(each) > 1}))
        if len({each.date_time for each in archive.infolist()}) > 1:
            yield "the files of the wheel have several times"
        if f"{info}/RECORD" in names:
            yield from record_problems(archive, f"{info}/RECORD")
        if f"{info}/METADATA" in names:
            yield from metadata_problems(archive.read(f"{info}/METADATA"))
        if f"{info}/sboms/jixiao-core.cdx.json" in names:
            yield from bill_problems(archive.read(f"{info}/sboms/jixiao-core.cdx.json"))


def record_problems(archive: zipfile.ZipFile, record: str) -> Iterator[str]:
    rows = {row[0]: row[1] for row in csv.reader(archive.read(record).decode().splitlines())}
    for name in archive.namelist():
        digest = base64.urlsafe_b64encode(hashlib.sha256(archive.read(name)).digest()).rstrip(b"=").decode()
        if rows.get(name) != ("" if name == record else f"sha256={digest}"):
            yield f"the record is wrong about {name}"


def metadata_problems(text: bytes) -> Iterator[str]:
    found = message_from_bytes(text)
    for name, value in {
        "Name": "jixiao-core",
        "License-Expression": "Apache-2.0",
        "License-File": "LICENSE",
        "Requires-Python": ">=3.11",
        "Description-Content-Type": "text/markdown",
    }.items():
        if found[name] != value:
            yield f"metadata: {name} is {found[name]}, not {value}"
    needs = {line.split(">")[0].strip() for line in found.get_all("Requires-Dist") or () if "extra ==" not in line}
    if needs != CORE:
        yield f"metadata: the core needs {', '.join(sorted(needs))}"
    if "Typing :: Typed" not in (found.get_all("Classifier") or ()):
        yield "metadata: not marked as typed"


def bill_problems(text: bytes) -> Iterator[str]:
    """The bill names what the core needs, and is CycloneDX where a validator is installed."""
    external = {each["name"] for each in json.loads(text)["components"] if each.get("isExternal")}
    if external != CORE:
        yield f"the bill of materials names {', '.join(sorted(external))} as needed"
    try:
        from cyclonedx.schema import SchemaVersion
        from cyclonedx.validation.json import JsonStrictValidator
    except ModuleNotFoundError:
        return
    if problem := JsonStrictValidator(SchemaVersion.V1_7).validate_str(text.decode()):
        yield f"the bill of materials is no CycloneDX 1.7: {problem}"


def sdist_problems(content: bytes, files: Iterable[str]) -> Iterator[str]:
    """Nothing but tracked files, and all that the tests of a source release need."""
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        names = {each.name.partition("/")[2] for each in archive.getmembers() if each.isfile()}
    known = {*files, "PKG-INFO"}
    yield from (f"not wanted in the sdist: {name}" for name in sorted(names - known))
    yield from (f"not wanted in the sdist: {name}" for name in sorted(names) if any(each in name for each in NEVER))
    for folder in ("src/", "tests/", "docs/", "examples/", "tools/", "requirements/"):
        missing = sorted(name for name in known - names if name.startswith(folder))
        yield from (f"missing in the sdist: {name}" for name in missing)


def bare_problems(wheel: Path, folder: Path) -> Iterator[str]:
    """What the wheel does not do where no extra is installed: `tools/bare.py` in an environment of its own."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    constraints = str(ROOT / "requirements" / "constraints.txt")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c", constraints, str(wheel)]
    subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
    script = [python, "-I", str(ROOT / "tools" / "bare.py")]
    done = subprocess.run(script, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode or done.stderr:
        yield f"without extras: {done.stdout}{done.stderr}"


def main() -> int:
    files = tracked()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        first = built(copied(files, home / "one", 1_600_000_000), home / "out-1")
        other = built(copied(files, home / "another-folder", 1_700_000_000), home / "out-2", "--wheel", "--sdist")
        problems = [f"two builds differ: {name}" for name in first if first[name] != other.get(name)]
        if {*first} != {*other} or len(first) != 2:  # noqa: PLR2004 - a wheel and an sdist
            problems.append(f"built were {', '.join(first)} and {', '.join(other)}")
        wheel = next(each for each in first if each.endswith(".whl"))
        sdist = next(each for each in first if each.endswith(".tar.gz"))
        problems += [*wheel_problems(first[wheel], files), *sdist_problems(first[sdist], files)]
        problems += bare_problems(home / "out-1" / wheel, home / "bare")
    for name in (wheel, sdist):
        print(f"{name}: {len(first[name]) // 1000} kB, sha256 {hashlib.sha256(first[name]).hexdigest()[:16]}…")
    print(
        "\n".join(problems) or "two builds give the same bytes; the wheel holds what it should and works without extras"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
