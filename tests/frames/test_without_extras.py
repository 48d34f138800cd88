"""Without an extra its names say which one is missing; what does not need it works."""

import subprocess
import sys

WITHOUT = "import sys\nfor name in {missing}: sys.modules[name] = None\n"


def run(missing, code):
    text = WITHOUT.format(missing=missing) + code
    done = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


TELL = (
    "try:\n    {use}\nexcept ModuleNotFoundError as error:\n    print(error.name, error)\n"
    "else:\n    print('nothing was told')\n"
)


def test_every_name_of_frames_is_there_or_says_what_is_missing():
    code = (
        "from jixiao_core import frames\n"
        "told = []\n"
        "for name in frames.__all__:\n"
        "    try: getattr(frames, name)\n"
        "    except ModuleNotFoundError as error: told.append((name, 'jixiao-core[frames]' in str(error)))\n"
        "print({'columns', 'score_frame', 'review_frame', 'score_cases'} <= {name for name, _ in told}, all(is_told for _, is_told in told))\n"
        "print(hasattr(frames, 'nothing_of_the_kind'))\n"
    )
    assert run(["narwhals"], code) == ["True True", "False"]


def test_a_name_that_is_imported_says_so_too():
    code = TELL.format(use="from jixiao_core.frames import score_frame")
    told = 'narwhals tables of units need the extra frames: pip install "jixiao-core[frames]"'
    assert run(["narwhals"], code) == [told]


def test_sql_says_what_is_missing():
    code = TELL.format(use="from jixiao_core.frames.sql import rubric_sql")
    assert run(["sqlglot"], code) == ['sqlglot SQL needs the extra sql: pip install "jixiao-core[sql]"']


def test_sql_needs_its_own_extra_alone():
    """`jixiao-core[sql]` has sqlglot and nothing else."""
    code = (
        "from jixiao_core import registry\n"
        "from jixiao_core.frames.sql import rubric_sql\n"
        "print(rubric_sql(registry.load('junshan-project@2021.1'), 'duckdb').split()[0])\n"
        "from jixiao_core.cli import main\n"
        "raise SystemExit(main(['sql', 'junshan-project@2021.1', '--dialect', 'duckdb', '--locale', 'en']))\n"
    )
    lines = run(["narwhals", "polars", "pandas", "pyarrow"], code)
    assert lines[0] == "WITH"
    assert len(lines) > 1


def test_another_missing_module_is_not_taken_for_the_extra():
    code = TELL.format(use="import jixiao_core.frames")
    assert run(["jixiao_core.frames.scaling"], code)[0].startswith("jixiao_core.frames.scaling")


def test_every_extra_that_a_summary_needs_is_named_at_once(tmp_path):
    code = (
        "from jixiao_core.cli import main\n"
        "from contextlib import redirect_stderr\n"
        "import sys\n"
        "with redirect_stderr(sys.stdout):\n"
        "    print(main(['summary-table', 'examples/self-assessed-2021.csv', '--rubric', 'junshan-department@2021.1',"
        f" '-o', {str(tmp_path / 'out.xlsx')!r}, '--locale', 'en']))\n"
    )
    told, status = run(["polars", "openpyxl"], code)
    assert 'pip install "jixiao-core[frames,xlsx]" polars' in told
    assert status == "2"
    assert 'pip install "jixiao-core[xlsx]"' in run(["openpyxl"], code)[0]
    assert 'pip install "jixiao-core[frames]" polars' in run(["polars"], code)[0]
