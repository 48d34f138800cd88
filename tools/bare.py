"""
Run with the wheel alone, no extra: the core scores, and what needs an extra says which.

    python -I tools/bare.py    prints what is wrong; exit status 1 where anything is
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

EXTRAS = ("hypothesis", "rich", "narwhals", "sqlglot", "docx", "openpyxl", "matplotlib", "polars")


def core() -> None:
    """Score, review and explain one row of a shipped table, in both languages."""
    from jixiao_core import Evidence, exchange, present, registry, review, score

    rubric = registry.load("junshan-department@2021.1")
    row = "input.budget_allocation.staffing_ratio"
    sheet = score(rubric, Evidence.of(rubric, facts={"in_service_staff": 19, "authorised_staffing": 18}))
    assert str(sheet[row].points) == "5/2"
    case = exchange.parse_case(
        {
            "rubric": rubric.pin,
            "fiscal_year": 2021,
            "evidence": {"facts": {"in_service_staff": "19人", "authorised_staffing": "18人"}},
            "rounds": [{"role": "self", "claims": [{"indicator": row, "points": "5"}]}],
        }
    )
    found = review(rubric, case)
    assert found.round()[row].verdict == "above"
    for locale in present.LOCALES:
        assert present.explain(found, row, locale=locale)
    assert exchange.parse_case(exchange.read_document(exchange.to_toml(case).encode())) == case


def command(*words: str) -> tuple[int, str, str]:
    """Exit status and both outputs of the command line."""
    from jixiao_core.cli import main

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main([*words, "--locale", "en"])
        except SystemExit as stop:
            status = int(stop.code or 0)
    return status, out.getvalue(), err.getvalue()


def told(extra: str, use: Callable[[], object]) -> None:
    """The use of an extra that is not installed says its name and how it is installed."""
    said = "nothing was told"
    try:
        use()
    except Exception as error:  # noqa: BLE001 - whatever it is, its text is looked at
        said = str(error)
    assert f"jixiao-core[{extra}]" in said, f"{extra}: {said}"


def extras() -> None:
    import jixiao_core
    from jixiao_core import exchange, registry, strategies

    rubric = registry.load("junshan-department@2021.1")
    told("hypothesis", lambda: strategies.cases)
    told("frames", lambda: score_nothing(rubric))
    told("sql", lambda: statement(rubric))
    with tempfile.TemporaryDirectory() as name:
        form = Path(name) / "form.docx"
        form.write_bytes(b"PK\x03\x04")
        told("docx", lambda: exchange.read_published(form))
    assert {*jixiao_core.__all__} <= {*dir(jixiao_core)}
    for words in (("columns", rubric.pin, "-o", "units.xlsx"), ("sql", rubric.pin, "--dialect", "duckdb")):
        status, out, err = command(*words)
        assert (status, out) == (2, ""), (words, status, out)
        assert "jixiao-core[" in err, (words, err)
    status, out, err = command("rubrics")
    assert status == 0, err
    assert rubric.pin in out


def score_nothing(rubric: object) -> object:
    from jixiao_core.frames import score_frame

    return score_frame(rubric, None)


def statement(rubric: object) -> object:
    from jixiao_core.frames.sql import rubric_sql

    return rubric_sql(rubric, "duckdb")


def main() -> int:
    present = [name for name in EXTRAS if find_spec(name)]
    if present:
        print(f"not bare: {', '.join(present)}")
        return 1
    wrong = 0
    for each in (core, extras):
        try:
            each()
        except Exception as error:  # noqa: BLE001 - every failure is told
            wrong += 1
            print(f"{each.__name__}: {error!r}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
