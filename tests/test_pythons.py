"""The comparison of Pythons: it runs what is present, tells what is not, and fails where anything differs."""

import importlib.util
import os
import subprocess
import sys

import pytest

ALL = {"3.11": ("a", "3.11.7"), "3.12": ("b", "3.12.1"), "3.13": ("c", "3.13.0")}


@pytest.fixture
def pythons(pytestconfig, monkeypatch):
    path = pytestconfig.rootpath / "tools" / "pythons.py"
    spec = importlib.util.spec_from_file_location("pythons_of_the_tools", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.delenv("PYTHONS", raising=False)
    monkeypatch.setattr(sys, "argv", ["pythons.py", "some.whl", "folder"])
    return module


def run(module, monkeypatch, capsys, found, outputs):
    """Exit status and output, with what each version would print."""
    running = sys.version.split()[0]
    found = {
        minor: (python, version if version != "running" else running) for minor, (python, version) in found.items()
    }
    monkeypatch.setattr(module, "chosen", lambda: found)
    monkeypatch.setattr(module, "results", lambda python, *_: outputs[python])
    return module.main(), capsys.readouterr().out.splitlines()


def test_the_same_bytes_everywhere(pythons, monkeypatch, capsys):
    found = {**ALL, "3.11": ("a", "running")}
    status, lines = run(pythons, monkeypatch, capsys, found, dict.fromkeys("abc", "1  x\n2  y\n"))
    assert status == 0
    assert lines[0].startswith("2 results on CPython")
    assert lines[0].endswith("the same bytes")
    assert lines[1] == "not present, not run: none"


@pytest.mark.parametrize("other", ["1  x\n3  y\n", "1  x\n", "1  x\n2  y\n3  z\n"])
def test_one_that_differs_is_named(other, pythons, monkeypatch, capsys):
    found = {**ALL, "3.11": ("a", "running")}
    outputs = {"a": "1  x\n2  y\n", "b": "1  x\n2  y\n", "c": other}
    status, lines = run(pythons, monkeypatch, capsys, found, outputs)
    assert status == 1
    assert lines[0].startswith("CPython 3.13.0 differs")
    assert lines[1].endswith("DIFFERENT")


def test_what_is_not_present_is_told(pythons, monkeypatch, capsys):
    status, lines = run(pythons, monkeypatch, capsys, {"3.12": ("b", "running")}, {"b": "1  x\n"})
    assert status == 0
    assert lines[-1] == "not present, not run: 3.11, 3.13"


@pytest.mark.parametrize("found", [{}, {"3.12": ("b", "3.12.999")}])
def test_without_the_running_one_it_fails(found, pythons, monkeypatch, capsys):
    status, lines = run(pythons, monkeypatch, capsys, found, {"b": "1  x\n"})
    assert status == 1
    assert "is none of CPython 3.11, 3.12, 3.13" in lines[0]


def test_the_running_one_is_found(pythons):
    minor = sys.version.split()[0].rpartition(".")[0]
    assert pythons.asked(sys.executable) == (minor, sys.version.split()[0])
    assert minor not in pythons.PROMISED or minor in pythons.chosen()


def test_what_does_not_run_is_none(pythons, tmp_path):
    broken = tmp_path / "python3.12"
    broken.write_text("#!/bin/sh\necho not chosen >&2\nexit 127\n", encoding="utf-8")
    broken.chmod(0o755)
    assert pythons.asked(str(broken)) is None
    assert pythons.asked(str(tmp_path / "nothing")) is None


def test_a_named_one_that_does_not_run_is_an_error(pytestconfig, tmp_path):
    command = [sys.executable, str(pytestconfig.rootpath / "tools" / "pythons.py"), "some.whl", str(tmp_path)]
    environment = {**os.environ, "PYTHONS": str(tmp_path / "nothing")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "nothing" in done.stderr


def test_results_that_are_not_reproduced_stop_it(pytestconfig, tmp_path):
    """The corpus itself fails on a stored result that was touched."""
    folder = tmp_path / "tests" / "data" / "stored"
    folder.mkdir(parents=True)
    name = "project-2021.sheet.json"
    text = (pytestconfig.rootpath / "tests" / "data" / "stored" / name).read_text(encoding="utf-8")
    (folder / name).write_text(text.replace('"is_tight": ', '"is_tightly": ', 1), encoding="utf-8")
    script = pytestconfig.rootpath / "tools" / "stored_results.py"
    done = subprocess.run([sys.executable, str(script), str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"{name} is not reproduced" in done.stderr
