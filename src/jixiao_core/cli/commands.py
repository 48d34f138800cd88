"""Every command with its arguments."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from jixiao_core.cli.analysis import run_plan, run_readings
from jixiao_core.cli.bridge import run_bridge
from jixiao_core.cli.charts import KINDS as CHART_KINDS
from jixiao_core.cli.charts import run_chart
from jixiao_core.cli.dictionaries import run_measures, run_schema
from jixiao_core.cli.diffing import run_diff
from jixiao_core.cli.forms import run_check, run_convert
from jixiao_core.cli.implied import run_implied
from jixiao_core.cli.letters import run_letter
from jixiao_core.cli.linting import run_lint
from jixiao_core.cli.locking import run_lock, run_verify
from jixiao_core.cli.parsing import Parser
from jixiao_core.cli.printing import run_print
from jixiao_core.cli.rubrics import run_rubrics
from jixiao_core.cli.scoring import run_explain, run_review, run_score
from jixiao_core.cli.sensitivity import run_sensitivity
from jixiao_core.cli.tables import (
    run_columns,
    run_peers,
    run_review_table,
    run_score_table,
    run_sql,
    run_summary_table,
)
from jixiao_core.cli.tailoring import run_tailor
from jixiao_core.cli.vectors import run_vectors
from jixiao_core.messages import Message
from jixiao_core.present import render

__all__ = ["command_parser"]

ROLES = ("self", "department", "finance", "third_party")
KINDS = ("department", "project", "self_evaluation")
ENCODINGS = ("utf-8", "gb18030", "utf-16")
DEFAULT_WIDTH = 100

Run: TypeAlias = Callable[[argparse.Namespace], tuple[str, int]]


def command_parser(locale: str) -> argparse.ArgumentParser:
    """Return the parser of the command line, with its help in a language."""
    return _Commands(locale).parser


class _Commands:
    """The parser and its commands; groups of options that several commands share are methods."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.parser = Parser(locale=locale, prog="jixiao", description=self._text("description"))
        self.parser.add_own_help()
        self._added = self.parser.add_subparsers(
            dest="command", metavar=self._text("metavar_command"), required=True, parser_class=Parser
        )
        self._score()
        self._review()
        self._letter()
        self._explain()
        self._bridge()
        self._chart()
        self._implied()
        self._sensitivity()
        self._convert()
        self._check()
        self._print()
        self._readings()
        self._plan()
        self._lint()
        self._diff()
        self._rubrics()
        self._vectors()
        self._schema()
        self._measures()
        self._tailor()
        self._lock()
        self._verify()
        self._columns()
        self._of_many("score-table", run_score_table)
        self._of_many("review-table", run_review_table)
        self._summary_table()
        self._peers()
        self._sql()
        self.parser.name_arguments()

    def _text(self, code: str) -> str:
        return render(Message.of(f"cli.{code}"), self.locale)

    def _command(self, name: str, run: Run) -> argparse.ArgumentParser:
        help_text = self._text(f"help_{name.replace('-', '_')}")
        added: Parser = self._added.add_parser(name, locale=self.locale, help=help_text, description=help_text)
        added.set_defaults(run=run)
        added.add_own_help()
        added.add_argument("--json", action="store_true", help=self._text("help_json"))
        added.add_argument("--locale", default="zh_Hans_CN", metavar="LOCALE", help=self._text("help_locale"))
        added.add_argument("--width", type=int, default=DEFAULT_WIDTH, metavar="N", help=self._text("help_width"))
        return added

    def _for_cases(self, added: argparse.ArgumentParser) -> None:
        added.add_argument("--rubric", default="", metavar="PIN|FILE", help=self._text("help_rubric"))
        self._for_folders(added)
        added.add_argument("--assume", action="append", default=[], metavar="NAME", help=self._text("help_assume"))
        added.add_argument(
            "--reading", action="append", default=[], metavar="QUESTION=ANSWER", help=self._text("help_reading")
        )
        self._for_forms(added)

    def _for_folders(self, added: argparse.ArgumentParser) -> None:
        added.add_argument("--rubrics", default="", metavar="FOLDER", help=self._text("help_folder"))

    def _for_forms(self, added: argparse.ArgumentParser) -> None:
        added.add_argument("--kind", choices=KINDS, default=None, help=self._text("help_kind"))
        self._masking(added)

    def _masking(self, added: argparse.ArgumentParser) -> None:
        added.add_argument("--encoding", choices=ENCODINGS, default="utf-8", help=self._text("help_encoding"))
        added.add_argument("--redact", action="store_true", help=self._text("help_redact"))
        added.add_argument("--mask", action="append", default=[], metavar="WORD=INSTEAD", help=self._text("help_mask"))

    def _score(self) -> None:
        added = self._command("score", run_score)
        self._for_cases(added)
        added.add_argument("file", nargs="?", default="", help=self._text("help_file"))
        added.add_argument("--replay", default="", metavar="FILE", help=self._text("help_replay_sheet"))

    def _review(self) -> None:
        added = self._command("review", run_review)
        self._for_cases(added)
        added.add_argument("file", nargs="?", default="", help=self._text("help_file"))
        added.add_argument("--round", choices=ROLES, default=None, help=self._text("help_round"))
        added.add_argument("--replay", default="", metavar="FILE", help=self._text("help_replay"))

    def _letter(self) -> None:
        added = self._command("letter", run_letter)
        self._for_cases(added)
        added.add_argument("file", help=self._text("help_file"))
        added.add_argument("-o", "--output", default="", metavar="OUT", help=self._text("help_letter_output"))
        added.add_argument("--round", choices=ROLES, default=None, help=self._text("help_round"))
        added.add_argument("--as", dest="reviewer", choices=ROLES[1:], default=None, help=self._text("help_as"))
        added.add_argument("--read", default="", metavar="LETTER.docx", help=self._text("help_letter_read"))
        added.add_argument("--date", default="", metavar="DATE", help=self._text("help_letter_date"))

    def _explain(self) -> None:
        added = self._command("explain", run_explain)
        self._for_cases(added)
        added.add_argument("file", help=self._text("help_file"))
        added.add_argument("indicator", help=self._text("help_indicator"))
        added.add_argument("--round", choices=ROLES, default=None, help=self._text("help_round"))

    def _bridge(self) -> None:
        added = self._command("bridge", run_bridge)
        self._for_folders(added)
        added.add_argument("before", help=self._text("help_before"))
        added.add_argument("after", help=self._text("help_after"))
        for option, metavar in (("assume", "NAME"), ("reading", "QUESTION=ANSWER")):
            help_text = self._text(f"help_{option}")
            added.add_argument(f"--{option}", action="append", default=[], metavar=metavar, help=help_text)
        added.add_argument("--rubric", default="", metavar="PIN|FILE", help=self._text("help_rubric_both"))
        for which in ("before", "after"):
            side = self._text(f"help_only_{which}")
            added.add_argument(f"--rubric-{which}", default="", metavar="PIN|FILE", help=side)
            added.add_argument(f"--reading-{which}", action="append", default=[], metavar="QUESTION=ANSWER", help=side)
            added.add_argument(f"--assume-{which}", action="append", default=[], metavar="NAME", help=side)
        added.add_argument("--match", action="append", default=[], metavar="OLD=NEW", help=self._text("help_match"))
        self._for_forms(added)

    def _chart(self) -> None:
        added = self._command("chart", run_chart)
        added.add_argument("file", help=self._text("help_file"))
        added.add_argument("after", nargs="?", default="", help=self._text("help_chart_after"))
        added.add_argument("--kind", choices=CHART_KINDS, required=True, help=self._text("help_chart_kind"))
        added.add_argument("-o", "--output", required=True, metavar="OUT", help=self._text("help_chart_output"))
        added.add_argument("--font", default="", metavar="FAMILY|FILE", help=self._text("help_chart_font"))
        added.add_argument("--report", choices=KINDS, default=None, help=self._text("help_kind"))
        added.add_argument("--round", choices=ROLES, default=None, help=self._text("help_round"))
        added.add_argument("--rubric", default="", metavar="PIN|FILE", help=self._text("help_rubric"))
        self._for_folders(added)
        for option, metavar in (("assume", "NAME"), ("reading", "QUESTION=ANSWER"), ("match", "OLD=NEW")):
            help_text = self._text(f"help_{option}")
            added.add_argument(f"--{option}", action="append", default=[], metavar=metavar, help=help_text)
        self._masking(added)

    def _implied(self) -> None:
        added = self._command("implied", run_implied)
        self._for_cases(added)
        added.add_argument("file", help=self._text("help_file"))
        added.add_argument("indicator", help=self._text("help_indicator"))
        added.add_argument("points", nargs="?", default="", help=self._text("help_points"))
        added.add_argument("--round", choices=ROLES, default=None, help=self._text("help_round"))
        added.add_argument("--combined", action="store_true", help=self._text("help_combined"))

    def _sensitivity(self) -> None:
        added = self._command("sensitivity", run_sensitivity)
        self._for_cases(added)
        added.add_argument("file", help=self._text("help_file"))
        added.add_argument("--top", type=int, default=None, metavar="N", help=self._text("help_top"))

    def _convert(self) -> None:
        added = self._command("convert", run_convert)
        self._for_forms(added)
        added.add_argument("file", help=self._text("help_form"))
        added.add_argument("-o", "--output", default="", metavar="OUT", help=self._text("help_output"))

    def _check(self) -> None:
        added = self._command("check", run_check)
        self._for_forms(added)
        added.add_argument("file", help=self._text("help_report"))

    def _print(self) -> None:
        added = self._command("print", run_print)
        self._for_cases(added)
        added.add_argument("file", metavar="FILE|PIN", help=self._text("help_print_file"))
        added.add_argument("-o", "--output", default="", metavar="OUT", help=self._text("help_print_output"))
        added.add_argument("--form", action="store_true", help=self._text("help_form_itself"))
        added.add_argument("--personal", action="store_true", help=self._text("help_personal"))

    def _readings(self) -> None:
        added = self._command("readings", run_readings)
        self._for_cases(added)
        added.add_argument("file", help=self._text("help_file"))

    def _plan(self) -> None:
        added = self._command("plan", run_plan)
        self._for_cases(added)
        added.add_argument("file", help=self._text("help_file"))
        added.add_argument("--grade", default="", metavar="GRADE", help=self._text("help_grade"))

    def _lint(self) -> None:
        added = self._command("lint", run_lint)
        added.add_argument("rubrics", nargs="+", metavar="PIN|FILE", help=self._text("help_lint_rubrics"))
        added.add_argument("--exceptions", default="", metavar="FILE", help=self._text("help_exceptions"))
        added.add_argument("--strict", action="store_true", help=self._text("help_strict"))

    def _diff(self) -> None:
        added = self._command("diff", run_diff)
        added.add_argument("before", metavar="A", help=self._text("help_diff_before"))
        added.add_argument("after", metavar="B", help=self._text("help_diff_after"))

    def _rubrics(self) -> None:
        added = self._command("rubrics", run_rubrics)
        added.add_argument("pin", nargs="?", default="", help=self._text("help_pin"))

    def _vectors(self) -> None:
        added = self._command("vectors", run_vectors)
        added.add_argument("rubric", nargs="?", default="", metavar="PIN|FILE", help=self._text("help_vectors_rubric"))
        added.add_argument("-o", "--output", default="", metavar="OUT", help=self._text("help_vectors_output"))
        added.add_argument("--verifier", action="store_true", help=self._text("help_verifier"))

    def _schema(self) -> None:
        added = self._command("schema", run_schema)
        added.add_argument("name", nargs="?", default="", metavar="NAME", help=self._text("help_schema_name"))
        added.add_argument("-o", "--output", default="", metavar="OUT", help=self._text("help_schema_output"))

    def _measures(self) -> None:
        added = self._command("measures", run_measures)
        added.add_argument("name", nargs="?", default="", metavar="NAME", help=self._text("help_measures_name"))

    def _tailor(self) -> None:
        added = self._command("tailor", run_tailor)
        added.add_argument("overlay", nargs="?", default="", metavar="OVERLAY|PIN", help=self._text("help_overlay"))
        added.add_argument("-o", "--output", default="", metavar="OUT", help=self._text("help_tailor_output"))
        added.add_argument("--template", default="", metavar="OUT.xlsx", help=self._text("help_template"))

    def _lock(self) -> None:
        added = self._command("lock", run_lock)
        added.add_argument("rubrics", nargs="*", metavar="PIN|FOLDER", help=self._text("help_lock_rubrics"))
        added.add_argument("-o", "--output", default="", metavar="OUT", help=self._text("help_lock_output"))

    def _verify(self) -> None:
        added = self._command("verify", run_verify)
        added.add_argument("lock", nargs="?", default="jixiao.lock", metavar="LOCK", help=self._text("help_lock_file"))
        self._for_folders(added)

    def _for_tables(self, added: argparse.ArgumentParser) -> None:
        self._for_folders(added)
        added.add_argument(
            "--reading", action="append", default=[], metavar="QUESTION=ANSWER", help=self._text("help_reading")
        )

    def _columns(self) -> None:
        added = self._command("columns", run_columns)
        self._for_tables(added)
        added.add_argument("rubric", metavar="PIN|FILE", help=self._text("help_vectors_rubric"))
        added.add_argument("-o", "--output", default="", metavar="OUT", help=self._text("help_columns_output"))
        added.add_argument("--claims", action="store_true", help=self._text("help_claims"))

    def _of_many(self, name: str, run: Run) -> None:
        added = self._command(name, run)
        self._for_many(added)
        added.add_argument("-o", "--output", default="", metavar="OUT", help=self._text("help_table_output"))
        for option, metavar in (("unit", "COLUMN=UNIT"), ("keep", "COLUMN")):
            help_text = self._text(f"help_{option}")
            added.add_argument(f"--{option}", action="append", default=[], metavar=metavar, help=help_text)

    def _summary_table(self) -> None:
        added = self._command("summary-table", run_summary_table)
        self._for_many(added)
        added.add_argument("-o", "--output", required=True, metavar="OUT", help=self._text("help_summary_output"))
        added.add_argument("--name", default="", metavar="COLUMN", help=self._text("help_summary_name"))
        for option, metavar in (("unit", "COLUMN=UNIT"), ("assume", "NAME")):
            help_text = self._text(f"help_{option}")
            added.add_argument(f"--{option}", action="append", default=[], metavar=metavar, help=help_text)

    def _peers(self) -> None:
        added = self._command("peers", run_peers)
        self._for_many(added)
        added.add_argument("-o", "--output", default="", metavar="OUT", help=self._text("help_peers_output"))
        added.add_argument("--by", default="", metavar="COLUMN", help=self._text("help_peers_by"))
        added.add_argument("--name", default="", metavar="COLUMN", help=self._text("help_peers_name"))

    def _for_many(self, added: argparse.ArgumentParser) -> None:
        added.add_argument("files", nargs="+", metavar="FILE|FOLDER", help=self._text("help_table_files"))
        added.add_argument("--rubric", default="", metavar="PIN|FILE", help=self._text("help_vectors_rubric"))
        self._for_tables(added)
        added.add_argument("--floats", choices=("refuse", "nearest"), default="refuse", help=self._text("help_floats"))
        added.add_argument("--encoding", choices=ENCODINGS[:2], default=None, help=self._text("help_table_encoding"))
        added.add_argument("--jobs", type=int, default=0, metavar="N", help=self._text("help_jobs"))

    def _sql(self) -> None:
        added = self._command("sql", run_sql)
        self._for_tables(added)
        added.add_argument("rubric", metavar="PIN|FILE", help=self._text("help_vectors_rubric"))
        dialects = ("duckdb", "sqlite", "postgres", "mysql", "oracle", "spark")
        added.add_argument("--dialect", choices=dialects, required=True, help=self._text("help_dialect"))
        added.add_argument("--table", default="units", metavar="NAME", help=self._text("help_table"))
        for option, metavar in (("unit", "COLUMN=UNIT"), ("keep", "COLUMN")):
            help_text = self._text(f"help_{option}")
            added.add_argument(f"--{option}", action="append", default=[], metavar=metavar, help=help_text)
        added.add_argument("-o", "--output", default="", metavar="OUT", help=self._text("help_sql_output"))
