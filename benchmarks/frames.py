"""
Very many units at once, measured side by side in one run: nothing here asserts a time.

A table of seventeen rows (eleven measured rows, three checklists, three rows of cases; `units.py`) is scored by
`score_frame` on lazy Polars and by what others would write (`rivals.py`): lazy Polars by hand, with nothing but the
rules and with the checks that ours makes too; NumPy; DuckDB's SQL; OpenFisca-Core; a loop in C that is built here.

First exactness, on which everything else stands: at every level of every row and one unit beside it, and on 100,000
made-up units, every candidate is held to Python's own integers; then, at every size, on every row to ours. OpenFisca
computes in floats of 32 bits; how many of its totals are wrong is printed. Rounds are interleaved and medians count;
time on the wall and time of the processor stand beside each other, since a busy machine spoils the first.

    make bench-frames                                   10,000, a million and ten million rows
    python benchmarks/frames.py --rows 10000 --rounds 3 what is to be tried quickly
    python benchmarks/frames.py --stream                a million to a hundred million rows through Parquet, each size in
                                                        a process of its own, whose peak memory is printed; the files
                                                        need some 20 GB in the folder for temporary files (TMPDIR)
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np
import polars as pl
import rivals
import units

from jixiao_core.frames import score_frame

SIZES = (10_000, 1_000_000, 10_000_000)
STREAMED = (1_000_000, 10_000_000, 100_000_000)
PART = 1_000_000
BYTES_A_ROW = 200
SAMPLE = 100_000
# Both `rivals.polars_checked` and ours call what is larger undecided.
LIMIT = 2**63 // 210_000
GRADES = [name for name, _ in units.GRADES]
HAND = "lazy Polars by hand"


class Found(NamedTuple):
    """Totals, and the place of the rating in the scale, 0 the best."""

    totals: Any
    places: Any = None


def ours(frame: pl.LazyFrame, *, rows: bool = False, remarks: bool = False) -> pl.LazyFrame:
    return score_frame(units.TABLE, frame, keep=["unit"], rows=rows, remarks=remarks)


def of_frame(scored: pl.DataFrame) -> Found:
    places = scored["grade"].replace_strict(GRADES, range(len(GRADES)), return_dtype=pl.Int8)
    return Found(scored["total"].to_numpy(), places.to_numpy())


class Candidates:
    """What is measured, each as a call and as a way to read what the call returned."""

    def __init__(self, frame: pl.DataFrame, folder: Path) -> None:
        lazy, arrays = frame.lazy(), rivals.arrays_of(frame)
        loop, connection, sql = rivals.CLoop(folder), rivals.duckdb_connection(frame), rivals.duckdb_sql()
        model = rivals.fiscal()
        last = len(GRADES) - 1

        def upwards(found: Any) -> Found:
            return Found(found[0], last - found[1])

        self.calls: dict[str, tuple[Callable[[], Any], Callable[[Any], Found]]] = {}
        for form in ("division", "ladder"):
            for rows in (False, True):
                name = f"{HAND}, {form}{', with rows' if rows else ''}"
                self.calls[name] = (
                    (lambda f=form, r=rows: rivals.polars_plain(lazy, rows=r, form=f).collect()),
                    of_frame,
                )
        for rows in (False, True):
            name = f"{HAND}, checked{', with rows' if rows else ''}"
            self.calls[name] = (lambda r=rows: rivals.polars_checked(lazy, rows=r, limit=LIMIT).collect()), of_frame
        for rows, remarks in ((False, False), (False, True), (True, False), (True, True)):
            more = f"{', with rows' if rows else ''}{', with remarks' if remarks else ''}"
            self.calls[f"ours{more}"] = (lambda r=rows, m=remarks: ours(lazy, rows=r, remarks=m).collect()), of_frame
        self.calls["NumPy"] = (lambda: rivals.numpy_total(arrays)), upwards
        self.calls["DuckDB"] = (lambda: connection.sql(sql).to_arrow_table()), lambda t: of_frame(pl.from_arrow(t))
        self.calls["C, one thread"] = (lambda: loop.total(arrays, 1)), upwards
        self.calls["C, two threads"] = (lambda: loop.total(arrays, 2)), upwards
        self.calls["OpenFisca-Core"] = (lambda: model.total(arrays)), _of_floats


def _of_floats(found: Any) -> Found:
    return Found(np.rint(found[0].astype(np.float64) * units.POINT).astype(np.int64))


def held(name: str, found: Found, wanted: Found) -> None:
    """End the run where a candidate is not exact; of OpenFisca, print the share of wrong totals."""
    wrong = found.totals != wanted.totals
    if name == "OpenFisca-Core":
        print(f"  {name}: {np.mean(wrong):.1%} of totals are wrong")
        return
    if wrong.any() or (found.places is not None and (found.places != wanted.places).any()):
        sys.exit(f"{name} is wrong on {int(wrong.sum())} totals; nothing was measured")


def exactness(folder: Path) -> None:
    frame = pl.concat([units.edges(), units.figures(0, SAMPLE)])
    totals = np.array(list(units.by_hand(frame)))
    wanted = Found(totals, np.array([GRADES.index(units.grade_of(total)) for total in totals]))
    print(f"exactness on {len(frame):,} units against Python's integers, at every level and beside it")
    for name, (call, read) in Candidates(frame, folder).calls.items():
        held(name, read(call()), wanted)
    by_row = ours(frame.lazy(), rows=True).collect()
    plain = rivals.polars_plain(frame.lazy(), rows=True).collect()
    for name, row in zip(units.ROWS, units.row_columns(), strict=True):
        if not by_row[row].equals(plain[name]):
            sys.exit(f"{row} differs from what is written by hand")
    gaps = units.with_gaps(frame)
    mine = ours(gaps.lazy(), rows=True).collect()
    checked = rivals.polars_checked(gaps.lazy(), rows=True, limit=LIMIT).collect()
    for column in ("total", "grade", "status"):
        if not mine[column].equals(checked[column]):
            sys.exit(f"{column} differs from what is written by hand, where cells are empty or make no sense")
    share = mine["status"].value_counts(normalize=True).sort("status")
    print("  with empty cells:", {status: f"{part:.2%}" for status, part in share.iter_rows()})


class Times(NamedTuple):
    """Medians in milliseconds."""

    wall: float
    processor: float


def measured(calls: dict[str, Callable[[], Any]], rounds: int) -> dict[str, Times]:
    """Rounds are interleaved, so that a busy machine is busy for all."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            wall, processor = perf_counter(), process_time()
            call()
            found[name].append((perf_counter() - wall, process_time() - processor))
    return {
        name: Times(1e3 * median(each[0] for each in times), 1e3 * median(each[1] for each in times))
        for name, times in found.items()
    }


def printed(times: dict[str, Times], rows: int, beside: str) -> None:
    base = times[beside]
    print(f"  {'':40} {'ms':>9} {'M rows/s':>9} {'ratio':>7} {'processor ms':>13} {'ratio':>7}")
    for name, each in times.items():
        speed = rows / each.wall / 1e3
        ratios = each.wall / base.wall, each.processor / base.processor
        print(f"  {name:40} {each.wall:9.1f} {speed:9.2f} {ratios[0]:7.2f} {each.processor:13.1f} {ratios[1]:7.2f}")
    print(f"  ratios are to: {beside}")


def compared(rows: int, rounds: int, folder: Path) -> None:
    print(f"\n{rows:,} rows, every cell filled, {rounds} rounds")
    frame = units.figures_of(rows)
    candidates = Candidates(frame, folder).calls
    wanted = of_frame(ours(frame.lazy()).collect())
    for name, (call, read) in candidates.items():
        held(name, read(call()), wanted)
    times = measured({name: call for name, (call, _) in candidates.items()}, rounds)
    printed(times, rows, f"{HAND}, division")
    mine = times["ours"].wall
    for name in ("division", "ladder", "checked"):
        ratio = mine / times[f"{HAND}, {name}"].wall
        print(f"  ours / {HAND}, {name:10} {ratio:6.2f}  (goals: at most 1.5 at a million rows, 1.2 at ten million)")
    print(f"  OpenFisca-Core / ours {times['OpenFisca-Core'].wall / mine:6.2f}  (goal: at least 4)")
    del candidates
    with_gaps(frame, rounds)


def with_gaps(frame: pl.DataFrame, rounds: int) -> None:
    rows, gaps = len(frame), units.with_gaps(frame).lazy()
    print(f"\n{rows:,} rows, one cell in a hundred empty")
    checked = f"{HAND}, checked"
    calls = {
        checked: lambda: rivals.polars_checked(gaps, rows=False, limit=LIMIT).collect(),
        "ours": lambda: ours(gaps).collect(),
        "ours, with rows, with remarks": lambda: ours(gaps, rows=True, remarks=True).collect(),
    }
    if not calls["ours"]()["total"].equals(calls[checked]()["total"]):
        sys.exit("totals differ where cells are empty; nothing was measured")
    printed(measured(calls, rounds), rows, checked)


def overhead() -> None:
    """What a call costs when there is next to nothing to compute: the first in a process, and later ones."""
    print("\na thousand rows, milliseconds (goal: under 25)")
    lazy = units.figures(0, 1000).lazy()
    for name, options in (("ours", {}), ("ours, with rows, with remarks", {"rows": True, "remarks": True})):
        made: list[tuple[float, float]] = []
        for _ in range(21):
            start = perf_counter()
            plan = ours(lazy, **options)
            middle = perf_counter()
            plan.collect()
            made.append((1e3 * (middle - start), 1e3 * (perf_counter() - middle)))
        first, rest = made[0], made[1:]
        later = median(each[0] for each in rest), median(each[1] for each in rest)
        print(f"  {name:34} first: plan {first[0]:6.1f}, collect {first[1]:6.1f}", end="; ")
        print(f"later: plan {later[0]:5.1f}, collect {later[1]:5.1f}, both {sum(later):5.1f}")
    hand = measured({"hand": lambda: rivals.polars_plain(lazy, rows=False).collect()}, 21)["hand"].wall
    print(f"  {HAND:34} both {hand:5.1f}")


STREAM = ("ours", "ours, with rows, with remarks", HAND)


def stream(sizes: list[int], folder: Path) -> None:
    """Score Parquet files into a Parquet file, and print time and peak memory of each size."""
    needed, free = max(sizes) * BYTES_A_ROW, shutil.disk_usage(folder).free
    if free < needed:
        sys.exit(
            f"{needed / 1e9:.0f} GB are needed in {folder}, {free / 1e9:.0f} GB are free; TMPDIR names another one"
        )
    for part in range(-(-max(sizes) // PART)):
        units.figures(part * PART, PART).write_parquet(folder / f"{part:05}.parquet")
    print(f"Parquet: {sum(each.stat().st_size for each in folder.glob('*.parquet')) / 1e9:.1f} GB")
    print(f"  {'':32} {'rows':>12} {'seconds':>9} {'ns a row':>9} {'processor ns':>13} {'peak MB':>9}")
    for name in STREAM:
        for rows in sizes:
            command = [sys.executable, __file__, "--one-stream", name, str(rows), str(folder)]
            told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
            wall, processor = (told[key] / rows * 1e9 for key in ("wall", "processor"))
            print(f"  {name:32} {rows:12,} {told['wall']:9.1f} {wall:9.1f} {processor:13.1f} {told['peak']:9.0f}")


def one_stream(name: str, rows: int, folder: Path) -> None:
    """One size in a process of its own."""
    parts = [folder / f"{part:05}.parquet" for part in range(-(-rows // PART))]
    out = folder / "scored.out"
    wall, processor = perf_counter(), process_time()
    given = pl.scan_parquet(parts).head(rows) if rows % PART else pl.scan_parquet(parts)
    is_full = name == "ours, with rows, with remarks"
    plan = rivals.polars_plain(given, rows=False) if name == HAND else ours(given, rows=is_full, remarks=is_full)
    plan.sink_parquet(out)
    told = {"wall": perf_counter() - wall, "processor": process_time() - processor}
    told["peak"] = peak()
    scored = pl.scan_parquet(out).select(pl.len(), pl.col("total").null_count().alias("empty")).collect()
    assert scored.row(0) == (rows, 0)
    out.unlink()
    print(json.dumps(told))


def peak() -> float:
    """The most memory of this process, in megabytes; what the system calls so may be that of the process before it."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(each for each in status.read_text(encoding="utf-8").splitlines() if each.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description="Scoring very many units, beside what others would write.")
    parser.add_argument("--rows", type=int, nargs="+", default=None)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--stream", action="store_true")
    parser.add_argument("--one-stream", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one_stream:
        one_stream(given.one_stream[0], int(given.one_stream[1]), Path(given.one_stream[2]))
        return
    print(f"{os.cpu_count()} processors, {pl.thread_pool_size()} threads of Polars {pl.__version__}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.stream:
            stream(given.rows or list(STREAMED), folder)
            return
        overhead()
        exactness(folder)
        for rows in given.rows or SIZES:
            compared(rows, given.rounds, folder)


if __name__ == "__main__":
    main()
