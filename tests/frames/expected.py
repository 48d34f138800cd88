"""What a scored table must say about a line, by `score` alone."""

from jixiao_core import score
from jixiao_core.frames.layout import limits_of
from jixiao_core.frames.scalar import evidence_of, scored_line
from jixiao_core.rubrics.lowering import option_points


def usable(program, line):
    """The cells that can be used, in canonical units, and whether one of them was refused or is beyond the limit."""
    limits = limits_of(program.rubric, program.columns, program.scale, program.limit)
    found, refused, beyond = {}, False, False
    for column in program.columns:
        cell = line.get(column.name)
        if cell is None:
            continue
        if column.sort == "flag":
            found[column.name] = cell
        elif column.sort == "words":
            refused |= cell not in column.allowed
            if cell in column.allowed:
                found[column.name] = cell
        else:
            limit = limits[column.name]
            if (cell < 0 and not column.may_be_negative) or (limit.is_hard and not limit.low <= cell <= limit.high):
                refused = True
                continue
            beyond |= not limit.low <= cell <= limit.high
            found[column.name] = cell * column.quantum
    return {name: cell for name, cell in found.items() if not outside(program, name, found)}, refused, beyond


def outside(program, name, found):
    """Whether points chosen for an option lie outside its range: `score` refuses them."""
    if not name.endswith("__option_points"):
        return False
    row = next(column.row for column in program.columns if column.name == name)
    options = {option.id: option for option in program.rubric.read(program.rubric.indicator(row)).formula.options}
    chosen = options.get(found.get(name.replace("option_points", "option")))
    return chosen is not None and chosen.points is None and found[name] not in option_points(chosen)


def check(program, line, got):
    """Hold a line of a scored table to `score`."""
    found, refused, beyond = usable(program, line)
    dropped = any(line[name] is not None and name not in found for name in line if name.endswith("__option_points"))
    evidence = evidence_of(program.rubric, program.columns, found)
    sheet = score(program.rubric, evidence, assume=program.assumptions)
    expected = scored_line(sheet, program.scale)
    if refused:
        assert got["status"] == "invalid"
    if beyond:
        assert got["status"] in ("undecided", "invalid")
        assert got["total"] is None
        return
    is_untold = got["status"] == "undecided" or "undecided:" in got["remarks"]
    is_full = all(line.get(column.name) is not None for column in program.columns if is_needed(column))
    if not is_untold:
        assert got["total_low"] <= expected["total_low"]
        assert got["total_high"] >= expected["total_high"]
        for name in expected:
            if name.endswith("__points") and got[name] is not None:
                assert got[name] == expected[name], name
    if got["status"] == "settled":
        assert got["total"] == expected["total"]
        assert got.get("grade") in (expected.get("grade"), None)
        assert expected["status"] == "settled"
    if expected["status"] == "invalid":
        assert got["status"] in ("invalid", "undecided", "open") if not is_full else ("invalid", "undecided")
    if is_full and not refused and not dropped and not is_untold:
        assert got["status"] == expected["status"]
        assert {name: got[name] for name in expected if name.endswith(("points", "total", "status"))} == {
            name: each for name, each in expected.items() if name.endswith(("points", "total", "status"))
        }


def is_needed(column):
    """Whether a line is complete only with this column."""
    if column.name.endswith(("__measure", "__not_applicable", "__comparator", "__option_points", "__deduct")):
        return column.name.endswith(("__option_points", "__deduct"))
    return not (column.name.startswith("adjustment__") and column.name.endswith("__cases"))
