"""The glossary names what there is: every identifier where it says, every class of the field's model."""

import importlib
import re
from pathlib import Path

import pytest

from jixiao_core import exchange

PAGE = (Path(__file__).parents[2] / "docs/glossary.md").read_text(encoding="utf-8")
ROWS = [
    (re.findall(r"`([^`]+)`", cells[3]), cells[4].strip(" `"))
    for line in PAGE.splitlines()
    if len(cells := line.split("|")) == 6 and cells[4].strip(" `").endswith(".py")
]
FACTS = [cells[3].strip(" `") for line in PAGE.splitlines() if len(cells := line.split("|")) == 5 and "`" in cells[3]]
MODEL = [
    "rubrics.rubric",
    "rubrics.indicators",
    "rubrics.formulas",
    "rubrics.measures",
    "rubrics.facts",
    "rubrics.grades",
    "rubrics.sources",
    "scoring.evidence",
    "scoring.figures",
    "scoring.assessments",
    "scoring.case",
    "scoring.sheet",
    "scoring.bridge",
    "scoring.review",
    "scoring.implied",
    "scoring.implications",
    "scoring.implied_parts",
    "scoring.implied_reasons",
    "scoring.fact_systems",
    "scoring.fact_lines",
    "scoring.next_steps",
    "scoring.sensitivity",
    "scoring.explain",
    "scoring.vectors",
    "scoring.vector_sheets",
    "scoring.vector_probes",
    "reports.department",
    "reports.project",
    "reports.parts",
    "reports.slips",
    "reports.places",
    "reports.identities",
    "exact.quantities",
    "exact.intervals",
    "exact.rounding",
    "exact.curves",
    "exact.linear",
]


def module(path):
    return importlib.import_module(f"jixiao_core.{path.removesuffix('.py').replace('/', '.')}")


@pytest.mark.parametrize(("names", "where"), ROWS, ids=lambda part: part if isinstance(part, str) else "")
def test_every_identifier_stands_where_it_says(names, where):
    for name in names:
        first, *rest = name.split(".")
        found = getattr(module(where), first)
        assert not rest or rest[0] in dir(found) or rest[0] in {each.name for each in found.__attrs_attrs__}


def test_every_class_of_the_model_has_its_term():
    named = {name.split(".")[0] for names, _ in ROWS for name in names}
    for each in MODEL:
        home = module(each)
        classes = {name for name in home.__all__ if isinstance(getattr(home, name), type)}
        assert classes - named - {"Infinite"} == set(), each


def test_every_fact_is_in_the_dictionary():
    known = {fact.id for fact in exchange.shared_facts()}
    assert FACTS
    assert set(FACTS) - known - {"junshan-department", "identifier"} == set()
