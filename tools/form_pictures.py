"""Write the pictures of official forms in docs/pictures; needs Debian's chromium and poppler-utils."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from jixiao_core import exchange, registry, review
from jixiao_core.present import official_html

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
sys.path.insert(0, str(ROOT / "tests" / "pictures"))
LANDSCAPE, PORTRAIT = 1123, 794


def main() -> int:
    from browser import DARK, run

    PICTURES.mkdir(exist_ok=True)
    case = exchange.read_case(ROOT / "examples" / "cases" / "department-2021.toml")
    page = official_html(review(registry.load(case.rubric), case))
    run(page, f"--screenshot={PICTURES / 'department-table-light.png'}", width=LANDSCAPE, height=820)
    run(page, DARK, f"--screenshot={PICTURES / 'department-table-dark.png'}", width=LANDSCAPE, height=820)
    _paper(page, "department-table-print", 1)
    for name, sheet in (("project-2021", 2), ("self-evaluation-form-2023", 1)):
        report = exchange.read_report(ROOT / "examples" / f"{name}.toml")
        short = {"project-2021": "project-form-print"}.get(name, "national-form-print")
        _paper(official_html(report), short, sheet)
    return 0


def _paper(page: str, name: str, sheet: int) -> None:
    """One sheet of paper as a picture."""
    from browser import run

    with tempfile.TemporaryDirectory() as folder:
        pdf = f"{folder}/page.pdf"
        run(page, "--no-pdf-header-footer", f"--print-to-pdf={pdf}")
        which = ["-f", str(sheet), "-l", str(sheet), "-singlefile"]
        subprocess.run(["pdftoppm", "-r", "100", "-gray", "-png", *which, pdf, PICTURES / name], check=True)


if __name__ == "__main__":
    sys.exit(main())
