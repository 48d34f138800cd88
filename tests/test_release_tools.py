"""The tools that guard a release tell what they are there to tell: each planted fault, and nothing of what is right."""

import hashlib
import importlib.util
import io
import json
import tarfile
import zipfile
from base64 import urlsafe_b64encode

import pytest

INFO = "jixiao_core-0.1.0.dist-info"
FILES = ["src/jixiao_core/__init__.py", "src/jixiao_core/py.typed", "src/jixiao_core/locale/en/x.po", "tests/test_a.py"]
METADATA = (
    "Metadata-Version: 2.4\nName: jixiao-core\nVersion: 0.1.0\nLicense-Expression: Apache-2.0\nLicense-File: LICENSE\n"
    "Requires-Python: >=3.11\nClassifier: Typing :: Typed\nRequires-Dist: attrs>=24.2\nRequires-Dist: babel>=2.14\n"
    "Requires-Dist: cattrs>=24.1.2\nRequires-Dist: rich>=13.7; extra == 'cli'\nDescription-Content-Type: text/markdown\n"
)
BILL = json.dumps({"components": [{"name": each, "isExternal": True} for each in ("attrs", "babel", "cattrs")]})
SOUND = {
    "jixiao_core/__init__.py": "",
    "jixiao_core/py.typed": "",
    f"{INFO}/METADATA": METADATA,
    f"{INFO}/WHEEL": "",
    f"{INFO}/entry_points.txt": "",
    f"{INFO}/licenses/LICENSE": "",
    f"{INFO}/sboms/jixiao-core.cdx.json": BILL,
}


@pytest.fixture
def tool(pytestconfig):
    def load(name):
        path = pytestconfig.rootpath / "tools" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(f"{name}_of_the_tools", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture
def package(tool, monkeypatch):
    module = tool("package")
    # Whether a bill is CycloneDX is told in `make test-package`, where the validator is.
    monkeypatch.setitem(__import__("sys").modules, "cyclonedx.schema", None)
    return module


def wheel(files, record=None):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        rows = []
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
            digest = urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
            rows.append(f"{name},sha256={digest},{len(text)}")
        rows.append(f"{INFO}/RECORD,,")
        archive.writestr(zipfile.ZipInfo(f"{INFO}/RECORD"), "\n".join(rows) if record is None else record)
    return buffer.getvalue()


def test_a_sound_wheel_has_no_problem(package):
    assert list(package.wheel_problems(wheel(SOUND), FILES)) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"tests/test_a.py": ""}, "not wanted in the wheel: tests/test_a.py"),
        ({"jixiao_core/__pycache__/a.pyc": ""}, "not wanted in the wheel: jixiao_core/__pycache__/a.pyc"),
        ({"jixiao_core/locale/en/x.po": ""}, "not wanted in the wheel: jixiao_core/locale/en/x.po"),
        ({"jixiao_core/py.typed": None}, "missing in the wheel: jixiao_core/py.typed"),
        ({f"{INFO}/licenses/LICENSE": None}, f"missing in the wheel: {INFO}/licenses/LICENSE"),
        ({f"{INFO}/sboms/jixiao-core.cdx.json": None}, f"missing in the wheel: {INFO}/sboms/jixiao-core.cdx.json"),
        (
            {f"{INFO}/METADATA": METADATA.replace("Apache-2.0", "MIT")},
            "metadata: License-Expression is MIT, not Apache-2.0",
        ),
        (
            {
                f"{INFO}/METADATA": METADATA.replace(
                    "Requires-Dist: babel", "Requires-Dist: rich>=1\nRequires-Dist: babel"
                )
            },
            "metadata: the core needs attrs, babel, cattrs, rich",
        ),
        ({f"{INFO}/METADATA": METADATA.replace("Typing :: Typed", "Other")}, "metadata: not marked as typed"),
        (
            {f"{INFO}/sboms/jixiao-core.cdx.json": BILL.replace("babel", "rich")},
            "the bill of materials names attrs, cattrs, rich as needed",
        ),
    ],
)
def test_what_is_wrong_with_a_wheel_is_told(package, change, told):
    files = {name: text for name, text in {**SOUND, **change}.items() if text is not None}
    assert told in list(package.wheel_problems(wheel(files), FILES))


def test_a_record_that_is_wrong_is_told(package):
    problems = list(package.wheel_problems(wheel(SOUND, record=f"{INFO}/RECORD,,\n"), FILES))
    assert "the record is wrong about jixiao_core/py.typed" in problems


def test_the_sdist_holds_what_is_tracked(package):
    def sdist(*names):
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
            for name in names:
                archive.addfile(tarfile.TarInfo(f"jixiao_core-0.1.0/{name}"), io.BytesIO())
        return buffer.getvalue()

    assert list(package.sdist_problems(sdist(*FILES, "PKG-INFO"), FILES)) == []
    assert list(package.sdist_problems(sdist(*FILES, "notes.txt"), FILES)) == ["not wanted in the sdist: notes.txt"]
    assert list(package.sdist_problems(sdist(*FILES[:-1]), FILES)) == ["missing in the sdist: tests/test_a.py"]


class TestPublicNames:
    def test_they_are_those_that_are_stored(self, tool, capsys, monkeypatch):
        monkeypatch.setattr("sys.argv", ["public_api.py", "--check"])
        assert tool("public_api").main() == 0, capsys.readouterr().out

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("score(rubric: Rubric", "score(table: Rubric"),
            ("Claim.indicator: str", "Claim.indicator: int"),
            ("class Claim()", "class Claims()"),
            ("Claim.reason: str = ''", "Claim.reason: str"),
        ],
    )
    def test_a_change_is_told_with_both_lines(self, before, after, tool, capsys, monkeypatch, tmp_path):
        """As if the stored promise had been another."""
        module = tool("public_api")
        text = module.STORED.read_text(encoding="utf-8")
        assert before in text
        stored = tmp_path / "public_api.txt"
        stored.write_text(text.replace(before, after, 1), encoding="utf-8")
        monkeypatch.setattr(module, "STORED", stored)
        monkeypatch.setattr("sys.argv", ["public_api.py", "--check"])
        assert module.main() == 1
        told = capsys.readouterr().out
        assert f"- {after}" in told
        assert f"+ {before}" in told
        assert "1 lines gone or changed" in told

    def test_what_attrs_is_told_is_no_promise(self, tool):
        module = tool("public_api")
        assert module.default("field(default=None, converter=exact)") == " = None"
        assert module.default("field(factory=Evidence)") == " = Evidence()"
        assert module.default("field(init=False, factory=Memo)") == " [no argument]"
        assert module.default("field(eq=False)") == ""
        assert module.default("()") == " = ()"


class TestBillOfMaterials:
    def test_the_stored_one_is_in_step(self, tool, monkeypatch, capsys):
        monkeypatch.setattr("sys.argv", ["sbom.py", "--check"])
        assert tool("sbom").main() == 0, capsys.readouterr().out

    def test_it_names_what_is_needed_and_what_is_carried(self, tool):
        """Source: pyproject.toml and rubrics.lock; ranges are those of the requirements."""
        found = tool("sbom").bill()
        ranges = {each["name"]: each["versionRange"] for each in found["components"] if each.get("isExternal")}
        assert ranges == {"attrs": "vers:pypi/>=24.2", "cattrs": "vers:pypi/>=24.1.2", "babel": "vers:pypi/>=2.14"}
        carried = {each["bom-ref"] for each in found["components"] if each["type"] == "data"}
        assert {"junshan-department@2021.1", "junshan-project@2021.1"} <= carried
        assert "serialNumber" not in found
        assert "timestamp" not in found["metadata"]

    def test_a_requirement_whose_licence_nobody_looked_up_stops_it(self, tool):
        with pytest.raises(KeyError):
            tool("sbom").needed("something>=1")


def test_a_command_that_prints_something_else_is_told(tool, tmp_path):
    page = tmp_path / "README.md"
    page.write_text("```console\n$ echo one\ntwo\n```\n\n```console\n$ false\n$ echo $?\n1\n```\n", encoding="utf-8")
    (found,) = tool("embedder").differences(page, tmp_path)
    assert "$ echo one" in found
    assert "two" in found
    page.write_text("```console\n$ false\n```\n", encoding="utf-8")
    (found,) = tool("embedder").differences(page, tmp_path)
    assert "exit status 1 is not said" in found


class TestMutation:
    def test_annotations_are_left_out(self, tool, tmp_path):
        path = tmp_path / "module.py"
        path.write_text("def f(a: int | None = 1 | 2) -> int | str:\n    b: int | str = a | 4\n    return b\n", "utf-8")
        text = path.read_text("utf-8").splitlines()
        spans = [text[line - 1][first:last] for (line, first), (_, last) in tool("mutation").annotated(path)]
        assert sorted(spans) == ["int | None", "int | str", "int | str"]

    def test_the_nearest_tests_are_those_that_name_a_module(self, tool, pytestconfig):
        found = tool("mutation").nearest(pytestconfig.rootpath, "src/jixiao_core/exact/curves.py")
        assert "tests/exact/test_curves.py" in found
        assert not [each for each in found if each.startswith(("tests/cli", "tests/frames"))]

    def test_what_has_no_end_is_neither_told_nor_survived(self, tool, tmp_path, monkeypatch):
        mutation = tool("mutation")
        monkeypatch.setattr(mutation, "CPU_SECONDS", 2)
        (tmp_path / "test_endless.py").write_text("def test_endless():\n    while True:\n        pass\n", "utf-8")
        assert mutation.told(tmp_path, ["test_endless.py"]) == mutation.NO_END

    def test_survivors_are_shown_and_counts_are_of_each_package(self, tool):
        mutant = {"line": 3, "operator": "core/AddNot", "before": "if a:", "after": "if not a:"}
        results = [
            {**mutant, "module": "src/jixiao_core/exact/sums.py", "told": "tests/exact/test_sums.py::test_a"},
            {**mutant, "module": "src/jixiao_core/exact/sums.py", "told": ""},
        ]
        shown = tool("mutation").shown(results, {"exact": 9, "rubrics": 8, "scoring": 7}).splitlines()
        assert shown[0] == "exact: 1 of 2 mutants are told (drawn from 9)"
        assert shown[1] == "rubrics: 0 of 0 mutants are told (drawn from 8)"
        assert shown[3:] == ["survived: src/jixiao_core/exact/sums.py:3 core/AddNot", "    - if a:", "    + if not a:"]
