"""The pages of the documentation, found and read once; `markdown_pages` is importable for the tests beside it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
