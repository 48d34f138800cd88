"""The public names, held by a list: a change here is a change of the promise."""

import subprocess
import sys

import jixiao_core

PUBLIC = {
    "Bridge", "Case", "Claim", "Evidence", "EvidencePlan", "Finding", "FormatError", "InvalidValueError", "JixiaoError",
    "LimitError", "LintException", "LintReport", "Message", "NumberError", "Overlay", "Problem", "Readings", "Review", "Rubric",
    "ScoreRound", "ScoreSheet", "Severity", "Text", "UnknownNameError", "UnsettledError", "Vectors", "bridge",
    "coverage", "exchange", "explain", "implied", "lint", "plan", "present", "readings", "registry", "reports",
    "review", "score", "sensitivity", "strategies", "tailor", "vectors",
}  # fmt: skip


def test_the_list_is_the_promise():
    assert set(jixiao_core.__all__) == PUBLIC
    assert list(jixiao_core.__all__) == sorted(jixiao_core.__all__)


def test_every_name_resolves():
    for name in PUBLIC:
        assert getattr(jixiao_core, name) is not None


def test_dir_shows_the_public_names():
    assert set(dir(jixiao_core)) >= PUBLIC


def test_unknown_names_are_attribute_errors():
    assert not hasattr(jixiao_core, "nothing_of_the_kind")


def run(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_the_core_imports_without_any_extra_and_without_the_costly_parts():
    """Scoring needs attrs alone; cattrs, babel and everything else come when they are used."""
    code = (
        "import sys\n"
        "from jixiao_core import score, review, Evidence, Case\n"
        "heavy = ('cattrs', 'babel', 'hypothesis', 'rich', 'narwhals', 'json', 'tomllib')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    assert run(code).strip() == "[]"


def test_importing_the_package_imports_nothing_else():
    code = "import sys, jixiao_core; print([name for name in sys.modules if name.startswith('jixiao_core.')])"
    assert run(code).strip() == "[]"
