"""Places of documents and of schemas, and changes of documents: the tools of the tests of schemas."""

import copy

from jsonschema import Draft202012Validator

DERIVED = {"Rubric", "Evidence", "Case"}
"""What a person writes is held to its own classes; here only what results add is walked."""


def places(document, path=()):
    """Every place of a document; the whole is the empty path."""
    yield path
    parts = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, part in parts:
        yield from places(part, (*path, key))


def shortened(document, length=2):
    """The same document with at most so many parts in every list."""
    if isinstance(document, dict):
        return {key: shortened(part, length) for key, part in document.items()}
    return [shortened(part, length) for part in document[:length]] if isinstance(document, list) else document


def edited(document, path, change, wrong):
    """A copy with one change at a place: its key dropped, misspelt, one added beside it, or a wrong value."""
    found = copy.deepcopy(document)
    target = found
    for step in path[:-1]:
        target = target[step]
    last = path[-1]
    if change == "drop":
        del target[last]
    elif change == "add":
        holder = target[last] if isinstance(target[last], dict) else target
        if isinstance(holder, dict):
            holder["no_such_key"] = "1"
        else:
            holder.append({"no_such_key": "1"})
    elif change == "misspell":
        if isinstance(target, dict):
            target[f"{last}x"] = target.pop(last)
        else:
            target[last] = {"no_such_key": target[last]}
    else:
        target[last] = copy.deepcopy(wrong[change])
    return found


def _resolved(schema, root):
    name = ""
    while "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        schema = root["$defs"][name]
    return schema, name


def stated_objects(root):
    """The keys of every closed object of a schema, as a set of (keys) texts."""
    found, done, waiting = set(), set(), [root]
    while waiting:
        schema, name = _resolved(waiting.pop(), root)
        if name in DERIVED or name in done:
            continue
        done |= {name} if name else set()
        if "properties" in schema:
            found.add(" ".join(sorted(schema["properties"])))
            waiting += schema["properties"].values()
        waiting += schema.get("anyOf", [])
        waiting += [schema[key] for key in ("items", "additionalProperties") if isinstance(schema.get(key), dict)]
    return found


def seen_objects(root, document):
    """The closed objects of a schema that a document has with every key that is stated."""
    whole, found = {}, set()

    def walk(schema, value):
        schema, name = _resolved(schema, root)
        if name in DERIVED:
            return
        branches = [each for each in schema.get("anyOf", []) if each != {"type": "null"}]
        for branch in branches:
            if (len(branches) == 1 and value is not None) or Draft202012Validator(
                {**branch, "$defs": root["$defs"]}
            ).is_valid(value):
                walk(branch, value)
        if "properties" in schema and isinstance(value, dict):
            keys = " ".join(sorted(schema["properties"]))
            whole.setdefault(keys, set()).update(set(value) & set(schema["properties"]))
            if whole[keys] == set(schema["properties"]):
                found.add(keys)
            for key, part in value.items():
                if key in schema["properties"]:
                    walk(schema["properties"][key], part)
        if isinstance(value, dict) and isinstance(schema.get("additionalProperties"), dict):
            for part in value.values():
                walk(schema["additionalProperties"], part)
        if isinstance(value, list) and "items" in schema:
            for part in value:
                walk(schema["items"], part)

    walk(root, document)
    return found
