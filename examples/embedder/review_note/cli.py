"""The command ``review-note FILE [--locale en]``: the note on standard output, everything that is wrong on the other."""

import argparse
import sys

from jixiao_core import JixiaoError, present

from review_note.note import paragraph
from review_note.order import OrderError, read_order
from review_note.rubrics import locked


def main(arguments: list[str] | None = None) -> int:
    """Print the note of an order; exit status 2 and no note where there is none to write."""
    parser = argparse.ArgumentParser(prog="review-note", description="One paragraph about a self-evaluation.")
    parser.add_argument("file", help="an order, TOML or JSON")
    parser.add_argument("--locale", choices=present.LOCALES, default="zh_Hans_CN")
    chosen = parser.parse_args(arguments)
    try:
        print(paragraph(read_order(chosen.file), chosen.locale))
    except JixiaoError as error:
        print(present.render_error(error, chosen.locale), file=sys.stderr)
    except OrderError as error:
        print(f"{chosen.file}: {error}", file=sys.stderr)
    except LookupError as error:
        known = ", ".join(pin for pin, _ in locked().entries)
        print(f"{chosen.file}: {error.args[0]} is not locked; locked are: {known}", file=sys.stderr)
    else:
        return 0
    return 2
