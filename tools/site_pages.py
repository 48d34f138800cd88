"""
What the documentation site consists of, read from its sources: pages, languages, lists of contents, texts for models.

Sphinx is not needed for any of it, so the tests look at the same things as the site.
"""

import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

CHINESE = ".zh-CN"
ENDINGS = (".md", ".rst", ".ipynb")
UNREAD = ("_build", "_static", "_templates")
_LIST = re.compile(r":::\{toctree\}\n(?P<options>(?::.*\n)*)\n?(?P<entries>(?:.+\n)*?):::")
_LIST_OF_RST = re.compile(r"\.\. toctree::\n(?P<options>(?:   :.*\n)*)\n(?P<entries>(?:   \S.*\n?)*)")
_OTHER = re.compile(r"\[(?:中文|English)\]|\*(?:中文|English)|```|[|#<=-]|\.\. |.+\n[-=]+$")
_TITLED = re.compile(r".+ <(.+)>")
_CAPTION = re.compile(r":caption: (.+)")


class Part(NamedTuple):
    """One list of contents: its caption and its pages in order."""

    caption: str
    pages: tuple[str, ...]


def page_names(docs: Path) -> tuple[str, ...]:
    """Every page, named as Sphinx names it: the path below docs without its ending."""
    paths = [path.relative_to(docs) for path in docs.rglob("*") if path.suffix in ENDINGS]
    return tuple(sorted(path.with_suffix("").as_posix() for path in paths if path.parts[0] not in UNREAD))


def source_of(docs: Path, page: str) -> Path:
    """The file of a page."""
    return next(path for ending in ENDINGS if (path := docs / f"{page}{ending}").is_file())


def is_chinese(page: str) -> bool:
    return page.endswith(CHINESE)


def other_language(page: str) -> str:
    """The name that the same page has in the other language, whether there is one or not."""
    return page.removesuffix(CHINESE) if is_chinese(page) else page + CHINESE


def parts_of(docs: Path, page: str) -> tuple[Part, ...]:
    """The lists of contents of a page; a pattern stands for what nothing before it in the same list named."""
    path = source_of(docs, page)
    pattern = _LIST_OF_RST if path.suffix == ".rst" else _LIST
    known = [name for name in page_names(docs) if name != page]
    folder = page.rpartition("/")[0]
    found = []
    for each in pattern.finditer(path.read_text(encoding="utf-8")):
        caption = _CAPTION.search(each["options"])
        left, pages = list(known), []
        for entry in each["entries"].splitlines():
            target = titled[1] if (titled := _TITLED.fullmatch(entry)) else entry.strip()
            name = f"{folder}/{target}" if folder else target
            matched = [one for one in left if _matches(one, name)]
            pages += matched
            left = [one for one in left if one not in matched]
        found.append(Part(caption[1] if caption else "", tuple(pages)))
    return tuple(found)


def _matches(page: str, pattern: str) -> bool:
    """As in Sphinx: a star does not cross a folder."""
    return page.count("/") == pattern.count("/") and fnmatchcase(page, pattern)


def in_order(docs: Path, root: str = "index") -> tuple[tuple[str, str], ...]:
    """All pages that can be reached from the first, as caption and page, in the order of the lists."""
    found: dict[str, str] = {root: ""}

    def follow(page: str, caption: str) -> None:
        for part in parts_of(docs, page):
            for each in part.pages:
                if each not in found:
                    found[each] = part.caption or caption
                    follow(each, part.caption or caption)

    follow(root, "")
    return tuple((caption, page) for page, caption in found.items())


def title_and_summary(text: str) -> tuple[str, str]:
    """The first heading of a page in Markdown or reStructuredText, and its first sentence."""
    lines = text.splitlines()
    at = next(number for number, line in enumerate(lines) if line.strip())
    title = lines[at].removeprefix("# ").strip()
    rest = re.sub(r"^:::.*?^:::$", "", "\n".join(lines[at + 1 :]), flags=re.DOTALL | re.MULTILINE)
    paragraphs = re.split(r"\n\s*\n", rest)
    prose = (each.strip() for each in paragraphs if _is_prose(each.strip()))
    sentence = re.match(r".+?(?:。|[.?!](?=\s|$)|$)", " ".join(next(prose, "").split()))
    return title, _without_links(sentence[0] if sentence else "")


def _is_prose(paragraph: str) -> bool:
    """Whether a paragraph is text: no switch of languages, list, directive, table, heading, fence or rule."""
    return bool(paragraph) and not _OTHER.match(paragraph)


def _without_links(text: str) -> str:
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)


def llms_text(docs: Path, about: str) -> str:
    """The file llms.txt: every page with its address in the site, title and first sentence, part by part."""
    lines = ["# jixiao-core (绩效核心)", "", f"> {about}", ""]
    last = None
    for caption, page in in_order(docs):
        if caption != last and caption:
            lines += ["", f"## {caption}", ""]
        last = caption
        path = source_of(docs, page)
        if path.suffix == ".ipynb":
            title, summary = page.rpartition("/")[2].replace("-", " "), "A notebook with its results."
        else:
            title, summary = title_and_summary(path.read_text(encoding="utf-8"))
        lines.append(f"- [{title}]({page}.html){': ' + summary if summary else ''}")
    return "\n".join(lines) + "\n"


def llms_full_text(docs: Path) -> str:
    """The file llms-full.txt: the text of every page in Markdown, in the order of the lists."""
    pages = [(page, source_of(docs, page)) for _, page in in_order(docs)]
    texts = [(page, path.read_text(encoding="utf-8")) for page, path in pages if path.suffix == ".md"]
    return "\n".join(f"<!-- {page}.html -->\n\n{text.strip()}\n" for page, text in texts)
