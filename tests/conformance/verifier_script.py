"""The shipped verifier: as a process far from the project, and as a module where thousands of documents are tried."""

import importlib.util
import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

from jixiao_core.present import sheet_json
from jixiao_core.present.rubric_pages import rubric_json

SCRIPT = Path(str(files("jixiao_core") / "data" / "verify_sheet.py"))

spec = importlib.util.spec_from_file_location("verify_sheet", SCRIPT)
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)


def as_json(document):
    return json.loads(json.dumps(document, ensure_ascii=False))


def table(rubric):
    return as_json(rubric_json(rubric))


def document_of(sheet):
    return as_json(sheet_json(sheet))


def problems(rubric_document, document):
    """What the script finds, run inside of this process."""
    find = script.vectors_problems if document["format"] == "jixiao-vectors/1" else script.sheet_problems
    return list(find(script.exact(rubric_document["rubric"]), script.exact(document)))


def run(folder, *texts):
    """Status, output and errors of the script on documents, isolated from every installed package."""
    paths = []
    for number, text in enumerate(texts):
        path = folder / f"document-{number}.json"
        path.write_text(text if isinstance(text, str) else json.dumps(text, ensure_ascii=False), encoding="utf-8")
        paths.append(str(path))
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *paths], cwd=folder, capture_output=True, timeout=120, check=False
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()
