"""
Draw the charts of docs/pictures from the examples; needs a Chinese font (fonts-noto-cjk or fonts-wqy-microhei).

The picture of the summary table is the first sheet of `jixiao summary-table examples/self-assessed-2021.csv`, printed.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from jixiao_core import bridge, exchange, present, registry, reports, review, score
from jixiao_core.present.charts import chart_bytes
from jixiao_core.reports.form_rubric import rubric_of

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
COLOURS = 64


def main() -> None:
    table = registry.load("junshan-department@2021.1")
    cases = [exchange.read_case(EXAMPLES / "bridge" / f"department-{year}.toml") for year in (2021, 2022)]
    before, after = (score(table, case.evidence) for case in cases)
    rubric = registry.load("junshan-project@2021.1")
    project = review(rubric, reports.case(exchange.read_report(EXAMPLES / "project-2021.toml"), rubric), brief=True)
    report = exchange.read_report(EXAMPLES / "self-evaluation-form-2023.toml")
    rows = rubric_of(report, registry.load("national-self-evaluation@2020.1"))
    form = review(rows, reports.case(report, rows), brief=True)
    moved = bridge(before, after)
    figures = {
        "lost": present.lost_chart(form),
        "lost-en": present.lost_chart(form, locale="en"),
        "attainment": present.attainment_chart(form),
        "attainment-en": present.attainment_chart(form, locale="en"),
        "pending": present.pending_chart(project),
        "bridge": present.bridge_chart(moved, *cases),
        "bridge-en": present.bridge_chart(moved, *cases, locale="en"),
    }
    for name, figure in figures.items():
        image = Image.open(io.BytesIO(chart_bytes(figure, ".png"))).convert("RGB").quantize(COLOURS)
        image.save(ROOT / "docs" / "pictures" / f"chart-{name}.png", optimize=True)


if __name__ == "__main__":
    main()
