"""Rows of the two scoring tables, with measures and evidence in the words of a test."""

import inspect
from fractions import Fraction

import pytest
from attrs import evolve, field, frozen

from jixiao_core import registry
from jixiao_core.exact.intervals import IntervalSet
from jixiao_core.messages import number_text
from jixiao_core.rubrics.levels import to_level
from jixiao_core.rubrics.lowering import attainable, curve_of
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.evidence import Evidence
from jixiao_core.scoring.score import score
from jixiao_core.scoring.weights import row_maximum


def told(points):
    """A set of points as a list of texts: single points as numbers, everything else as intervals."""
    return [number_text(each.low) if each.is_point else str(each) for each in points]


@frozen
class Row:
    """One row of a table, under the adopted answers or others."""

    rubric: Rubric
    id: str
    assume: tuple[str, ...] = field(default=())

    @property
    def read(self):
        return self.rubric.read(self.rubric.indicator(self.id))

    @property
    def maximum(self):
        return row_maximum(self.rubric, Evidence(), self.read)

    def under(self, **answers):
        return evolve(self, rubric=self.rubric.under(answers))

    def assuming(self, *names):
        return evolve(self, assume=names)

    def curve(self, levels):
        """Each measure and its points, straight from the lowered formula."""
        curve = curve_of(self.read.formula, self.maximum)
        return {level: number_text(curve.at(to_level(level))) for level in levels}

    def attainable(self):
        """Every number of points that the formula can give at all."""
        domain = self.read.measure.domain if self.read.measure else None
        return told(attainable(self.read.formula, self.maximum, domain))

    def implied(self, points):
        """The measures that give exactly these points, as an interval in fractions."""
        values = curve_of(self.read.formula, self.maximum).preimage(IntervalSet.points(Fraction(points)))
        return str(values & IntervalSet.of(self.read.measure.domain))

    def node(self, found=None, *, rate=None, pools=None, **facts):
        """The scored row when these facts, this assessment or this declared rate are all that is known."""
        evidence = Evidence.of(
            self.rubric,
            facts=facts,
            measures={} if rate is None else {self.id: rate},
            assessments={} if found is None else {self.id: found},
            pools=pools or {},
        )
        return score(self.rubric, evidence, assume=self.assume)[self.id]

    def points(self, found=None, **known):
        return number_text(self.node(found, **known).points)

    def possible(self, found=None, **known):
        return told(self.node(found, **known).possible)

    def status(self, found=None, **known):
        return self.node(found, **known).status


@pytest.fixture(scope="session")
def department():
    return registry.load("junshan-department@2021.1")


@pytest.fixture(scope="session")
def project():
    return registry.load("junshan-project@2021.1")


@pytest.fixture
def row(request, department, project):
    """The row that the class of a test is about; its docstring quotes the clause from the source."""
    rubric = project if "project" in request.path.name else department
    found = Row(rubric, request.cls.ROW)
    assert inspect.cleandoc(request.cls.__doc__) == found.read.clause
    return found
