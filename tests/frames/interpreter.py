"""The meaning of table programs in Python's own integers, watched for numbers that leave 64 bits and for columns without value."""

from collections.abc import Mapping
from typing import Any

from jixiao_core.frames import expressions as ex
from jixiao_core.frames.program import TableProgram

LARGEST = 2**63 - 1


def run(program: TableProgram, cells: Mapping[str, Any], rough: int = 0) -> dict[str, Any]:
    """Compute one line; `rough` is what every quotient is wrong by (-1, 0 or 1)."""
    values = dict(cells)
    for stage in program.stages:
        values.update({name: value(expression, values, rough) for name, expression in stage})
    return {name: values[name] for name in program.outputs}


def value(expression: ex.Expression, values: Mapping[str, Any], rough: int) -> Any:
    found = _value(expression, values, rough)
    if isinstance(found, int) and not isinstance(found, bool):
        assert -LARGEST - 1 <= found <= LARGEST, expression
    return found


def _value(expression: ex.Expression, values: Mapping[str, Any], rough: int) -> Any:
    def of(part):
        found = value(part, values, rough)
        assert found is not None, part
        return found

    match expression:
        case ex.Column(name):
            return values[name]
        case ex.Number(number):
            return number
        case ex.Words(text):
            return text
        case ex.Truth(holds):
            return holds
        case ex.Nothing():
            return None
        case ex.Sum(parts):
            total = 0
            for part in parts:
                total += of(part)
                assert abs(total) <= LARGEST
            return total
        case ex.Times(factor, part):
            # Raw columns may have no value; what comes of them is not looked at then.
            found = value(part, values, rough)
            return None if found is None else factor * found
        case ex.Flag(condition):
            return int(of(condition))
        case ex.Quotient(top, base, most):
            assert of(top) >= 0
            assert of(base) > 0
            exact = of(top) // of(base)
            assert exact <= most
            return exact + rough
        case ex.Remainder(top, base, quotient):
            assert abs(of(quotient) * of(base)) <= LARGEST
            return of(top) - of(quotient) * of(base)
        case ex.IsNull(column):
            return values[column.name] is None
        case ex.Not(part):
            found = value(part, values, rough)
            return None if found is None else not found
        # Engines compute all parts of a condition, and know that nothing and no is no.
        case ex.AllOf(parts):
            found = [value(part, values, rough) for part in parts]
            return False if False in found else None if None in found else True
        case ex.AnyOf(parts):
            found = [value(part, values, rough) for part in parts]
            return True if True in found else None if None in found else False
        case ex.Compare(operator, left, right):
            one, other = value(left, values, rough), value(right, values, rough)
            if one is None or other is None:
                return None
            return {"<": one < other, "<=": one <= other, "==": one == other, ">=": one >= other, ">": one > other}[
                operator
            ]
        case ex.Case(cases, otherwise):
            # All branches are computed: some engines raise in those that are not taken.
            branches = [(value(when, values, rough), value(then, values, rough)) for when, then in cases]
            last = value(otherwise, values, rough)
            return next((then for when, then in branches if when), last)
        case ex.Joined(parts):
            return "".join(found for part in parts if (found := value(part, values, rough)) is not None)
    raise AssertionError(expression)
