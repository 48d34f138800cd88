"""Messages that pages list beside their codes are those of the catalogues, counted words in the plural."""

import re
from importlib import import_module, resources

import pytest
from babel.messages.mofile import read_mo
from markdown_pages import ROOT, read_page

LANGUAGES = {"": "en", ".zh-CN": "zh_Hans_CN"}
COUNTED = re.compile(r"\{(\w+):[^|{}]+\|([^|{}]+)\}")


def messages(layer, language):
    path = resources.files("jixiao_core").joinpath("locale", language, "LC_MESSAGES", f"{layer}.mo")
    with path.open("rb") as stream:
        return {str(each.context, "utf-8"): str(each.string) for each in read_mo(stream) if each.id}


@pytest.mark.parametrize("end", LANGUAGES, ids=LANGUAGES.get)
@pytest.mark.parametrize(("name", "layer"), [("checks", "reports"), ("overlay-format", "rubrics")])
def test_listed_messages_are_those_that_are_told(name, layer, end):
    known = messages(layer, LANGUAGES[end])
    templates = import_module(f"jixiao_core._templates.{layer}").TEMPLATES
    assert set(known) == set(templates)
    tables = read_page(ROOT / "docs" / "reference" / f"{name}{end}.md").tables
    listed = {code: row[-1] for table in tables for row in table.rows if (code := row[0].strip("`")) in known}
    assert len(listed) > 20
    assert listed == {code: COUNTED.sub(r"{\1} \2", known[code]) for code in listed}
