"""Lock files of applications: what moved is told exactly, and nothing else."""

import pytest
from overlay_texts import overlay

from jixiao_core import registry
from jixiao_core.errors import FormatError, UnknownNameError
from jixiao_core.exact.numbers import shown


@pytest.fixture
def locked(project, tmp_path):
    path = tmp_path / "jixiao.lock"
    path.write_text(registry.lock(rubrics=project).to_toml(), encoding="utf-8")
    return path


def codes(problems) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in problems]


def test_a_lock_reads_back(locked, project):
    assert registry.read_lock(locked) == registry.lock(rubrics=project)


def test_a_lock_says_what_where_and_under_which_digest(project):
    found = dict(registry.lock(["yi-town@2022.1", "junshan-project@2021.1"], rubrics=project).entries)
    town = found["yi-town@2022.1"]
    assert town.digest == registry.open(project, "yi-town@2022.1").digest
    assert (town.origin, town.file, town.semantics) == ("folder", "town.toml", 1)
    assert town.derived_from.startswith("jia-county@2022.1#sha256:")
    assert found["junshan-project@2021.1"].origin == "shipped"


def test_nothing_moved(locked, project):
    assert registry.verify(locked, rubrics=project) == ()
    assert registry.verify(registry.lock()) == ()


def test_a_changed_overlay_moves_itself_and_what_is_derived_from_it(locked, project):
    file = project / "jia.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("试行", "执行"), encoding="utf-8")
    assert codes(registry.verify(locked, rubrics=project)) == [
        ("jia-county@2022.1", "registry.lock_digest"),
        ("yi-town@2022.1", "registry.lock_derived_from"),
        ("yi-town@2022.1", "registry.lock_digest"),
    ]


def test_a_comment_moves_nothing(locked, project):
    file = project / "jia.toml"
    file.write_text("# 只是注释\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert registry.verify(locked, rubrics=project) == ()


def test_a_rubric_that_is_gone(locked, project):
    (project / "own.json").unlink()
    assert codes(registry.verify(locked, rubrics=project)) == [("bing-project@2021.1", "registry.lock_gone")]


def test_without_its_folder_a_lock_is_not_held_to_be_sound(locked):
    found = registry.verify(locked)
    assert {problem.code for problem in found} == {"registry.lock_no_folder"}
    assert len(found) == 3


def test_a_new_rubric_in_the_folder_moves_nothing(locked, project):
    (project / "new.toml").write_text(overlay("ding"), encoding="utf-8")
    assert registry.verify(locked, rubrics=project) == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("semantics = 1", "semantics = 2", "registry.lock_semantics"),
        ('origin = "shipped"', 'origin = "folder"\nfile = "x.toml"', "registry.lock_no_folder"),
        ('digest = "sha256:1', 'digest = "sha256:2', "registry.lock_digest"),
    ],
)
def test_each_thing_that_can_move(old, new, code):
    text = registry.lock(["junshan-department@2021.1"]).to_toml()
    assert old in text
    (problem,) = registry.verify(registry.read_lock(text.replace(old, new).encode()))
    assert (problem.path, problem.code) == ("junshan-department@2021.1", code)


def test_what_cannot_be_locked():
    with pytest.raises(UnknownNameError) as caught:
        registry.lock(["nowhere@2021.1", "jia-county@2022.1", "elsewhere@2021.1"])
    assert [problem.message["found"] for problem in caught.value.problems] == [
        "'nowhere@2021.1'",
        "'jia-county@2022.1'",
        "'elsewhere@2021.1'",
    ]
    with pytest.raises(FormatError):
        registry.lock([f"junshan-department@2021.1#sha256:{'0' * 64}"])


@pytest.mark.parametrize(
    "text",
    [
        "format = 'jixiao-lock/2'\n[rubrics]",
        "[rubrics]",
        "format = 'jixiao-lock/1'",
        "format = 'jixiao-lock/1'\n[rubrics.'../x']\ndigest = ''\nsemantics = 1\norigin = 'shipped'",
        "format = 'jixiao-lock/1'\n[rubrics.'a@2021.1']\ndigest = ''\nsemantics = '1'\norigin = 'shipped'",
        "format = 'jixiao-lock/1'\n[rubrics.'a@2021.1']\ndigest = ''\nsemantics = 1\norigin = 'web'",
    ],
)
def test_a_lock_that_is_none_is_refused(text):
    with pytest.raises(FormatError):
        registry.read_lock(text.encode())


def refusals(text: str) -> list[tuple[str, str]]:
    with pytest.raises(FormatError) as caught:
        registry.verify(text.encode())
    return codes(caught.value.problems)


@pytest.mark.parametrize("text", ["[rubrics]", "rubrics = {}"])
def test_a_lock_without_entries_is_none(text):
    assert refusals(f"format = 'jixiao-lock/1'\n{text}") == [("rubrics", "registry.lock_empty")]


def test_a_folder_without_rubrics_is_not_locked(tmp_path):
    """The lock of nothing would be sound for ever; pins that are named are locked all the same."""
    (tmp_path / "notes.txt").write_text("没有评分表", encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        registry.lock(rubrics=tmp_path)
    assert codes(caught.value.problems) == [("", "registry.lock_nothing")]
    # Long paths are cut, so that the place of the tests does not count.
    assert shown(str(tmp_path)) in str(caught.value)
    named = registry.lock(["junshan-project@2021.1"], rubrics=tmp_path)
    assert [pin for pin, _ in named.entries] == ["junshan-project@2021.1"]


@pytest.mark.parametrize(
    "digest", ["", "sha256:", "sha256:12", "0" * 64, f"sha256:{'0' * 63}", f"sha256:{'0' * 65}", f"sha256:{'G' * 64}",
               f"sha256:{'A' * 64}", f"sha1:{'0' * 64}", f"sha256:{'0' * 64}\\n"]
)  # fmt: skip
def test_a_digest_that_is_none(digest):
    pin = "junshan-department@2021.1"
    text = registry.lock([pin]).to_toml()
    wrong = text.replace(registry.load(pin).digest, digest)
    assert wrong != text
    assert refusals(wrong) == [(f"rubrics.'{pin}'.digest", "registry.lock_bad_digest")]
