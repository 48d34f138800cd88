"""Where commands write: closed and full streams, and files that are links, pipes or folders; exit status 2, nothing harmed."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from jixiao_core.cli import main

ROOT = Path(__file__).parents[2]
OVERLAY = ROOT / "examples" / "overlays" / "jia-county-department-2022.toml"
MISSING = ROOT / "no-such-file.toml"


def in_shell(arguments, redirection):
    """A command with its streams redirected by a shell, as users do it."""
    command = f'"$0" -m jixiao_core "$@" {redirection}'
    words = [sys.executable, *map(str, arguments)]
    return subprocess.run(["sh", "-c", command, *words], cwd=ROOT, capture_output=True, timeout=120, check=False)


@pytest.fixture
def refused(capsys):
    def call(*arguments) -> str:
        status = main([str(each) for each in arguments])
        out, err = capsys.readouterr()
        assert (status, out) == (2, "")
        return err

    return call


def names(folder) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


class TestStreams:
    @pytest.mark.parametrize("arguments", [("tailor", OVERLAY), ("--help",)])
    @pytest.mark.parametrize(("locale", "words"), [("zh_Hans_CN", "无法写出结果：输出已关闭"), ("en", "it is closed")])
    def test_standard_output_closed(self, arguments, locale, words):
        done = in_shell((*arguments, "--locale", locale), ">&-")
        err = done.stderr.decode()
        assert done.returncode == 2
        assert err.startswith("cli.not_printed: ")
        assert words in err
        assert "Traceback" not in err

    @pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full", ">&- 2>&-", ">/dev/full 2>/dev/full"])
    @pytest.mark.parametrize("arguments", [("tailor", MISSING), ("tailor", "--colour"), ("score", "")])
    def test_nobody_can_be_told_why(self, arguments, redirection):
        done = in_shell(arguments, redirection)
        assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")

    def test_standard_error_closed_is_no_fault_where_nothing_is_to_be_told(self):
        done = in_shell(("lock",), "2>&-")
        assert done.returncode == 0
        assert done.stdout.startswith(b"# The rubrics")


class TestNames:
    @pytest.mark.parametrize("name", ["a" * 300, "a" * 5_000, "a\u202eb"])
    @pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
    def test_what_is_neither_a_folder_nor_a_pin(self, refused, name, locale):
        assert refused("lock", name, "--locale", locale).startswith("registry.bad_pin: ")

    @pytest.mark.parametrize("name", ["a" * 300 + "/x", "./" + "a" * 300])
    def test_what_is_no_folder(self, refused, name):
        assert refused("lock", name).startswith("registry.no_folder: ")


@pytest.fixture(params=["lock", "tailor"])
def write(request):
    """A command that writes to a file; the rest of its arguments is the file."""
    return {"lock": ("lock",), "tailor": ("tailor", OVERLAY)}[request.param]


def test_a_page_wider_than_any(refused):
    """A line of thirty million columns is a third of a gigabyte."""
    assert refused("rubrics", "--width", "30000000", "--locale", "en").startswith("cli.too_wide --width: ")


class TestInputs:
    """What is read is never written over, under whatever name it is given."""

    @pytest.mark.parametrize(
        ("example", "before", "behind"),
        [
            ("department-2021.toml", ("convert",), ()),
            ("department-2021.toml", ("print",), ()),
            ("department-2021.toml", ("letter",), ()),
            ("bridge/department-2021.toml", ("letter", "--read", "letter.docx"), ()),
            ("department-2021.toml", ("chart",), ("--kind", "lost")),
            ("units-2021.csv", ("score-table",), ("--rubric", "junshan-department@2021.1")),
            ("self-assessed-2021.csv", ("summary-table",), ("--rubric", "junshan-department@2021.1")),
            ("overlays/jia-county-department-2022.toml", ("tailor",), ()),
        ],
    )
    def test_the_input_is_kept(self, refused, tmp_path, monkeypatch, example, before, behind):
        monkeypatch.chdir(tmp_path)
        own = tmp_path / Path(example).name
        own.write_bytes((ROOT / "examples" / example).read_bytes())
        err = refused(*before, own.name, *behind, "-o", own, "--locale", "en")
        assert err.startswith("cli.output_is_input -o: ")
        assert own.read_bytes() == (ROOT / "examples" / example).read_bytes()
        assert names(tmp_path) == [own.name]

    def test_what_lies_in_a_folder_that_is_read_is_kept_too(self, refused, tmp_path):
        """Also the table of the day before: it would be read as one of the units."""
        case = tmp_path / "a.toml"
        case.write_bytes((ROOT / "examples" / "cases" / "department-2021.toml").read_bytes())
        for name in ("a.toml", "summary.xlsx"):
            (tmp_path / name).touch()
            err = refused("peers", tmp_path, "--rubric", "junshan-department@2021.1", "-o", tmp_path / name)
            assert err.startswith("cli.output_is_input -o: ")
        assert case.read_bytes() == (ROOT / "examples" / "cases" / "department-2021.toml").read_bytes()


class TestFiles:
    @pytest.mark.parametrize(("locale", "words"), [("zh_Hans_CN", "这是一个链接"), ("en", "it is a link")])
    def test_a_link_stays_a_link_and_what_it_leads_to_stays_as_it_is(self, refused, write, tmp_path, locale, words):
        target, link = tmp_path / "target.toml", tmp_path / "link.toml"
        target.write_text("keep", encoding="utf-8")
        link.symlink_to(target.name)
        err = refused(*write, "-o", link, "--locale", locale)
        assert err.startswith("cli.not_written: ")
        assert words in err
        assert link.is_symlink()
        assert target.read_text(encoding="utf-8") == "keep"

    def test_a_link_to_nothing(self, refused, write, tmp_path):
        link = tmp_path / "link.toml"
        link.symlink_to(tmp_path / "none.toml")
        refused(*write, "-o", link)
        assert names(tmp_path) == ["link.toml"]
        assert link.is_symlink()

    @pytest.mark.parametrize(("locale", "words"), [("zh_Hans_CN", "不是普通文件"), ("en", "no regular file")])
    def test_a_pipe(self, refused, write, tmp_path, locale, words):
        pipe = tmp_path / "pipe.toml"
        os.mkfifo(pipe)
        assert words in refused(*write, "-o", pipe, "--locale", locale)
        assert stat.S_ISFIFO(pipe.lstat().st_mode)

    def test_a_socket(self, refused, write, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.toml")
            refused(*write, "-o", "socket.toml")
        assert stat.S_ISSOCK(Path("socket.toml").lstat().st_mode)

    @pytest.mark.parametrize("mode", [0o644, 0o600, 0o664, 0o755])
    def test_a_file_keeps_its_permissions(self, tmp_path, mode):
        file = tmp_path / "jixiao.lock"
        file.write_text("old", encoding="utf-8")
        file.chmod(mode)
        assert main(["lock", "-o", str(file)]) == 0
        assert stat.S_IMODE(file.stat().st_mode) == mode
        assert "jixiao-lock/1" in file.read_text(encoding="utf-8")

    @pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o027, 0o640), (0o077, 0o600), (0o002, 0o664)])
    def test_a_new_file_has_those_of_the_umask(self, tmp_path, umask, mode):
        file = tmp_path / "jixiao.lock"
        before = os.umask(umask)
        try:
            assert main(["lock", "-o", str(file)]) == 0
        finally:
            os.umask(before)
        assert stat.S_IMODE(file.stat().st_mode) == mode

    @pytest.mark.parametrize("name", ["new.toml/", "there.toml/", "folder.toml/", "folder.toml", "folder.toml/..", "."])
    def test_what_is_no_name_of_a_file(self, refused, tmp_path, name):
        (tmp_path / "there.toml").write_text("keep", encoding="utf-8")
        (tmp_path / "folder.toml").mkdir()
        assert refused("lock", "-o", f"{tmp_path}/{name}").startswith("cli.not_written: ")
        assert names(tmp_path) == ["folder.toml", "there.toml"]
        assert (tmp_path / "there.toml").read_text(encoding="utf-8") == "keep"
        assert names(tmp_path / "folder.toml") == []

    def test_a_template_with_the_name_of_a_folder(self, refused, tmp_path):
        err = refused("tailor", "--template", f"{tmp_path}/new.xlsx/", "--locale", "en")
        assert err.endswith("it is a directory\n")
        assert names(tmp_path) == []

    @pytest.mark.parametrize("name", ["a" * 300 + ".toml", "none/x.toml", "x\0.toml"])
    def test_nothing_is_left_of_what_cannot_be_written(self, refused, tmp_path, monkeypatch, name):
        monkeypatch.chdir(tmp_path)
        assert refused("lock", "-o", name).startswith("cli.not_written: ")
        assert names(tmp_path) == []
