"""
Make the examples: the published form with the unit masked, both of its reports as the reader gives them, and the filled
national form as a workbook and as a document.

`--check` writes nothing and exits with 1 when an example is not what is made now.
"""

from __future__ import annotations

import sys
from pathlib import Path

from form_files import docx_of, xlsx_of

from jixiao_core.exchange import read_published, read_report, reports_to_toml
from jixiao_core.reports import SelfEvaluationForm, redacted

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "tests" / "data" / "junshan-2021.txt"
EXAMPLES = ROOT / "examples"
FORM = EXAMPLES / "self-evaluation-form-2023.toml"
MASK = {"岳阳市君山区": "某区", "君山": "某"}


def masked(text: str) -> str:
    for word in sorted(MASK, key=len, reverse=True):
        text = text.replace(word, MASK[word])
    return text


def examples() -> dict[str, bytes]:
    text = masked(SOURCE.read_text(encoding="utf-8"))
    found = {"self-evaluation-2021.txt": text.encode()}
    for report in read_published(text.encode(), layout="text").reports:
        found[f"{report.kind}-2021.toml"] = reports_to_toml([redacted(report)]).encode()
    form = read_report(FORM)
    assert isinstance(form, SelfEvaluationForm)
    return found | {f"{FORM.stem}.xlsx": xlsx_of(form), f"{FORM.stem}.docx": docx_of(form)}


def main() -> int:
    stale = 0
    for name, content in examples().items():
        path = EXAMPLES / name
        if path.exists() and path.read_bytes() == content:
            continue
        stale += 1
        if "--check" not in sys.argv:
            path.write_bytes(content)
        print(f"{name} is {'not what the reader makes' if '--check' in sys.argv else 'written'}")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
