"""`mutants`, `mutant_runner` and the naive oracle of the properties are importable for the tests beside this file."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "properties"))
