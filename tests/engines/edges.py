"""Lines of a table of units at everything that a rubric looks at, made in whole numbers without the library's engines."""

import random
from collections import Counter
from fractions import Fraction

from attrs import frozen

from jixiao_core.frames.columns import column_name, input_columns
from jixiao_core.frames.intake import Source
from jixiao_core.frames.layout import limits_of
from jixiao_core.frames.program import TableProgram, table_program
from jixiao_core.frames.scaling import row_points, scale_of
from jixiao_core.frames.units import factor_of, unit_value
from jixiao_core.messages import number_text
from jixiao_core.rubrics.formulas import Bands, DeductPerStep, Proportional, Targets
from jixiao_core.rubrics.lowering import curve_of, target_row

LARGEST = 2**63 - 1
STEPS = (-1, 0, 1)


def smallest_units(rubric):
    """The units in which 1 is what is computed with: 分, one thing, a ten-thousandth, a millionth, a part of a point."""
    columns = input_columns(rubric, scale_of(rubric))
    return {
        column.name: "分" if column.sort == "money" else number_text(column.quantum)
        for column in columns
        if column.is_numeric
    }


def large_units(rubric):
    """Units that have to be multiplied: 万元, whole plain numbers, per cents, whole points."""
    columns = input_columns(rubric, scale_of(rubric))
    units = {"money": "万元", "rate": "%"}
    return {column.name: units.get(column.sort, "1") for column in columns if column.is_numeric}


def program_of(rubric, units=None, **how) -> TableProgram:
    """The program of a table that has every column, as whole numbers of these units."""
    columns = input_columns(rubric, scale_of(rubric))
    stated = smallest_units(rubric) if units is None else units
    sources = {}
    for column in columns:
        factor = factor_of(column, unit_value(column, stated[column.name])) if column.is_numeric else 1
        sources[column.name] = Source(name=column.name, factor=factor)
    return table_program(rubric, sources, **how)


@frozen
class Edge:
    """Two linear forms and a level at which their ratio turns: facts with their weights in what one of them counts."""

    row: str
    top: tuple[tuple[str, Fraction], ...]
    base: tuple[tuple[str, Fraction], ...]
    level: Fraction
    is_inside: bool = True


def edges_of(program: TableProgram) -> tuple[Edge, ...]:
    """Every place where a row over a ratio changes: of its curve, the ends of its domain, its value of nothing over nothing."""
    quanta = {c.name: c.quantum * program.sources[c.name].factor for c in program.columns}
    found = []
    for printed in program.rubric.indicators:
        row = program.rubric.read(printed)
        points = row_points(program.rubric, row)
        if isinstance(row.formula, Bands | DeductPerStep | Proportional):
            measure = row.measure
            levels = {*curve_of(row.formula, points).breakpoints, measure.zero_over_zero, Fraction(0)}
            levels |= {measure.domain.low, measure.domain.high}
            top, base = (
                tuple((term.fact, term.times * quanta[term.fact]) for term in terms)
                for terms in (measure.numerator, measure.denominator)
            )
            kept = sorted(level for level in levels if isinstance(level, Fraction))
            mirrored = sorted({*kept, *(-level for level in kept)}) if measure.absolute else kept
            inside = [measure.domain.low, measure.domain.high]
            found += [Edge(row.id, top, base, level, level not in inside) for level in mirrored]
        elif isinstance(row.formula, Targets):
            target, actual = (column_name(row.id, part) for part in ("target", "actual"))
            for level in sorted({*target_row(row.formula).breakpoints, Fraction(0)}):
                found.append(Edge(row.id, ((actual, Fraction(1)),), ((target, Fraction(1)),), level))
                found.append(Edge(row.id, ((target, Fraction(1)),), ((actual, Fraction(1)),), level))
    return tuple(found)


class Lines:
    """
    Lines of one program.

    Each is made around one edge: all figures but one are drawn, that one is the number at which the ratio is the edge,
    or the next whole number to it, or one less or more. Other rows stand at their edges where figures are left.
    Then some are damaged: gaps, numbers below zero, at the limit and one beyond, the ends of 64 bits, unknown words.

    Attributes:
        reached: how often each edge was constructed, by how far it was missed in the smallest unit.
    """

    def __init__(self, program: TableProgram, seed: int) -> None:
        self.program = program
        self.reached: Counter[tuple[Edge, int]] = Counter()
        self._random = random.Random(seed)
        self._edges = edges_of(program)
        self._limits = limits_of(program.rubric, program.columns, program.scale, program.limit)
        self._columns = {column.name: column for column in program.columns}
        self._ends = {name: self._ends_of(name) for name in self._limits}
        self._made = 0
        self._by_row: dict[str, list[Edge]] = {}
        for edge in self._edges:
            if edge.is_inside:
                self._by_row.setdefault(edge.row, []).append(edge)

    def _ends_of(self, name):
        limit, factor = self._limits[name], self.program.sources[name].factor
        return -(-limit.low // factor), limit.high // factor

    def some(self, count):
        """Return so many distinct lines."""
        found, seen = [], set()
        tries = 0
        while len(found) < count:
            line = self._line()
            key = tuple(line.values())
            tries += 1
            assert tries < 50 * count + 1000, "the rubric does not have so many lines"
            if key not in seen:
                seen.add(key)
                found.append(line)
        return found

    def _line(self):
        at, self._made = self._made, self._made + 1
        draw = self._random
        size = draw.choice((20, 400, 10**4, 10**6, 10**9, 10**13, self.program.limit))
        line = {name: self._cell(column, size) for name, column in self._columns.items()}
        if self._edges:
            self._at_edges(line, at, size)
        for _ in range(draw.choice((0, 0, 0, 1, 2, 4, 40))):
            self._damage(line, draw.choice(tuple(line)))
        return {name: _in_64_bits(cell) for name, cell in line.items()}

    def _cell(self, column, size):
        draw = self._random
        match column.sort:
            case "flag":
                return draw.random() < 0.02 if "not_applicable" in column.name else draw.random() < 0.6
            case "words":
                return draw.choice(column.allowed)
            case "points":
                # Ranges of less than a point have no whole point in them: their ends, either way round.
                low, high = sorted(self._ends[column.name])
                return draw.choice((low, high, draw.randint(low, high)))
            case "cases":
                return draw.choice((0, 0, 0, 1, 2, 3, 7))
        if column.name.endswith("__measure"):
            if draw.random() < 0.7:
                return None
            edges = [edge for edge in self._edges if column_name(edge.row, "measure") == column.name]
            quantum = column.quantum * self.program.sources[column.name].factor
            return int(draw.choice(edges).level / quantum) + draw.choice(STEPS) if edges else 0
        low, high = self._ends[column.name]
        return draw.choice((0, draw.randint(1, 20), *(draw.randint(1, max(1, min(size, high))) for _ in range(6))))

    def _at_edges(self, line, at, size):
        first = at % len(self._edges)
        step = STEPS[at // len(self._edges) % 3]
        used = set()
        self._reach(line, self._edges[first], step, size, used)
        rows = list(self._by_row)
        self._random.shuffle(rows)
        for row in rows:
            self._reach(line, self._random.choice(self._by_row[row]), self._random.choice(STEPS), size, used)

    def _reach(self, line, edge, step, size, used):
        """Set one figure of the ratio so that it is the level, or as near as whole numbers come, plus a step."""
        weights: dict[str, Fraction] = {}
        for name, weight in edge.top:
            weights[name] = weights.get(name, Fraction(0)) + weight
        for name, weight in edge.base:
            weights[name] = weights.get(name, Fraction(0)) - edge.level * weight
        if not edge.base:
            weights[""] = -edge.level
        if used & set(weights):
            return
        free = [name for name, weight in weights.items() if name and weight and line[name] is not None]
        if not free:
            return
        moved = self._random.choice(free)
        for name in weights:
            if name and name != moved:
                line[name] = self._figure(name, size, edge)
        rest = sum(weight * (line[name] if name else 1) for name, weight in weights.items() if name != moved)
        number = -rest / weights[moved]
        low, high = self._ends[moved]
        if not low - 1 <= number <= high + 1:
            return
        line[moved] = int(number // 1) + step
        used |= {*weights}
        self.reached[edge, step] += 1

    def _figure(self, name, size, edge):
        """A figure beside the one that is moved: often so that the edge is a whole number of it."""
        draw = self._random
        low, high = self._ends[name]
        figure = draw.choice((0, draw.randint(1, 30), draw.randint(1, size), draw.randint(max(1, size // 2), size)))
        if draw.random() < 0.5:
            figure = figure // edge.level.denominator * edge.level.denominator
        return max(low, min(high, figure))

    def _damage(self, line, name):
        draw, column = self._random, self._columns[name]
        if column.sort == "flag":
            line[name] = draw.choice((None, True, False))
        elif column.sort == "words":
            line[name] = draw.choice((None, "其他", "", *column.allowed))
        else:
            low, high = self._ends[name]
            line[name] = draw.choice(
                (None, None, None, 0, -1, low - 1, low, high - 1, high, high + 1, LARGEST, LARGEST - 1, -LARGEST - 1)
            )


def _in_64_bits(cell):
    return cell if not isinstance(cell, int) or isinstance(cell, bool) else max(-LARGEST - 1, min(LARGEST, cell))


def table_of(lines):
    """Lines as columns."""
    return {name: [line[name] for line in lines] for name in lines[0]}
