"""Documents as a person sees them: LibreOffice makes pages of them, poppler reads the pages."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))


@pytest.fixture(scope="session")
def printed():
    """From the bytes of a document to the text of its pages, without white space."""
    for tool in ("libreoffice", "pdftotext"):
        assert shutil.which(tool), f"`make test-documents` needs {tool}: there is none on this machine"

    def pages(content):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "a.docx").write_bytes(content)
            profile = f"-env:UserInstallation=file://{folder}/profile"
            call = [
                "libreoffice",
                profile,
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                name,
                str(folder / "a.docx"),
            ]
            subprocess.run(call, check=True, capture_output=True, timeout=300)
            call = ["pdftotext", "-layout", str(folder / "a.pdf"), "-"]
            text = subprocess.run(call, check=True, capture_output=True, timeout=60).stdout.decode()
        return ["".join(page.split()) for page in text.split("\f")][:-1]

    return pages
