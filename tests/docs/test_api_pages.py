"""
The reference of the Python interface is whole: every public name stands on a page and says what it is.

Public is what packages export, and every class of the library that somebody meets on the way from there: as the type
of an argument, of a result, of an attribute.
"""

import ast
import inspect
import re
import typing
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_pages import ROOT

import jixiao_core

PACKAGES = ("", "reports", "exchange", "registry", "present", "frames", "strategies")
WHOLE = ("exact",)  # packages without names of their own, whose every module is public
INSIDE = {"Detail", "Memo"}  # met on the way, and promised to nobody
_DIRECTIVE = re.compile(r"^\.\. auto(module|class|function|data):: (\S+)\n((?:   :.*\n?)*)", re.MULTILINE)


def full(package):
    return f"jixiao_core.{package}".removesuffix(".")


def names_of(kind, target, options):
    """The names that one directive puts on the page, each with its module."""
    if kind != "module":
        return [tuple(target.rsplit(".", 1))]
    listed = dict(re.findall(r":([\w-]+):(.*)", options))
    members = [each.strip() for each in listed["members"].split(",") if each.strip()]
    without = {each.strip() for each in listed.get("exclude-members", "").split(",")}
    return [(target, name) for name in members or import_module(target).__all__ if name not in without]


ON_PAGES = [
    pair
    for path in sorted((ROOT / "docs" / "reference" / "api").glob("*.rst"))
    for found in _DIRECTIVE.findall(path.read_text(encoding="utf-8"))
    for pair in names_of(*found)
]
EXPORTED = [
    (full(package), name)
    for package in PACKAGES
    for name in import_module(full(package)).__all__
    if not inspect.ismodule(getattr(import_module(full(package)), name))
]


def identity(module, name):
    """What a name stands for, so that it may be documented where it is exported or where it is made."""
    thing = getattr(import_module(module), name)
    own = (getattr(thing, "__module__", ""), getattr(thing, "__qualname__", ""))
    return own if own[0].startswith("jixiao_core") and own[1] == name else id(thing)


DOCUMENTED = {identity(*pair) for pair in ON_PAGES}


@pytest.mark.parametrize(("module", "name"), EXPORTED, ids="-".join)
def test_every_exported_name_is_on_a_page(module, name):
    assert (module, name) in ON_PAGES or identity(module, name) in DOCUMENTED


def test_every_name_of_the_exact_package_is_on_its_page():
    for package in WHOLE:
        for path in Path(import_module(full(package)).__file__).parent.glob("[a-z]*.py"):
            module = f"{full(package)}.{path.stem}"
            assert {(module, name) for name in import_module(module).__all__} <= set(ON_PAGES)


def text_of(module, name):
    """The docstring; of data and aliases the text behind the assignment, where the name is made."""
    thing = getattr(import_module(module), name)
    if inspect.isroutine(thing) or (inspect.isclass(thing) and thing.__module__.startswith("jixiao_core")):
        return thing.__doc__ or ""
    tree = ast.parse(Path(import_module(module).__file__).read_text(encoding="utf-8")).body
    for statement, behind in pairwise(tree):
        targets = getattr(statement, "targets", [getattr(statement, "target", None)])
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return behind.value.value if isinstance(getattr(behind, "value", None), ast.Constant) else ""
    for statement in ast.walk(ast.Module(tree, [])):
        for alias in statement.names if isinstance(statement, ast.ImportFrom) else ():
            if (alias.asname or alias.name) == name:
                return text_of(statement.module, alias.name)
    return ""


@pytest.mark.parametrize(("module", "name"), sorted({*EXPORTED, *ON_PAGES}), ids="-".join)
def test_every_name_says_what_it_is(module, name):
    assert len(text_of(module, name).split()) >= 2 or re.search(r"[\u4e00-\u9fff]{3}", text_of(module, name))


def test_nothing_is_on_two_pages():
    """A thing stands where it is exported, or where it is made: with two places a link would have to choose."""
    made = [found for pair in ON_PAGES if isinstance(found := identity(*pair), tuple)]
    assert not [found for found in made if made.count(found) > 1]


def types_in(hint):
    """The classes of the library that a type is made of."""
    if isinstance(hint, type) and hint.__module__.startswith("jixiao_core"):
        yield hint
    parts = hint if isinstance(hint, list | tuple) else typing.get_args(hint)
    for part in parts:
        yield from types_in(part)


def hints(thing):
    """Annotations; those of names that only a type checker imports are found where the package has them."""
    known = vars(jixiao_core) | {name: getattr(import_module(module), name) for module, name in ON_PAGES}
    try:
        return typing.get_type_hints(thing, localns=known).values()
    except NameError:
        return ()


def reached():
    """Every class that somebody meets who starts at an exported name."""
    seen = {}
    to_see = [getattr(import_module(module), name) for module, name in EXPORTED]
    while to_see:
        thing = to_see.pop()
        if (key := getattr(thing, "__qualname__", None)) is None or seen.get((thing.__module__, key)):
            continue
        seen[thing.__module__, key] = thing
        if isinstance(thing, type):
            public = (value for name, value in vars(thing).items() if not name.startswith("_"))
            unwrapped = (getattr(value, "fget", None) or getattr(value, "func", value) for value in public)
            to_see += [each for each in unwrapped if inspect.isfunction(each)]
        if isinstance(thing, type) or inspect.isfunction(thing):
            to_see += [found for hint in hints(thing) for found in types_in(hint)]
    return {name: thing for (_, name), thing in seen.items() if isinstance(thing, type) and "." not in name}


def test_every_class_that_is_met_is_on_a_page():
    """Where this fails: put the class on the page of its package, with its home module."""
    met = reached()
    assert len(met) > 150
    missing = {
        f"{thing.__module__}.{name}"
        for name, thing in met.items()
        if (thing.__module__, name) not in DOCUMENTED and not name.startswith("_") and name not in INSIDE
    }
    assert missing == set()
