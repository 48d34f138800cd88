"""
The public names with their signatures, held by a file: a change of the promise is told before it is released.

    python tools/public_api.py            write tests/data/public_api.txt
    python tools/public_api.py --check    exit status 1 where the sources say otherwise, with the lines

Read by griffe from the sources, without importing them. Public is what the package and its five ways in list in
`__all__`, and of a class everything without an underscore.
"""

from __future__ import annotations

import ast
import difflib
import sys
from collections.abc import Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).resolve().parent.parent
STORED = ROOT / "tests" / "data" / "public_api.txt"
DOORS = ("", "exchange", "frames", "present", "registry", "reports", "strategies")


def signature(function: griffe.Function) -> str:
    """Parameters and result as they are written."""
    parts, seen_star = [], False
    for parameter in function.parameters:
        kind = parameter.kind
        if kind is griffe.ParameterKind.keyword_only and not seen_star:
            parts.append("*")
            seen_star = True
        seen_star = seen_star or kind is griffe.ParameterKind.var_positional
        star = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}.get(kind, "")
        note = f": {parameter.annotation}" if parameter.annotation is not None else ""
        has_default = parameter.default is not None and not star
        parts.append(f"{star}{parameter.name}{note}{f' = {parameter.default}' if has_default else ''}")
    return f"({', '.join(parts)}) -> {function.returns}"


def default(value: str) -> str:
    """The default of a field; converters and metadata of attrs are no promise."""
    call = ast.parse(value, mode="eval").body
    if not (isinstance(call, ast.Call) and ast.unparse(call.func) == "field"):
        return f" = {value}"
    known = {each.arg: ast.unparse(each.value) for each in call.keywords}
    if known.get("init") == "False":
        return " [no argument]"
    made = f"{known['factory']}()" if "factory" in known else known.get("default", "")
    return f" = {made}" if made else ""


def lines(name: str, found: griffe.Object | griffe.Alias) -> Iterator[str]:
    """What is promised of a name: itself, and the public members of a class with those that it inherits from ours."""
    target = found.final_target if isinstance(found, griffe.Alias) else found
    labels = sorted(target.labels & {"property", "cached", "classmethod", "staticmethod"})
    mark = f" [{', '.join(labels)}]" if labels else ""
    if isinstance(target, griffe.Function):
        yield f"{name}{signature(target)}{mark}"
    elif isinstance(target, griffe.Attribute):
        is_member = target.parent is not None and target.parent.is_class
        value = default(str(target.value)) if is_member and target.value is not None else ""
        yield f"{name}: {target.annotation}{value}{mark}"
    elif isinstance(target, griffe.Class):
        yield f"class {name}({', '.join(map(str, target.bases))})"
        for member, inner in sorted(target.all_members.items()):
            if not member.startswith("_") or member in ("__getitem__", "__init__"):
                yield from lines(f"{name}.{member}", inner)
    else:
        yield f"module {name}"


def public_api() -> list[str]:
    """Every line, in the order of the doors and then of the names."""
    package = griffe.load("jixiao_core", search_paths=[ROOT / "src"], resolve_aliases=True, resolve_external=False)
    found = []
    for door in DOORS:
        module = package[door] if door else package
        prefix = f"{door}." if door else ""
        for name in sorted(map(str, module.exports or ())):
            found.extend(lines(f"{prefix}{name.strip(chr(39))}", module[name]))
    return found


def main() -> int:
    now = public_api()
    if "--check" not in sys.argv[1:]:
        STORED.write_text("\n".join(now) + "\n", encoding="utf-8")
        print(f"{len(now)} lines in {STORED.relative_to(ROOT)}")
        return 0
    before = STORED.read_text(encoding="utf-8").splitlines()
    changes = [each for each in difflib.ndiff(before, now) if each[0] in "+-"]
    if changes:
        gone = sum(each[0] == "-" for each in changes)
        print("\n".join(changes))
        print(f"the public names changed: {gone} lines gone or changed, {len(changes) - gone} new or changed.")
        print("What is gone or changed breaks users (docs/explanation/stability.md): say so in CHANGELOG.md, then run")
        print("    python tools/public_api.py")
        return 1
    print(f"{len(now)} public lines are those that are stored")
    return 0


if __name__ == "__main__":
    sys.exit(main())
