"""`letter_edits`, and `form_pages` of the tests of reports, are importable for the tests beside this."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent / "reports"):
    sys.path.insert(0, str(folder))
