"""The tool's own document: who writes the note, until when an answer is due, and the case that it is about."""

from datetime import date
from os import PathLike

from attrs import frozen
from cattrs import Converter, ForbiddenExtraKeysError

from jixiao_core import Case, FormatError, exchange


class OrderError(ValueError):
    """The tool's own part of the document is wrong."""


@frozen
class Order:
    """
    What somebody orders.

    Attributes:
        office: who writes.
        reply_by: when an answer is due.
        case: the self-evaluation.
    """

    office: str
    reply_by: date
    case: Case


def converter() -> Converter:
    """Return a converter of our own that knows the values of jixiao-core as well."""
    found = Converter(forbid_extra_keys=True, detailed_validation=False)
    # Our own types are ours to read: a date stands in quotes or without.
    found.register_structure_hook(date, lambda value, _: date.fromisoformat(str(value)))
    found.register_unstructure_hook(date, date.isoformat)
    exchange.configure_converter(found)
    return found


def parse_order(data: object) -> Order:
    """
    Return the order of plain data.

    Raises:
        FormatError: for what is wrong with the case, with paths that begin with ``case``.
        OrderError: for what is wrong with the rest.
    """
    try:
        return converter().structure(data, Order)
    except FormatError as error:
        raise FormatError(*(problem.under("case") for problem in error.problems)) from None
    except KeyError as error:
        raise OrderError(f"{error.args[0]} is missing") from None
    except ForbiddenExtraKeysError as error:
        raise OrderError(f"unknown: {', '.join(sorted(error.extra_fields))}") from None
    except (TypeError, ValueError) as error:
        raise OrderError(str(error)) from None


def read_order(path: str | PathLike[str]) -> Order:
    """Return the order of a TOML or JSON file, which is bounded before it is parsed; errors as for `parse_order`."""
    return parse_order(exchange.read_document(path))
