"""Whole scored tables on an engine, held to the generated oracle."""

import compiled
import edges
import kinds

from jixiao_core.frames import score_frame


class Sheet:
    """A rubric, so many distinct lines, and what the scored table must be."""

    def __init__(self, rubric, count, seed, units=edges.smallest_units):
        self.rubric, self.units = rubric, units(rubric)
        self.program = edges.program_of(rubric, self.units)
        self.lines = edges.Lines(self.program, seed).some(count)
        run = compiled.compiled(self.program)
        self.expected = kinds.expected_table(self.program.outputs, [run(line) for line in self.lines])
        self.given = kinds.arrow_table(rubric, edges.table_of(self.lines))

    def hold(self, make):
        """Score the table as `make` gives it, and compare every cell."""
        scored = score_frame(self.rubric, make(self.given), units=self.units, keep=(), undecided="flag")
        kinds.assert_same(kinds.arrow_of(scored), self.expected, self.lines)
        return scored
