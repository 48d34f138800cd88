"""Sphinx extension of the documentation site: docstrings as the house writes them, two languages, texts for models."""

import re
from gettext import translation
from itertools import takewhile
from pathlib import Path
from typing import Any

from docutils import nodes
from site_pages import CHINESE, is_chinese, llms_full_text, llms_text
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains.python._object import PyObject
from sphinx.ext.napoleon import GoogleDocstring
from sphinx.locale import __file__ as catalogues
from sphinx.search.en import SearchEnglish
from sphinx.transforms.post_transforms import SphinxPostTransform

ABOUT = (
    "A typed Python library that models the Chinese budget performance self-evaluation specification: rubrics as "
    "data, exact scores with explanations, and courteous reviews of claimed scores, in Chinese and English."
)
# Types of other libraries, and the insides of the house that signatures mention without promising anything.
OUTSIDE = re.compile(
    r"(?:fractions|collections|os|typing|importlib|types|enum|datetime|pathlib|decimal|hypothesis|cattrs|narwhals)\..*"
    r"|Fraction|(?:.*\.)?(?:_\w+|AnyNode|Detail|Exact|Facts|Frame|Memo|ReportT|TableProgram)"
)
CAPTION = re.compile(r"<p[^>]*>\s*<span[^>]*>([\u4e00-\u9fff]?)")
# What furo says itself, and Sphinx has no Chinese for.
FURO = {
    "On this page": "本页内容",
    "Back to top": "回到顶部",
    "Home": "首页",
    "Made with ": "",
    "View this page": "查看源文",
}


WIDEST = 110  # characters of a line of a table
WORDS = translation("sphinx", Path(catalogues).parent, ["zh_CN"])


def attribute_text(app: Sphinx, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """
    Read the docstring of an attribute as that of a function: its first line has no type before a colon.

    Napoleon looks for a type in the first line that comes; an empty comment has none.
    """
    if what in ("attribute", "data", "property") and lines:
        lines[:] = ["..", "", *GoogleDocstring(lines, app.config, app, "method", name, thing, options).lines()]


def of_others(_app: Sphinx, _env: Any, node: nodes.Element, shown: nodes.Element) -> nodes.Element | None:
    """Leave what other libraries document as it is."""
    return shown if OUTSIDE.fullmatch(node["reftarget"]) else None


def long_lines(_app: Sphinx, page: nodes.document) -> None:
    """Mark the sessions whose lines are paragraphs, not tables."""
    for block in page.findall(nodes.literal_block):
        if block.get("language") == "console" and any(len(line) > WIDEST for line in block.astext().splitlines()):
            block["classes"].append("wraps")


class BothScripts(SearchEnglish):
    """Words of English, and of Chinese every run of characters and every pair in it; the page finds parts of runs."""

    lang = "en_zh"

    def split(self, text: str) -> list[str]:
        words = super().split(text)
        runs = (run for word in words for run in re.findall(r"[\u4e00-\u9fff]{2,}", word))
        return words + [run[at : at + 2] for run in runs for at in range(len(run) - 1)]


class ShortNames(SphinxPostTransform):
    """Resolve what docstrings and signatures name shortly (`FormatError`), by the nearest thing of that name."""

    default_priority = 5  # before references are resolved

    def run(self, **_: Any) -> None:
        objects = self.env.domains.python_domain.objects
        for node in list(self.document.findall(addnodes.pending_xref)):
            if node.get("refdomain") != "py":
                continue
            last = "." + node["reftarget"].rpartition(".")[2]
            found = [name for name in objects if name.endswith(last)]
            if found and node["reftarget"] not in objects:
                node["reftarget"] = nearest(found, node.get("py:module") or "")


def nearest(names: list[str], module: str) -> str:
    """The name that has most in common with the module from which it is named, the shortest of several."""
    return max(names, key=lambda name: (_shared(name.split("."), module.split(".")), -len(name)))


def _shared(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def in_its_language(_app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Give a page the navigation, the words around it, the neighbours and the first page of its own language."""
    chinese = is_chinese(page)
    context["furo_navigation_tree"] = navigation(context.get("furo_navigation_tree", ""), chinese=chinese)
    for way in ("prev", "next"):
        if context.get(way) and (CHINESE in context[way]["link"]) is not chinese:
            context[way] = None
    if chinese:
        context["language"] = "zh-CN"
        context["master_doc"] = "index.zh-CN"
        context["gettext"] = lambda text: FURO.get(text) or WORDS.gettext(text)


def navigation(tree: str, *, chinese: bool) -> str:
    """The lists of one language: those whose caption is Chinese, or those whose caption is not."""
    parts = re.split(r'(?=<p class="caption")', tree)
    return "".join(part for part in parts if not (caption := CAPTION.match(part)) or bool(caption[1]) is chinese)


def write_texts(app: Sphinx, failure: Exception | None) -> None:
    """Write llms.txt and llms-full.txt beside the pages."""
    if failure is None and app.builder.format == "html":
        docs, out = Path(app.srcdir), Path(app.outdir)
        (out / "llms.txt").write_text(llms_text(docs, ABOUT), encoding="utf-8")
        (out / "llms-full.txt").write_text(llms_full_text(docs), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Connect everything above."""
    app.connect("autodoc-process-docstring", attribute_text, priority=400)
    app.connect("missing-reference", of_others)
    app.connect("doctree-read", long_lines)
    app.add_search_language(BothScripts)
    next(each for each in PyObject.doc_field_types if each.name == "variable").label = "Attributes"
    app.add_post_transform(ShortNames)
    app.connect("html-page-context", in_its_language, priority=900)
    app.connect("build-finished", write_texts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
