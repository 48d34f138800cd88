"""
Runs the blocks of a page as its reader would: in a folder with the files of the page, and with the examples.

`python` blocks of a page share one namespace, those with prompts are doctests; `console` blocks are what a person
types after ``$ `` and gets, exactly, but for lines of one ``…``, each of which stands for any number of lines.
"""

import doctest
import re
import shlex
from pathlib import Path
from typing import get_type_hints

import attrs
from markdown_pages import ROOT

from commands import at_once
from jixiao_core import exchange, registry
from jixiao_core.exchange.converter import _field_hook, own_converter
from jixiao_core.exchange.overlays import is_overlay
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.rubrics.linting.exceptions import LintExceptions
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.evidence import Evidence

LANGUAGES = ("toml", "python", "console", "")
DOCTEST_OPTIONS = doctest.ELLIPSIS
ANYTHING = "…"


def place_files(page, folder):
    """Write the files of a page into a folder, beside the examples."""
    for name, text in page.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "examples").symlink_to(ROOT / "examples")


def toml_problems(block):
    """What is wrong with a TOML block: a whole rubric, case or report by its keys, else keys of one of them."""
    data = exchange.read_document(block.text.encode(), syntax="toml")
    if is_overlay(data):
        exchange.parse_tailored(data, registry.load(data["derived_from"]))
    elif "series" in data:
        exchange.parse_rubric(data)
    elif "exceptions" in data:
        own_converter().structure(data, LintExceptions)
    elif "rubric" in data:
        exchange.parse_case(data)
    elif "kind" in data or "reports" in data:
        exchange.parse_reports(data)
    elif block.name:
        return ["a file is a rubric, a case or a report"]
    else:
        return [f"{key} is a key of nothing" for key, value in data.items() if not _is_part(key, value)]
    return []


def _is_part(key, value):
    """Read the value by the first class that has such a key."""
    for cls in (Rubric, Indicator, Case, Evidence):
        for attribute in attrs.fields(cls):
            if attribute.name == key:
                _field_hook(cls, attribute, get_type_hints(cls)[key], own_converter())(value)
                return True
    return False


def python_problems(page, name):
    """What the Python blocks of a page do otherwise than they say, as a text; empty where all is well."""
    namespace = {"__name__": "__main__"}
    runner = doctest.DocTestRunner(verbose=False, optionflags=DOCTEST_OPTIONS)
    parser = doctest.DocTestParser()
    said = []
    for block in page.blocks:
        if block.language != "python" or block.reason:
            continue
        test = parser.get_doctest(block.text, namespace, name, name, block.line - 1)
        if test.examples:
            runner.run(test, out=said.append, clear_globs=False)
            namespace.update(test.globs)
        else:
            exec(compile(block.text, name, "exec"), namespace)  # noqa: S102 - the page is ours
    return "".join(said)


def sessions(text):
    """The commands of a console block, each with its expected lines."""
    found = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif not found:
            return [("", [line])]
        else:
            found[-1][1].append(line)
    return found


def console_problems(block, folder, call=at_once):
    """What the commands of a block do otherwise than it says."""
    status = 0
    waits = False
    for command, expected in sessions(block.text):
        if command == "echo $?":
            if expected != [str(status)]:
                return [f"the exit status is {status}, not {expected}"]
            waits = False
            continue
        if waits:
            break
        words = shlex.split(command)
        if not words or Path(words[0]).name != "jixiao":
            return [f"not a jixiao command: {command!r}"]
        status, out, err = call(*words[1:], cwd=folder)
        waits = status != 0
        got = (out + err).splitlines()
        if not matches(expected, got):
            return [f"$ {command}", "expected:", *expected, "got:", *got]
    return [f"the exit status {status} is not said; add `$ echo $?`"] if waits else []


def matches(expected, got):
    """Whether lines are as expected, where a line of one … stands for any lines, also none; blank ends are equal."""
    pattern = "".join(
        "(?:.*\n)*" if line.strip() == ANYTHING else re.escape(line.rstrip()) + "\n" for line in _cut(expected)
    )
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in _cut(got))) is not None


def _cut(lines):
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    return lines[:end]


def make_problems(block):
    """A block without a language holds targets of the Makefile, one a line, and nothing else."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    return [line for line in block.text.splitlines() if line and line.removeprefix("make ") not in targets]
