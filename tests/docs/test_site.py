"""The documentation site by its sources: no page is lost, none stands alone in its language, texts for models are whole."""

import re
import sys
from html import escape

import pytest
from markdown_pages import ROOT

sys.path.insert(0, str(ROOT / "tools"))

from check_site import problems
from site_pages import in_order, is_chinese, llms_full_text, llms_text, other_language, page_names, parts_of, source_of

DOCS = ROOT / "docs"
PAGES = page_names(DOCS)
ONE_LANGUAGE = {"architecture", "changes", "glossary", "reference/coverage"}  # in English, or in both at once
FOLDERS_OF_ONE_LANGUAGE = ("adr/", "reference/api/", "notebooks/")


def written(folder, **pages):
    """A folder of pages; two underlines in a name are a slash, one before zh a dot."""
    for name, text in pages.items():
        path = folder / (name.replace("__", "/").replace("_zh", ".zh-CN") + ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_every_page_is_in_a_list_of_contents():
    """The same pages that Sphinx finds: nobody has to know an address."""
    assert sorted(page for _, page in in_order(DOCS)) == sorted(PAGES)


def test_every_page_has_its_twin_and_a_link_to_it_under_the_title():
    for page in PAGES:
        if page in ONE_LANGUAGE or page.startswith(FOLDERS_OF_ONE_LANGUAGE):
            continue
        twin = other_language(page)
        assert twin in PAGES, page
        below_title = source_of(DOCS, page).read_text(encoding="utf-8").split("\n\n")[1]
        assert f"({twin.rpartition('/')[2]}.md)" in below_title, page


def test_each_language_lists_its_own_pages():
    for part in parts_of(DOCS, "index"):
        chinese = bool(re.search(r"[\u4e00-\u9fff]", part.caption))
        strangers = [page for page in part.pages if is_chinese(page) is not chinese]
        assert not [page for page in strangers if other_language(page) in PAGES and page != "index"], part.caption


def test_a_new_guide_appears_by_itself(tmp_path):
    lists = (
        "# Home\n\n:::{toctree}\n:caption: How-to\n:hidden:\n:glob:\n\nhow-to/first\nhow-to/*[!N]\n:::\n\n"
        ":::{toctree}\n:caption: 指南\n:glob:\n\n第一 <how-to/first.zh-CN>\nhow-to/*.zh-CN\n:::\n"
    )
    pages = {f"how-to__{name}{end}": "# A\n" for name in ("a-new", "first") for end in ("", "_zh")}
    folder = written(tmp_path, index=lists, how_to__deep="# not matched: no such folder\n", **pages)
    english, chinese = parts_of(folder, "index")
    assert english == ("How-to", ("how-to/first", "how-to/a-new"))
    assert chinese == ("指南", ("how-to/first.zh-CN", "how-to/a-new.zh-CN"))
    assert "how_to/deep" not in {page for _, page in in_order(folder)}


def test_llms_text_has_every_page_once_with_title_and_sentence():
    text = llms_text(DOCS, "About.")
    listed = re.findall(r"^- \[.+\]\((.+)\.html\)", text, re.MULTILINE)
    assert sorted(listed) == sorted(PAGES)
    assert text.startswith(
        "# jixiao-core (绩效核心)\n\n> About.\n\n- [jixiao-core (绩效核心)](index.html): A unit grades itself"
    )
    assert "\n## How-to guides\n\n- [" in text
    assert "\n## 操作指南\n\n- [" in text
    assert (
        "- [Score units in a database](how-to/sql.html): One SELECT per rubric, without functions of its own, in whole "
        "numbers: for DuckDB, SQLite, PostgreSQL, Spark, MySQL and Oracle.\n"
    ) in text
    assert not re.search(r"toctree|automodule|\]\([^)]*\.md", text)


def test_full_text_has_every_page_of_words():
    text = llms_full_text(DOCS)
    marked = re.findall(r"^<!-- (\S+)\.html -->$", text, re.MULTILINE)
    assert sorted(marked) == sorted(page for page in PAGES if source_of(DOCS, page).suffix == ".md")
    assert "每减少一个百分点，扣0.2分" in text


class TestTheCheckOfTheBuiltSite:
    """A site of two pages that is right, then with one thing wrong."""

    @pytest.fixture
    def docs(self, tmp_path):
        return written(tmp_path / "docs", index="# Home\n\n:::{toctree}\n\nother\n:::\n", other="# Other\n")

    def site(
        self, folder, index='<a href="other.html#here">x</a>', other='<p id="here"><a href="index.html">x</a></p>'
    ):
        folder.mkdir()
        (folder / "index.html").write_text(index, encoding="utf-8")
        (folder / "other.html").write_text(other, encoding="utf-8")
        (folder / "llms.txt").write_text("(index.html) (other.html)", encoding="utf-8")
        return folder

    def test_right(self, docs, tmp_path):
        assert problems(self.site(tmp_path / "site"), docs) == []

    @pytest.mark.parametrize(
        ("index", "told"),
        [
            ('<a href="other.html#there">', "index.html: other.html#there has no such place"),
            ('<a href="gone.html"><a href="other.html">', "index.html: gone.html leads nowhere"),
            ('<a href="#top"><a href="other.html">', "index.html: #top has no such place"),
            ("<p>", "other.html: no page links to it"),
            ('<a href="other.html"><img src="a.png">', "index.html: a.png is missing"),
            (
                '<a href="other.html"><script src="//cdn.example/x.js">',
                "index.html: loads //cdn.example/x.js from elsewhere",
            ),
            (
                '<a href="other.html"><link href="https://f.example">',
                "index.html: loads https://f.example from elsewhere",
            ),
        ],
    )
    def test_wrong(self, docs, tmp_path, index, told):
        assert problems(self.site(tmp_path / "site", index=index), docs) == [told]

    def test_addresses_of_others_are_not_followed(self, docs, tmp_path):
        index = f'<a href="{escape("https://example.org/x?a=1&b=2")}"><a href="other.html">'
        assert problems(self.site(tmp_path / "site", index=index), docs) == []

    def test_a_page_without_a_list_and_a_style_from_elsewhere(self, docs, tmp_path):
        written(docs, lost="# Lost\n")
        site = self.site(tmp_path / "site")
        (site / "a.css").write_text('@font-face { src: url("https://f.example/f.woff") }', encoding="utf-8")
        assert problems(site, docs) == ["lost: in no list of contents", "a.css: loads from elsewhere"]
