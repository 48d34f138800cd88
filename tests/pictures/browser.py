"""A browser without a window: screenshots, paper, and facts that a script inside of a copy of the page measures."""

import json
import re
import struct
import subprocess
import tempfile
import zlib
from pathlib import Path

_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars",
)  # fmt: skip
DARK = "--blink-settings=preferredColorScheme=0"
_SECONDS = 120
# The script is the harness's: our pages have none.
_MEASURE = """<script>
const body = getComputedStyle(document.body);
const cut = [...document.querySelectorAll("td,th")].filter(each => each.scrollWidth > each.clientWidth + 1).length;
const wide = [...document.querySelectorAll(".sheet")].filter(each => each.scrollWidth > each.clientWidth + 1).length;
document.documentElement.setAttribute("data-facts", JSON.stringify({
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  cut: cut, wide: wide, color: body.color, tables: document.querySelectorAll("table").length,
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
}));
</script>"""


def run(page, *options, width=794, height=1123):
    """Let the browser do something with a page; what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        name = Path(folder) / "page.html"
        name.write_text(page, encoding="utf-8")
        size = f"--window-size={width},{height}"
        command = ["chromium", *_QUIET, f"--user-data-dir={folder}/profile", size, *options, name.as_uri()]
        return subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=True).stdout


def facts(page, *options, width=794):
    """What the page looks like at a width, in CSS pixels."""
    dumped = run(page.replace("</body>", _MEASURE + "</body>"), "--dump-dom", *options, width=width)
    found = re.search(r'data-facts="([^"]*)"', dumped)
    return json.loads(found[1].replace("&quot;", '"'))


def screenshot(page, path, *options, width=794, height=1123):
    run(page, f"--screenshot={path}", *options, width=width, height=height)
    return pixels(Path(path).read_bytes())


def paper(page, path):
    """Print a page; how many sheets, their size in points, and the text."""
    run(page, "--no-pdf-header-footer", f"--print-to-pdf={path}")
    told = subprocess.run(["pdfinfo", "-l", "99", path], capture_output=True, text=True, check=True).stdout
    sizes = [(float(a), float(b)) for a, b in re.findall(r"size: +([0-9.]+) x ([0-9.]+) pts", told)]
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return sizes, text


def pixels(data):
    """The rows of a PNG of eight bits a channel, each as bytes of red, green, blue."""
    width, height, depth, kind = struct.unpack(">IIBB", data[16:26])
    assert depth == 8
    size = {2: 3, 6: 4}[kind]
    packed, place = b"", 8
    while place < len(data):
        (length,), name = struct.unpack(">I", data[place : place + 4]), data[place + 4 : place + 8]
        packed += data[place + 8 : place + 8 + length] if name == b"IDAT" else b""
        place += length + 12
    return list(_rows(zlib.decompress(packed), width, height, size))


def _rows(raw, width, height, size):
    stride, before = width * size, bytearray(width * size)
    for row in range(height):
        start = row * (stride + 1)
        line = bytearray(raw[start + 1 : start + 1 + stride])
        _unfilter(line, before, raw[start], size)
        before = line
        yield [tuple(line[place : place + 3]) for place in range(0, stride, size)]


def _unfilter(line, before, kind, size):
    for place in range(len(line)) if kind else ():
        left = line[place - size] if place >= size else 0
        above, corner = before[place], before[place - size] if place >= size else 0
        guess = left + above - corner
        nearest = min((left, above, corner), key=lambda each: abs(guess - each))
        line[place] = (line[place] + (0, left, above, (left + above) // 2, nearest)[kind]) % 256
