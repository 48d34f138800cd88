"""Markdown pages as data: fenced blocks, tables, headings, and the files that a page asks its reader to save."""

import re
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
NOT_RUN = re.compile(r"<!-- not run: (\S.*?) -->")
_FENCE = re.compile(r"```(.*)")
_NAMED = re.compile(r"# ([a-z0-9-]+\.(?:toml|json))")
_HEADING = re.compile(r"#{1,6} (.+)")


def documentation_pages():
    """README and everything below docs/, in every language."""
    return sorted([*ROOT.glob("README*.md"), *ROOT.glob("docs/**/*.md")])


def page_id(path):
    return path.relative_to(ROOT).as_posix()


@frozen
class Block:
    """
    A fenced block.

    Attributes:
        language: the word after the fence.
        text: what stands inside, with the final line end.
        line: the line of its first inner line, counted from 1.
        reason: why it is not run; empty where it is.
    """

    language: str
    text: str
    line: int
    reason: str = ""

    @property
    def name(self):
        """The name of the file that the block is, said in its first line; empty for parts of files."""
        found = _NAMED.fullmatch(self.text.partition("\n")[0])
        return found[1] if found else ""

    @property
    def is_rubric(self):
        """Whether it is the file of a whole rubric."""
        return bool(self.name) and "\nseries = " in self.text


@frozen
class Table:
    """
    A table, its cells as they are written.

    Attributes:
        header: the cells of the first line.
        rows: the cells of the other lines.
        heading: the heading above it.
        file: the name of the last rubric above it, anywhere on the page.
        line: the line of the header.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    heading: str
    file: str
    line: int


@frozen
class Page:
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    headings: tuple[str, ...]
    prose: str

    @property
    def files(self):
        """File name to text."""
        return {block.name: block.text for block in self.blocks if block.name}


def read_page(path):
    return parse_page(path.read_text(encoding="utf-8"))


def parse_page(text):
    blocks, tables, headings, prose = [], [], [], []
    lines = text.split("\n")
    position, reason, heading, file = 0, "", "", ""
    while position < len(lines):
        line = lines[position]
        if fence := _FENCE.fullmatch(line):
            end = next(at for at in range(position + 1, len(lines)) if lines[at].rstrip() == "```")
            inner = "".join(f"{each}\n" for each in lines[position + 1 : end])
            blocks.append(Block(fence[1].strip(), inner, position + 2, reason))
            file = blocks[-1].name if blocks[-1].is_rubric else file
            position, reason = end + 1, ""
            continue
        if line.startswith("|"):
            end = next((at for at in range(position, len(lines)) if not lines[at].startswith("|")), len(lines))
            header, _, *rows = (_cells(each) for each in lines[position:end])
            tables.append(Table(header, tuple(rows), heading, file, position + 1))
            prose.extend(lines[position:end])
            position = end
            continue
        if found := _HEADING.fullmatch(line):
            heading = found[1]
            headings.append(heading)
        if line.strip():
            marker = NOT_RUN.fullmatch(line.strip())
            reason = marker[1] if marker else ""
        prose.append(line)
        position += 1
    return Page(tuple(blocks), tuple(tables), tuple(headings), "\n".join(prose))


def _cells(line):
    return tuple(cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|"))


def code_lines(cell):
    """The lines that a cell stands for: code spans parted by <br>; an empty part is an empty line."""
    if cell in ("–", ""):
        return []
    return [part.strip().removeprefix("`").removesuffix("`") for part in cell.split("<br>")]


def anchor(heading):
    """The fragment that a heading gets on common forges."""
    kept = "".join(char for char in heading.lower() if char.isalnum() or char in " -_")
    return kept.replace(" ", "-")
