"""
The meaning of table programs in Python's own integers, as one generated function: the interpreter's results, faster.

It shares nothing with the engines but the program. `test_compiled` holds it to the interpreter, the interpreter is held
to `score` in `tests/frames`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from jixiao_core.frames import expressions as ex
from jixiao_core.frames.program import TableProgram

PART = "jx__part__"
"""A condition that stands in several places: what it asks of a raw column may have no answer, where another part says no."""


def compiled(program: TableProgram) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """Return a function from the cells of a line to the values of the outputs, in their order."""
    raw = {name for source in program.sources.values() for name in source.names}
    outputs = set(program.outputs)
    writer = _Writer(raw)
    lines = ["def line(cells):"]
    lines += [f"    {writer.name(name)} = cells.get({name!r})" for name in sorted(raw)]
    for stage in program.stages:
        for name, expression in stage:
            text = writer.text(expression)
            lines.append(f"    {writer.name(name)} = {text}")
            if name in outputs or name.startswith(PART):
                writer.nullable.add(name)
            elif writer.may_be_null(expression):
                # Kleene's logic may promise less than holds; the interpreter looks at every column.
                lines.append(f"    assert {writer.name(name)} is not None")
    lines.append(f"    return ({' '.join(writer.name(name) + ',' for name in program.outputs)})")
    found: dict[str, Any] = {"_all": _all, "_any": _any}
    exec(compile("\n".join(lines), "<table program>", "exec"), found)  # noqa: S102 - the text was made above
    return found["line"]


def _all(*parts):
    return False if False in parts else None if None in parts else True


def _any(*parts):
    return True if True in parts else None if None in parts else False


class _Writer:
    def __init__(self, raw):
        self.nullable = set(raw)
        self._names = {}

    def name(self, name):
        return self._names.setdefault(name, f"v{len(self._names)}")

    def may_be_null(self, expression):
        match expression:
            case ex.Column(name):
                return name in self.nullable
            case ex.Nothing():
                return True
            case ex.IsNull():
                return False
            case ex.Case(cases, otherwise):
                return any(self.may_be_null(part) for part in (*(value for _, value in cases), otherwise))
            case _:
                return any(self.may_be_null(part) for part in ex.children(expression))

    def text(self, expression):
        match expression:
            case ex.Column(name):
                return self.name(name)
            case ex.Number(value) | ex.Words(value) | ex.Truth(value):
                return repr(value)
            case ex.Nothing():
                return "None"
            case ex.Sum(parts):
                return f"({' + '.join(self.text(part) for part in parts)})" if parts else "0"
            case ex.Times(factor, part):
                text = self.text(part)
                plain = f"({factor} * {text})"
                return f"(None if {text} is None else {plain})" if self.may_be_null(part) else plain
            case ex.Flag(condition):
                return f"(1 if {self.text(condition)} else 0)"
            case ex.Quotient(top, base):
                return f"({self.text(top)} // {self.text(base)})"
            case ex.Remainder(top, base, quotient):
                return f"({self.text(top)} - {self.text(quotient)} * {self.text(base)})"
            case ex.IsNull(column):
                return f"({self.name(column.name)} is None)"
            case ex.Case(cases, otherwise):
                found = self.text(otherwise)
                for condition, value in reversed(cases):
                    found = f"({self.text(value)} if {self.text(condition)} else {found})"
                return found
            case ex.Joined(parts):
                texts = ", ".join(self.text(part) for part in parts)
                return f'"".join([{texts}])'
            case _:
                return self.condition(expression)

    def condition(self, expression):
        match expression:
            case ex.Compare(operator, left, right):
                one, other = self.text(left), self.text(right)
                gaps = [text for part, text in ((left, one), (right, other)) if self.may_be_null(part)]
                plain = f"({one} {operator} {other})"
                return f"(None if {' or '.join(f'{gap} is None' for gap in gaps)} else {plain})" if gaps else plain
            case ex.Not(part):
                text = self.text(part)
                return f"(None if {text} is None else not {text})" if self.may_be_null(part) else f"(not {text})"
            case ex.AllOf(parts) | ex.AnyOf(parts):
                is_all = isinstance(expression, ex.AllOf)
                if not parts:
                    return str(is_all)
                texts = [self.text(part) for part in parts]
                if any(self.may_be_null(part) for part in parts):
                    return f"{'_all' if is_all else '_any'}({', '.join(texts)})"
                return f"({(' and ' if is_all else ' or ').join(texts)})"
        raise AssertionError(expression)
