"""`python -m jixiao_core`: the command line."""

import sys

from jixiao_core.cli import main

if __name__ == "__main__":
    sys.exit(main())
