"""The shipped conformance vectors as lines of tables of units: what every line says, and what its row must score."""

from fractions import Fraction
from math import floor

import databases
import edges
from attrs import frozen

from jixiao_core import registry
from jixiao_core.frames.columns import column_name, input_columns
from jixiao_core.frames.layout import limits_of
from jixiao_core.frames.scaling import scale_of


@frozen
class Vector:
    """
    A vector that a table can say.

    Attributes:
        line: its cells, in whole numbers.
        row: the row that it is about.
        points: in parts of a point, cut to a whole number; None where no single number comes out.
        is_invalid: whether the row makes no sense.
        is_large: whether a figure is larger than can be computed with; then the line is undecided and has no points.
    """

    line: dict
    row: str
    points: int | None
    is_invalid: bool = False
    is_large: bool = False


def readings(pin):
    """The adopted reading, and each declared one as question and answer."""
    leaves = registry.vectors(pin)["leaves"]
    return tuple(dict.fromkeys((leaf.get("question", ""), leaf.get("answer", "")) for leaf in leaves))


def read(pin, reading):
    """The rubric under a reading."""
    rubric = registry.load(pin)
    return rubric.under({reading[0]: reading[1]}) if reading[0] else rubric


def vectors_of(pin, reading, program):
    """Every vector of a reading that a table of units can say, and how many it cannot."""
    rubric = program.rubric
    quanta = {column.name: column.quantum for column in input_columns(rubric, scale_of(rubric))}
    limits = limits_of(rubric, program.columns, program.scale, program.limit)
    found, left = [], 0
    for leaf in registry.vectors(pin)["leaves"]:
        if (leaf.get("question", ""), leaf.get("answer", "")) != reading:
            continue
        row = leaf["indicator"]
        for vector in (*leaf.get("measures", ()), *leaf.get("facts", ()), *leaf.get("assessments", ())):
            cells = _cells(row, vector)
            whole = None if cells is None else _whole(cells, quanta)
            if whole is None or (vector.get("status") == "not_applicable" and rubric.policy(row) != "full_points"):
                left += 1
                continue
            large = any(name in limits and abs(n) > limits[name].high for name, n in whole.items() if name in limits)
            status = vector.get("status", "settled")
            points = leaf["max"] if status == "not_applicable" else vector.get("points")
            scaled = None if points is None or large else floor(_rounded(rubric, Fraction(points)) * program.scale)
            found.append(Vector(whole, row, scaled, status == "invalid" and not large, large))
    return found, left


def _rounded(rubric, points):
    """A table shows the points of a row as they count: rounded, where the form rounds rows; vectors are exact."""
    step = rubric.rounding_at("indicator")
    return step.rounding.apply(points) if step else points


def _whole(cells, quanta):
    """Numbers in the units that are computed with; None where one of them is finer."""
    found = {}
    for name, cell in cells.items():
        if isinstance(cell, Fraction):
            number = cell / quanta[name]
            if number.denominator != 1 or abs(number) >= 2**63:
                return None
            found[name] = number.numerator
        else:
            found[name] = cell
    return found


def _cells(row, vector):
    """The cells of a vector; None where a table of units has no room for it: parts of items, several targets."""
    if "value" in vector:
        return {column_name(row, "measure"): Fraction(vector["value"])}
    if "facts" in vector:
        return {name: Fraction(number) for name, number in vector["facts"].items()}
    stated = vector["assessment"]
    match stated["kind"]:
        case "checklist":
            if any("met" not in item for item in stated["items"]):
                return None
            return {column_name(row, item["item"], "met"): item["met"] for item in stated["items"]}
        case "nonconformities":
            found = {}
            for case in stated["cases"]:
                found[column_name(row, case["condition"], "cases")] = Fraction(case["count"])
                if "deduct" in case:
                    found[column_name(row, case["condition"], "deduct")] = Fraction(case["deduct"])
            return found
        case "options":
            found = {column_name(row, "option"): stated["option"]}
            return found | ({column_name(row, "option_points"): Fraction(p)} if (p := stated.get("points")) else {})
        case "judged":
            return {column_name(row, "judged"): Fraction(stated["points"])}
        case "targets":
            only = stated["rows"][0]
            if len(stated["rows"]) > 1 or not {*only} <= {"label", "target", "actual", "comparator"}:
                return None
            found = {column_name(row, part): Fraction(only[part]) for part in ("target", "actual") if part in only}
            return found | ({column_name(row, "comparator"): only["comparator"]} if "comparator" in only else {})
    raise AssertionError(stated)


def hold(rubric, vectors, scored):
    """
    Every line of the scored table says what its vector says.

    Where points of rows that do not apply move to others, a row's are not told while others are open: then only what
    is told is compared.
    """
    is_told = not any(rubric.policy(row.id) in ("reallocate", "rescale") for row in rubric.indicators)
    assert len(scored) == len(vectors)
    for vector, line in zip(vectors, scored, strict=True):
        points = line[column_name(vector.row, "points")]
        assert points == vector.points or (points is None and not is_told), vector
        if vector.is_large:
            assert line["status"] == "undecided", vector
        assert (
            f"invalid:{column_name(vector.row)};" in line["remarks"] or f"invalid:{vector.row};" in line["remarks"]
        ) == vector.is_invalid, (vector, line["remarks"])


CASES = [(pin, reading) for pin in registry.shipped() for reading in readings(pin)]
"""Every declared reading of every shipped rubric."""


def named(part):
    """The name of a case in a test."""
    return part if isinstance(part, str) else "=".join(part)


def hold_reading(dialect, pin, reading, *, connection=None):
    """Every vector of one reading that a table can say, scored by a database."""
    rubric = read(pin, reading)
    vectors, _ = vectors_of(pin, reading, edges.program_of(rubric))
    lines, units = [vector.line for vector in vectors], edges.smallest_units(rubric)
    scored = databases.scored(dialect, rubric, lines, connection=connection, units=units) if lines else []
    hold(rubric, vectors, scored)
