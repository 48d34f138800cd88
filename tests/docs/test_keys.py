"""
The tables of keys against the classes: every key, its type and its default, in both directions and both languages.

A page names a class in the heading of its table. Together the pages cover every class that a file can hold.
"""

import re
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

import attrs
import pytest
from markdown_pages import ROOT, anchor, code_lines, page_id, read_page

from jixiao_core import exchange
from jixiao_core._templates import cli, exact, lint, present, registry, rubrics, scoring
from jixiao_core._templates import exchange as exchange_texts
from jixiao_core.exact.intervals import Interval
from jixiao_core.exact.quantities import Quantity
from jixiao_core.exchange.converter import _field_hook, own_converter
from jixiao_core.messages import Text
from jixiao_core.rubrics.facts import Term
from jixiao_core.rubrics.formulas import Formula
from jixiao_core.rubrics.levels import Level
from jixiao_core.rubrics.rubric import Rubric
from jixiao_core.scoring.assessments import Assessment
from jixiao_core.scoring.case import Case
from jixiao_core.scoring.figures import Figure

REFERENCE = ROOT / "docs" / "reference"
LANGUAGES = {"en": "{}.md", "zh": "{}.zh-CN.md"}
FORMATS = {"rubric-format": Rubric, "case-format": Case}
KEY = ("Key", "键")
CODES = {
    code
    for module in (cli, exact, exchange_texts, lint, present, registry, rubrics, scoring)
    for code in module.TEMPLATES
}
# What needs an answer or a name from outside of the file.
NOT_FROM_A_FILE = {"rubrics.readings_clash", "rubrics.unknown_indicator"}

WORDS = {
    str: ("text", "文本"),
    bool: ("`true` or `false`", "`true`或`false`"),
    int: ("whole number", "整数"),
    Fraction: ("number", "数"),
    Level: ("level", "取值"),
    Interval: ("interval", "区间"),
    Text: ("bilingual text", "双语文本"),
    Term: ("term", "项"),
}
UNIONS = ((Formula, ("formula", "公式")), (Assessment, ("assessment", "评定")), (Figure, ("figure", "数据")))
REQUIRED, NONE = ("required", "必填"), ("none", "无")
LIST, TABLE, OR = ("list of {}", "{}的列表"), ("table of {} by id", "以标识为键的{}表"), (", ", "、")


def pages(name):
    return {language: read_page(REFERENCE / pattern.format(name)) for language, pattern in LANGUAGES.items()}


def fields_of(cls):
    """The attributes that are keys of a file."""
    return [each for each in attrs.fields(cls) if each.init and each.metadata.get("identity", True)]


def parts(type_):
    """The classes inside a type: members of unions, items of tuples."""
    if isinstance(type_, type) and attrs.has(type_):
        yield type_
    for inner in get_args(type_):
        if get_origin(type_) is not Literal:
            yield from parts(inner)


def reachable(cls):
    """Every class of ours that a file of `cls` can hold, quantities aside: they are written as text."""
    found, waiting = {}, [cls]
    while waiting:
        each = waiting.pop()
        if each.__name__ in found or each in get_args(Quantity) or each is Interval:
            continue
        found[each.__name__] = each
        hints = get_type_hints(each)
        waiting.extend(part for attribute in fields_of(each) for part in parts(hints[attribute.name]))
    return found


CLASSES = {name: reachable(cls) for name, cls in FORMATS.items()}


def type_words(type_, language):
    """How a page writes a type."""
    place = list(LANGUAGES).index(language)
    if get_origin(type_) in (Union, UnionType):
        for union, words in (*UNIONS, (Quantity, ("figure", "数字"))):
            if set(get_args(type_)) - {NoneType} == set(get_args(union)):
                return words[place]
        (type_,) = set(get_args(type_)) - {NoneType}
    if type_ in WORDS:
        return WORDS[type_][place]
    if get_origin(type_) is Literal:
        return OR[place].join(f"`{word}`" for word in get_args(type_))
    if isinstance(type_, type) and issubclass(type_, Enum):
        return OR[place].join(f"`{each.value}`" for each in type_)
    if get_origin(type_) is tuple:
        inner, _ = get_args(type_)
        if get_origin(inner) is tuple and get_args(inner)[-1] is not Ellipsis:
            return TABLE[place].format(type_words(get_args(inner)[1], language))
        return LIST[place].format(type_words(inner, language))
    return f"`{type_.__name__}`"


def key_tables(page):
    """Class name to its table; the name stands in code at the end of the heading."""
    found = [(re.findall(r"`(\w+)`[)）]$", table.heading), table) for table in page.tables if table.header[0] in KEY]
    return [(names[0] if names else table.heading, table) for names, table in found]


def documented_tables():
    return [
        pytest.param(CLASSES[name].get(cls, cls), table, language, id=f"{name}-{language}-{cls}")
        for name in FORMATS
        for language, page in pages(name).items()
        for cls, table in key_tables(page)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORMATS)
def test_every_class_has_one_table(name, language):
    """A case holds a few classes of its own; what it shares with rubrics would be described there."""
    documented = [cls for cls, _ in key_tables(pages(name)[language])]
    assert sorted(CLASSES[name]) == sorted(documented)


@pytest.mark.parametrize(("cls", "table", "language"), documented_tables())
class TestTables:
    def test_keys_are_those_of_the_class(self, cls, table, language):
        assert [each.name for each in fields_of(cls)] == [row[0].strip("`") for row in table.rows]

    def test_types(self, cls, table, language):
        hints = get_type_hints(cls)
        expected = [type_words(hints[each.name], language) for each in fields_of(cls)]
        if "kind" in hints and cls is not Rubric:
            place = [each.name for each in fields_of(cls)].index("kind")
            expected[place] = f"`{get_args(hints['kind'])[0]}`"
        assert expected == [row[1] for row in table.rows]

    def test_defaults(self, cls, table, language):
        place = list(LANGUAGES).index(language)
        for attribute, row in zip(fields_of(cls), table.rows, strict=True):
            shown = row[3]
            is_tag = attribute.name == "kind"
            if attribute.default is attrs.NOTHING or is_tag:
                assert shown == REQUIRED[place], attribute.name
                continue
            default = attribute.default
            if isinstance(default, attrs.Factory):
                default = default.factory()
            if shown == NONE[place]:
                assert default is None, attribute.name
                continue
            written = exchange.read_document(f"value = {shown.strip('`')}".encode(), syntax="toml")["value"]
            hook = _field_hook(cls, attribute, get_type_hints(cls)[attribute.name], own_converter())
            assert default == hook(written), attribute.name

    def test_units_and_meanings_are_given(self, cls, table, language):
        assert all(row[2] and len(row[4]) > 1 for row in table.rows)


def keys_in(data):
    """Every key of a document, at any depth."""
    for key, value in data.items() if isinstance(data, dict) else ():
        yield key
        yield from keys_in(value)
    for part in data if isinstance(data, list) else ():
        yield from keys_in(part)


def example_keys(page):
    """The keys that the files of a page and the evidence of its worked tables use."""
    texts = [block.text for block in page.blocks if block.language == "toml"]
    for table in page.tables:
        if table.header[0] in ("Evidence", "依据"):
            said = [[line for line in code_lines(row[0]) if not line.startswith("--")] for row in table.rows]
            texts.extend("\n".join(lines) for lines in said)
    return {key for text in texts for key in keys_in(exchange.read_document(text.encode(), syntax="toml"))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_an_example(language):
    used = set().union(*(example_keys(pages(name)[language]) for name in FORMATS))
    classes = {name: cls for page in FORMATS for name, cls in CLASSES[page].items()}
    assert [
        f"{name}.{each.name}" for name, cls in classes.items() for each in fields_of(cls) if each.name not in used
    ] == []


@pytest.mark.parametrize("path", sorted(REFERENCE.glob("*.md")), ids=page_id)
def test_every_code_that_is_named_exists(path):
    layers = "|".join(sorted({code.partition(".")[0] for code in CODES}))
    named = set(re.findall(rf"`((?:{layers})\.[a-z_]+)`", read_page(path).prose))
    assert named <= CODES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_of_a_rubric_is_shown(language):
    """Each code of the layer `rubrics` that a file can bring stands in the page, with a change that brings it."""
    (table,) = [each for each in pages("rubric-format")[language].tables if each.header[0] in ("File", "文件")]
    shown = {row[3].strip("`") for row in table.rows}
    of_tables = {code for code in rubrics.TEMPLATES if not code.startswith("rubrics.overlay_")}
    assert of_tables - NOT_FROM_A_FILE == {code for code in shown if code.startswith("rubrics.")}


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(REFERENCE.glob("*.md")) if (path.parent / f"{path.stem}.zh-CN.md").exists()],
    ids=page_id,
)
class TestLanguages:
    """Both versions of a page hold the same examples, and lead to each other."""

    def test_files_are_the_same(self, path):
        one, other = read_page(path), read_page(path.parent / f"{path.stem}.zh-CN.md")
        assert [block.text for block in one.blocks if block.language == "toml"] == [
            block.text for block in other.blocks if block.language == "toml"
        ]

    def test_blocks_are_of_the_same_kinds(self, path):
        one, other = read_page(path), read_page(path.parent / f"{path.stem}.zh-CN.md")
        assert [block.language for block in one.blocks] == [block.language for block in other.blocks]

    def test_tables_have_the_same_code_and_values(self, path):
        """Words differ; what stands in code, and every number that stands alone, does not."""
        one, other = read_page(path), read_page(path.parent / f"{path.stem}.zh-CN.md")
        assert [_language_free(table) for table in one.tables] == [_language_free(table) for table in other.tables]

    def test_headings_are_as_many(self, path):
        one, other = read_page(path), read_page(path.parent / f"{path.stem}.zh-CN.md")
        assert len(one.headings) == len(other.headings)

    def test_they_lead_to_each_other(self, path):
        other = path.parent / f"{path.stem}.zh-CN.md"
        assert f"({other.name})" in path.read_text(encoding="utf-8")
        assert f"({path.name})" in other.read_text(encoding="utf-8")


def _language_free(table):
    alone = re.compile(r"`[^`]*`(?:<br>(?:`[^`]*`)?)*|[-–0-9.%/{}∪\[\](), ]+")
    return table.file, [tuple(cell for cell in row if alone.fullmatch(cell)) for row in table.rows if row]


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "reference").glob("*.md")), ids=page_id)
def test_links_lead_somewhere(path):
    page = read_page(path)
    for target in re.findall(r"\]\(([^)\s]+)\)", page.prose):
        file, _, fragment = target.partition("#")
        linked = (path.parent / file).resolve() if file else path
        assert linked.is_file(), target
        if fragment:
            assert fragment in {anchor(heading) for heading in read_page(linked).headings}, target
