"""
Ratios, measured side by side in one run: nothing here asserts a time.

Each candidate scores the same settled sheet of 25 rows and must give the same exact total. Rounds are interleaved, the
least time of each candidate counts, and only ratios are printed as results; microseconds stand beside for orientation.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from time import perf_counter
from typing import Any

import sheet
import zen

from jixiao_core import Evidence, explain, score

ROUNDS = 15


def best(candidates: dict[str, Any], number: int = 300) -> dict[str, float]:
    """The least time of one call in microseconds, rounds interleaved so that a busy machine is busy for all."""
    least = dict.fromkeys(candidates, float("inf"))
    for _ in range(ROUNDS):
        for name, call in candidates.items():
            start = perf_counter()
            for _ in range(number):
                call()
            least[name] = min(least[name], (perf_counter() - start) / number * 1e6)
    return least


def scoring() -> None:
    table = sheet.rubric()
    evidence = sheet.evidence(table)
    plain = sheet.plain_context(table)
    text = sheet.context_json(table)
    by_hand = sheet.naive(table)
    # The static loader holds the compiled decision: the fair setting for the engine.
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"table": sheet.zen_content(table)}}})
    rows = [row.id for row in table.indicators]
    facts, found = sheet.FACTS, sheet.assessments(table)

    totals = {
        "jixiao": score(table, evidence).points,
        "naive": by_hand(plain),
        "zen": Fraction(Decimal(str(engine.evaluate("table", plain)["result"]["total"]))),
    }
    print("totals:", {name: str(total) for name, total in totals.items()})
    if len(set(totals.values())) != 1:
        sys.exit("the candidates disagree; nothing was measured")

    def explained() -> None:
        result = score(table, evidence)
        for name in rows:
            explain(result, name)

    def from_plain() -> None:
        _ = score(table, Evidence.of(table, facts=facts, assessments=found)).points

    measured = best(
        {
            "jixiao score": lambda: score(table, evidence).points,
            "naive Fractions": lambda: by_hand(plain),
            "zen": lambda: engine.evaluate("table", plain),
            "zen trace": lambda: engine.evaluate("table", plain, {"trace": True}),
        }
    )
    slow = best(
        {
            "jixiao score + 25 explanations": explained,
            "jixiao from plain values": from_plain,
            "naive from JSON": lambda: by_hand(json.loads(text)),
            "zen from JSON": lambda: engine.evaluate("table", text),
        },
        number=10,
    )
    for name, time in {**measured, **slow}.items():
        print(f"{name:32} {time:10.2f} µs")
    mine = measured["jixiao score"]
    print(f"ratio zen / jixiao, parsing excluded             {measured['zen'] / mine:6.2f}  (goal: at least 3)")
    print(f"ratio naive / jixiao, parsing excluded           {measured['naive Fractions'] / mine:6.2f}")
    print(
        f"ratio zen / jixiao, parsing included             {slow['zen from JSON'] / slow['jixiao from plain values']:6.2f}"
    )
    every = slow["jixiao score + 25 explanations"]
    print(f"ratio zen with trace / score with explanations   {measured['zen trace'] / every:6.2f}  (goal: at least 1)")


STATEMENTS = {
    "bare interpreter": "pass",
    "import attrs": "import attrs",
    "import jixiao_core": "import jixiao_core",
    "score, Evidence": "from jixiao_core import score, Evidence",
}


def imports() -> None:
    times: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for _ in range(ROUNDS):
        for name, statement in STATEMENTS.items():
            start = perf_counter()
            subprocess.run([sys.executable, "-c", statement], check=True)
            times[name].append((perf_counter() - start) * 1000)
    least = {name: min(each) for name, each in times.items()}
    for name, each in times.items():
        print(f"{name:32} least {least[name]:7.1f} ms, median {statistics.median(each):7.1f} ms")
    more = least["import jixiao_core"] - least["import attrs"]
    print(f"import jixiao_core less import attrs             {more:6.1f} ms (goal: at most 5)")
    more = least["score, Evidence"] - least["bare interpreter"]
    print(f"score, Evidence less a bare interpreter          {more:6.1f} ms (goal: at most 35)")


if __name__ == "__main__":
    scoring()
    imports()
