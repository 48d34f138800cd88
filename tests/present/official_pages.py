"""What a browser makes of a page: its elements, its tables as grids, its text; written by the rules of HTML alone."""

from fractions import Fraction
from html.parser import HTMLParser

from attrs import evolve, fields, has

from jixiao_core.messages import number_text
from jixiao_core.scoring.figures import Known

VOID = {"br", "col", "meta"}


class Page(HTMLParser):
    """A page with every table as a list of rows of (text, rows, columns, tag, scope), and how many columns it has."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.attributes, self.open, self.texts = [], set(), [], []
        self.tables, self.columns, self.heads = [], [], []
        self.declared = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(given)
        if tag == "table":
            assert "table" not in self.open
            self.tables.append([])
            self.columns.append(0)
            self.heads.append(0)
        elif tag == "tr":
            self.tables[-1].append([])
            self.heads[-1] += "thead" in self.open
        elif tag == "col":
            self.columns[-1] += 1
        elif tag in ("td", "th"):
            assert self.open[-1] == "tr"
            cell = ["", int(given.get("rowspan", 1)), int(given.get("colspan", 1)), tag, given.get("scope")]
            self.tables[-1][-1].append(cell)
        if tag == "br":
            self.handle_data("\n")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert tag not in VOID
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "style":
            return
        self.texts.append(data)
        if {"td", "th"} & set(self.open):
            self.tables[-1][-1][-1][0] += data

    def handle_decl(self, decl):
        self.declared += decl

    def handle_comment(self, data):
        raise AssertionError(data)

    handle_pi = unknown_decl = handle_comment

    @property
    def text(self):
        return "".join(self.texts)


def tiled(rows, width):
    """The places of a grid and the cell that covers each, every place exactly once: no overlap, no gap, nothing outside."""
    places = {}
    for row, cells in enumerate(rows):
        for cell in cells:
            _, high, wide, *_ = cell
            start = next(column for column in range(width + 1) if (row, column) not in places)
            for down in range(high):
                for across in range(wide):
                    place = row + down, start + across
                    assert place not in places, f"two cells at {place}"
                    places[place] = cell
    assert set(places) == {(row, column) for row in range(len(rows)) for column in range(width)}
    return places


def check_grids(text):
    """Every table of a page tiles its grid, and no cell reaches from the heading into the body."""
    page = Page(text)
    for rows, width, heads in zip(page.tables, page.columns, page.heads, strict=True):
        assert rows
        tiled(rows, width)
        if heads:
            tiled(rows[:heads], width)
    return page


UNPRINTED = {
    "kind",
    "role",
    "state",
    "how",
    "iso",
    "origin",
    "place",
    "unread",
    "source",
    "vouchers",
    "first",
    "last",
    "jurisdiction",
}
"""Words of the format, places, and what is read from a text that is printed."""


def is_printed(each):
    is_word = each.name in UNPRINTED and not each.metadata.get("printed")
    is_comparator = each.name == "comparator" and not each.metadata.get("printed")
    return not (is_word or is_comparator or each.name.endswith(("line", "_value")))


def words(value, *, personal):
    """Every text and number of a report that its form prints."""
    if isinstance(value, tuple):
        for part in value:
            yield from words(part, personal=personal)
    elif isinstance(value, Known):
        yield str(value.value).rstrip("元万亿")
    elif isinstance(value, Fraction):
        yield number_text(value)
    elif has(type(value)):
        for each in fields(type(value)):
            if is_printed(each) and (personal or not each.metadata.get("personal")):
                yield from words(getattr(value, each.name), personal=personal)
    elif type(value) is str and value.strip():
        yield value


def marked(value, number):
    """A report with a text of its own in every field that is printed, so that none stands in for another."""
    if isinstance(value, tuple):
        return tuple(marked(part, number) for part in value)
    if type(value) is str and value.strip():
        return f"甲{next(number)}乙"
    if not has(type(value)) or isinstance(value, Known):
        return value
    changed = {each.name: marked(getattr(value, each.name), number) for each in fields(type(value)) if is_printed(each)}
    return evolve(value, **changed)
