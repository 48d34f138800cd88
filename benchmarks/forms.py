"""
Reading and checking a published form: how the cost grows with the number of cells, as ratios in one run.

The form of 2021 is repeated 1, 2, 4, 8 and 16 times, and so are the rows of a filled national form, as a workbook and
as a document; a cost that is linear keeps the ratio of time and cells at 1.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

from attrs import evolve

from jixiao_core.exchange import read_published, read_report
from jixiao_core.exchange.forms.text_layout import text_blocks
from jixiao_core.reports import check

SOURCE = Path(__file__).parents[1] / "tests" / "data" / "junshan-2021.txt"
FORM = Path(__file__).parents[1] / "examples" / "self-evaluation-form-2023.toml"
ROUNDS = 7
ROWS = 10
TIMES = (1, 2, 4, 8, 16)


def least(call) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        start = perf_counter()
        call()
        best = min(best, perf_counter() - start)
    return best


def main() -> None:
    text = SOURCE.read_text(encoding="utf-8")
    found = {}
    for times in TIMES:
        page = (text.rstrip() + "\n\n\n") * times
        content = page.encode()
        published = read_published(content, layout="text")

        def checked(published=published) -> None:
            for report in published.reports:
                check(report)

        found[times] = (
            published.loss.cells,
            least(lambda content=content: read_published(content, layout="text")),
            least(checked),
            least(lambda page=page: text_blocks(page)),
        )
    cells, read, check_time, split = found[1]
    print(f"one form: {cells} cells; reading {read * 1e3:.1f} ms, checking {check_time * 1e3:.1f} ms")
    print(f"reading / splitting into cells alone: {read / split:.1f}")
    print("cells    reading per cell   checking per cell   (1.00 is linear)")
    for times in TIMES:
        count, reading, checking, _ = found[times]
        growth = count / cells
        print(f"{count:6}   {reading / read / growth:16.2f}   {checking / check_time / growth:17.2f}")
    national()


def national() -> None:
    """A national form of 80 rows and more, in the two layouts that units send."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
    from form_files import docx_of, xlsx_of

    form = read_report(FORM)
    ratios = {}
    for layout, write in (("xlsx", xlsx_of), ("docx", docx_of)):
        found = []
        for times in TIMES:
            content = write(evolve(form, rows=form.rows * (ROWS * times)))
            cells = read_published(content, layout=layout).loss.cells
            found.append((cells, least(lambda content=content, layout=layout: read_published(content, layout=layout))))
        (first, base), *_ = found
        print(f"national form, {layout}: {first} cells, reading {base * 1e3:.1f} ms")
        ratios[layout] = [(cells, spent / base / (cells / first)) for cells, spent in found]
    print("cells     .xlsx per cell     .docx per cell   (1.00 is linear)")
    for (cells, sheet), (_, document) in zip(*ratios.values(), strict=True):
        print(f"{cells:6}   {sheet:14.2f}   {document:16.2f}")


if __name__ == "__main__":
    main()
