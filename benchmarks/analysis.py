"""
All readings and the evidence plan: how their cost grows with rows, questions and unknown facts, as ratios in one run.

Tables are made for the purpose: every row is a deduction per step over two facts of its own, one question in three rows
is shared by all, the others belong to single rows.
"""

from __future__ import annotations

from fractions import Fraction
from time import perf_counter

from jixiao_core import Evidence, exchange, plan, readings, registry, reports, score
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import FactDefinition, FactQuantity, Term
from jixiao_core.rubrics.formulas import DeductPerStep
from jixiao_core.rubrics.grades import Grade, GradeScale
from jixiao_core.rubrics.indicators import Answer, Indicator, Question, Reading
from jixiao_core.rubrics.measures import Measure
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.rubrics.sources import FiscalYears, Issuer, Source

ROUNDS = 5
SIZES = (5, 10, 20, 40)


def least(call) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        start = perf_counter()
        call()
        best = min(best, perf_counter() - start)
    return best


def question(name: str) -> Question:
    answers = tuple(Answer(id=each, note=Text(each)) for each in ("ignored", "counted", "pro_rata"))
    return Question(
        id=name, label=Text(name), answers=answers, adopted_by=Text("a"), adopted_on="2024-01-01", reason=Text("r")
    )


def formula(part_step: str) -> DeductPerStep:
    return DeductPerStep(standard="100%", side="above", step="1pp", deduct="0.5", part_step=part_step)


def table(rows: int, questions: int) -> Rubric:
    """A table of `rows` rows, of which the first `questions` have a question: every third one the shared question."""
    made = []
    for number in range(rows):
        name = "shared" if number % 3 == 0 else f"question_{number}"
        readings_ = tuple(
            Reading(question=name, id=answer, formula=formula(rule))
            for answer, rule in (("counted", "count"), ("pro_rata", "proportional"))
            if number < questions
        )
        made.append(
            Indicator(
                id=f"row_{number}",
                label=Text(f"row {number}"),
                points=5,
                clause="每超过一个百分点扣0.5分",
                source=Source(table="t", row=number + 1),
                measure=Measure(numerator=(Term(f"top_{number}"),), denominator=(Term(f"base_{number}"),)),
                formula=formula("ignore"),
                readings=readings_,
            )
        )
    names = dict.fromkeys(reading.question for row in made for reading in row.readings)
    facts = tuple(
        FactDefinition(id=f"{part}_{n}", label=Text(part), quantity=FactQuantity.COUNT, definition=Text(part))
        for n in range(rows)
        for part in ("top", "base")
    )
    total = Fraction(5 * rows)
    scale = GradeScale(
        grades=(
            Grade(name="优", at_least=total * 9 / 10),
            Grade(name="良", at_least=total * 8 / 10),
            Grade(name="差", at_least=0),
        )
    )
    return Rubric(
        series="bench",
        edition=2024,
        revision=1,
        kind="department",
        title=Text("t"),
        issuer=Issuer(zh="i"),
        fiscal_years=FiscalYears(first=2024, last=2024),
        points=total,
        grades=scale,
        questions=tuple(question(name) for name in names),
        indicators=tuple(made),
        facts=facts,
    )


def evidence(rubric: Rubric, unknown: int) -> Evidence:
    """Every fact known but the numerators of the first `unknown` rows; half a percentage point decides each row."""
    facts = {f"base_{n}": 200 for n in range(len(rubric.indicators))}
    facts |= {f"top_{n}": 201 + 2 * n for n in range(unknown, len(rubric.indicators))}
    return Evidence.of(rubric, facts=facts)


def shown(title: str, found: dict[int, tuple[float, float]]) -> None:
    base = found[SIZES[0]]
    print(f"\n| {title} | readings (ms) | ratio | plan (ms) | ratio |\n|---:|---:|---:|---:|---:|")
    for size, (one, two) in found.items():
        print(f"| {size} | {one * 1e3:.1f} | {one / base[0]:.1f} | {two * 1e3:.1f} | {two / base[1]:.1f} |")


def measured(rows: int, questions: int, unknown: int) -> tuple[float, float]:
    rubric = table(rows, questions)
    known = evidence(rubric, unknown)
    sheet = score(rubric, known)
    return least(lambda: readings(rubric, known)), least(lambda: plan(sheet))


def main() -> None:
    for pin, name in (("junshan-department@2021.1", "department"), ("junshan-project@2021.1", "project")):
        rubric = registry.load(pin)
        case = reports.case(exchange.read_report(f"examples/{name}-2021.toml"), rubric)
        sheet = score(rubric, case.evidence)
        one = least(lambda rubric=rubric, case=case: score(rubric, case.evidence).detail)
        two = least(lambda rubric=rubric, case=case: readings(rubric, case.evidence))
        three = least(lambda sheet=sheet: plan(sheet))
        print(f"{pin}: one sheet {one * 1e3:.1f} ms, all readings {two / one:.1f} ×, plan {three / one:.1f} × of that")
    shown("rows (questions and unknown facts in half of them)", {n: measured(n, n // 2, n // 2) for n in SIZES})
    shown("questions (40 rows, 20 unknown facts)", {n: measured(40, n, 20) for n in SIZES})
    shown("unknown facts (40 rows, 20 with a question)", {n: measured(40, 20, n) for n in SIZES})


if __name__ == "__main__":
    main()
