"""One row of a bridge: its points for every mixture of the two sheets, and what each cause moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from attrs import frozen

from jixiao_core.messages import Message
from jixiao_core.rubrics.formulas import Bands, DeductPerStep, Proportional
from jixiao_core.rubrics.indicators import Indicator
from jixiao_core.scoring.assessments import Assessment
from jixiao_core.scoring.bridge_sides import Standing, StandingRow, is_chosen
from jixiao_core.scoring.carrying import Carrier, bare, carried_assessment, carried_readings, states_points
from jixiao_core.scoring.rows import RowInput, RowOutcome, row_outcome
from jixiao_core.scoring.shapley import shares

__all__ = ["Moved", "RowPair", "moved"]

ZERO = Fraction(0)

CONTENT = ("facts", "rules", "readings")
WEIGHT = ("structure", "pool", "not_applicable")
"""What decides which part of its points a row attains, and what decides how many points it can count."""

Carriers = Mapping[tuple[int, int], Carrier]
"""(whose facts, whose rubric) to what the facts say there; 0 is the sheet before, 1 the sheet after."""


@frozen(kw_only=True)
class Moved:
    """
    What each cause moved in one row.

    Attributes:
        parts: cause to points; every cause of facts, rules, readings, structure, pool, not_applicable, undivided.
        obstacles: why facts, rules and readings could not be told apart; empty where they could.
    """

    parts: Mapping[str, Fraction]
    obstacles: tuple[Message, ...] = ()


class RowPair:
    """One row in two settled sheets; every question about mixtures is asked by 0 (before) or 1 (after)."""

    def __init__(self, names: tuple[str, str], sides: tuple[Standing, Standing], carriers: Carriers) -> None:
        self.sides: tuple[Standing, Standing] = sides
        self.carriers: Carriers = carriers
        self.rows: tuple[StandingRow, StandingRow] = (sides[0].rows[names[0]], sides[1].rows[names[1]])
        self._outcomes: dict[tuple[int, int, int, Fraction, Fraction], RowOutcome | None] = {}

    @cached_property
    def is_scored(self) -> bool:
        """Whether the row is scored in both sheets."""
        return all(row.state == "scored" for row in self.rows)

    @cached_property
    def is_as_written(self) -> bool:
        """
        Whether both sheets write the same rule, and points that an assessor states the same way.

        Then the rule holds for other maxima as it is written (0.5 points a step stay 0.5 points a step); else both
        are compared as parts of the maximum that they are written for.
        """
        if any(self.read(0, answers) is None or self.read(1, answers) is None for answers in (0, 1)):
            return False
        rules = [[self._rule(rules, answers) for answers in (0, 1)] for rules in (0, 1)]
        return rules[0] == rules[1] and self._states_the_same

    def _rule(self, rules: int, answers: int) -> object:
        row = self.read(rules, answers)
        assert row is not None
        return row.formula, row.measure

    @cached_property
    def _found_the_same(self) -> bool:
        return bare(self.found(0)) == bare(self.found(1))

    @property
    def _states_the_same(self) -> bool:
        return self._found_the_same or not any(states_points(self.found(which)) for which in (0, 1))

    def found(self, which: int) -> Assessment | None:
        """The assessment of the row in a sheet; None where there is none."""
        return dict(self.sides[which].sheet.evidence.assessments).get(self.rows[which].row.id)

    def read(self, rules: int, answers: int) -> Indicator | None:
        """The row of one rubric under the answers of a sheet; None where the answers contradict each other."""
        row = self.rows[rules].row
        sheet = self.sides[rules].sheet
        if rules == answers:
            return sheet.rubric.read(row)
        readings = carried_readings(sheet, self.sides[answers].sheet, row)
        return None if readings is None else row.with_readings(readings)

    def outcome(self, facts: int, rules: int, answers: int, maximum: Fraction, scale: Fraction) -> RowOutcome | None:
        """How the row comes out for a mixture of facts, rule and answers; None where the answers clash."""
        key = (facts, rules, answers, maximum, scale)
        if key not in self._outcomes:
            self._outcomes[key] = self._computed(*key)
        return self._outcomes[key]

    def _computed(self, facts: int, rules: int, answers: int, maximum: Fraction, scale: Fraction) -> RowOutcome | None:
        row = self.read(rules, answers)
        if row is None:
            return None
        own = self.read(facts, facts)
        assert own is not None
        found = self.found(facts)
        carrier = self.carriers[facts, rules]
        is_own = facts == rules or self._found_the_same
        given = RowInput(
            row=row,
            maximum=maximum,
            assessment=found if is_own else carried_assessment(found, self.rows[facts].row, row, scale),
            declared=carrier.measure(own, row),
            facts=carrier.facts,
            rounding=None if self._is_exact else self.sides[rules].sheet.rubric.rounding_at("measure"),
        )
        return row_outcome(given)

    @property
    def _is_exact(self) -> bool:
        return all(row.is_exact for row in self.rows)

    # How many points the row can count.

    def maximum(self, structure: int, pool: int) -> Fraction:
        """The points of the row in one rubric, where it shares a pool as a sheet shares it."""
        rubric = self.sides[structure].sheet.rubric
        row = self.rows[structure].row
        if row.points is not None:
            return row.points
        own = rubric.pool_of(row.id)
        assert own is not None
        for which in (pool, structure):
            side, name = self.sides[which].sheet, self.rows[which].row.id
            shared = side.rubric.pool_of(name)
            if shared is None:
                continue
            split = dict(side.evidence.pools).get(shared.id)
            if split is not None:
                return own.points * dict(split).get(name, ZERO) / shared.points
            break
        return own.points / len(own.members)

    def counts(self, facts: int, structure: int) -> bool:
        """Whether the row is chosen where its group offers a choice."""
        row = self.rows[structure].row
        return is_chosen(self.sides[structure].sheet, self.sides[facts].sheet, row)

    def weighing(self, absent: int) -> StandingRow:
        """The row in the sheet that says whether it applies and what arrives; the other where it does not count."""
        own, other = self.rows[absent], self.rows[1 - absent]
        is_out = own.state in ("not_chosen", "no_share")
        return other if is_out and other.state in ("scored", "not_applicable") else own

    # How many points the row counts.

    def points(self, placed: frozenset[str]) -> Fraction:
        """The points of the row when the causes in `placed` are those of the sheet after, all others of that before."""
        facts, rules, answers, structure, pool, absent = (int(cause in placed) for cause in (*CONTENT, *WEIGHT))
        if not self.counts(facts, structure):
            return ZERO
        maximum = self.maximum(structure, pool)
        weighing = self.weighing(absent)
        if weighing.state == "not_applicable":
            return weighing.factor * maximum * weighing.attained
        return weighing.factor * self._attained(facts, rules, answers, maximum)

    def _attained(self, facts: int, rules: int, answers: int, maximum: Fraction) -> Fraction:
        if not self.is_scored:
            scored = [row for row in self.rows if row.state == "scored"]
            return scored[0].own / scored[0].factor / scored[0].maximum * maximum if scored else ZERO
        if self.is_as_written:
            return self._settled(facts, rules, answers, maximum, Fraction(1))
        own = self.rows[rules].maximum
        scale = own / self.rows[facts].maximum
        return self._settled(facts, rules, answers, own, scale) / own * maximum

    def _settled(self, facts: int, rules: int, answers: int, maximum: Fraction, scale: Fraction) -> Fraction:
        outcome = self.outcome(facts, rules, answers, maximum, scale)
        assert outcome is not None
        if not outcome.points.is_point:
            # Only the rounding of rows settles it: what the sheet of these facts counts stands for it.
            own = self.rows[facts]
            return own.own / own.factor / own.maximum * maximum if own.factor else ZERO
        # A judgement that is written for a larger maximum counts no more than the whole of a smaller one.
        return min(outcome.points.point, maximum)

    # What keeps the causes from being told apart.

    def obstacles(self) -> Iterator[Message]:
        """Yield why a mixture of facts, rule and answers has no points; nothing where each has."""
        if not self.is_scored:
            return
        for facts in (0, 1):
            for rules, answers in ((1 - facts, 1 - facts), (1 - facts, facts), (facts, 1 - facts)):
                yield from self._obstacle(facts, rules, answers)

    def _obstacle(self, facts: int, rules: int, answers: int) -> Iterator[Message]:
        names = {name: Message.of(f"scoring.bridge_{self.sides[which].which}") for name, which in self._named(facts)}
        for maximum, scale in self._mixed_maxima(facts, rules):
            outcome = self.outcome(facts, rules, answers, maximum, scale)
            if outcome is None:
                yield Message.of("scoring.bridge_clash")
            elif self._is_vague(outcome, facts, rules, answers):
                yield from self._lacking(outcome, rules, answers, names)

    def _is_vague(self, outcome: RowOutcome, facts: int, rules: int, answers: int) -> bool:
        """Whether a mixture has no points; read as in the sheet of its facts, the row has those that it counts there."""
        if outcome.may_not_apply or outcome.status == "not_applicable":
            return True
        return not outcome.points.is_point and self.read(rules, answers) != self.read(facts, facts)

    def _named(self, facts: int) -> tuple[tuple[str, int], ...]:
        return ("which", facts), ("other", 1 - facts)

    def _mixed_maxima(self, facts: int, rules: int) -> Iterator[tuple[Fraction, Fraction]]:
        if not self.is_as_written:
            own = self.rows[rules].maximum
            yield own, own / self.rows[facts].maximum
            return
        for structure in (0, 1):
            for pool in (0, 1):
                yield self.maximum(structure, pool), Fraction(1)

    def _lacking(
        self, outcome: RowOutcome, rules: int, answers: int, names: Mapping[str, Message]
    ) -> Iterator[Message]:
        row = self.read(rules, answers)
        assert row is not None
        rubric = self.sides[rules].sheet.rubric
        facts = tuple(rubric.fact(name).label for name in outcome.missing if rubric.knows_fact(name))
        if not isinstance(row.formula, (Bands, DeductPerStep, Proportional)):
            yield Message.of("scoring.bridge_lacks_assessment", **names)
        elif facts:
            yield Message.of("scoring.bridge_lacks_facts", facts=facts, **names)
        else:
            yield Message.of("scoring.bridge_lacks_number", **names)


def moved(pair: RowPair) -> Moved:
    """Return what each cause moved in a row: shares over all orders, undivided where mixtures have no points."""
    obstacles = tuple(dict.fromkeys(pair.obstacles()))
    if not obstacles:
        parts = shares(pair.points, (*((cause,) for cause in CONTENT), WEIGHT))
        return Moved(parts={**parts, "undivided": ZERO})

    def together(placed: frozenset[str]) -> Fraction:
        content = CONTENT if "undivided" in placed else ()
        return pair.points(frozenset((*content, *(placed - {"undivided"}))))

    parts = shares(together, (("undivided",), WEIGHT))
    return Moved(parts={**dict.fromkeys(CONTENT, ZERO), **parts}, obstacles=obstacles)
