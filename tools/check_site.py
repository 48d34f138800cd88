"""
Check the built site: every link of its own leads somewhere, nothing is loaded from elsewhere, no page is lost.

No address outside of the site is fetched.
"""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from site_pages import in_order, page_names

LOADS = {
    "script": "src",
    "img": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "audio": "src",
    "video": "src",
}
NO_PAGES = ("genindex", "py-modindex", "search")


class Links(HTMLParser):
    """What a page refers to, what it loads, and the anchors that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.anchors.update(found[name] for name in ("id", "name") if found.get(name))
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        if found.get(LOADS.get(tag, "-")):
            self.loads.append(found[LOADS[tag]])


def read(path: Path) -> Links:
    links = Links()
    links.feed(path.read_text(encoding="utf-8"))
    return links


def problems(site: Path, docs: Path) -> list[str]:
    """Everything that is wrong with a built site."""
    pages = {path: read(path) for path in sorted(site.rglob("*.html")) if "_static" not in path.parts}
    found, reached = [], set()
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        for target in page.loads:
            if urlsplit(target).scheme not in ("", "data") or target.startswith("//"):
                found.append(f"{name}: loads {target} from elsewhere")
            elif not target.startswith("data:") and not _file(path, target).exists():
                found.append(f"{name}: {target} is missing")
        for target in page.links:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            file = _file(path, target) if parts.path else path
            reached.add(file)
            if not file.exists():
                found.append(f"{name}: {target} leads nowhere")
            elif parts.fragment and file in pages and unquote(parts.fragment) not in pages[file].anchors:
                found.append(f"{name}: {target} has no such place")
    found += [
        f"{path.relative_to(site)}: no page links to it"
        for path in pages
        if path not in reached and path.stem not in NO_PAGES
    ]
    listed = {page for _, page in in_order(docs)}
    found += [f"{page}: in no list of contents" for page in page_names(docs) if page not in listed]
    text = (site / "llms.txt").read_text(encoding="utf-8")
    found += [f"{page}: not in llms.txt" for page in listed if f"({page}.html)" not in text]
    return found + _styles(site)


def _file(page: Path, target: str) -> Path:
    return (page.parent / unquote(urlsplit(target).path)).resolve()


def _styles(site: Path) -> list[str]:
    """Style sheets that load from elsewhere."""
    return [
        f"{path.relative_to(site)}: loads from elsewhere"
        for path in sorted(site.rglob("*.css"))
        if any(word in path.read_text(encoding="utf-8") for word in ("url(http", 'url("http', "url(//", "@import"))
    ]


if __name__ == "__main__":
    told = problems(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
    print("\n".join(told) or "Every link of the site leads somewhere, and nothing comes from elsewhere.")
    sys.exit(1 if told else 0)
