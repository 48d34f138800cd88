"""A font in which every character is a box: charts can be tested where no Chinese font is installed."""

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

RANGES = ((0x20, 0x7F), (0xA0, 0x180), (0x2000, 0x2070), (0x2190, 0x2200), (0x2212, 0x2213), (0x25A0, 0x25B0),
          (0x3000, 0x3040), (0x4E00, 0xA000), (0xFF00, 0xFFF0))  # fmt: skip


def box_font(path):
    """Write the font and return its path as text."""
    pen = TTGlyphPen(None)
    pen.moveTo((60, 0))
    for point in ((60, 700), (440, 700), (440, 0)):
        pen.lineTo(point)
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({code: "box" for low, high in RANGES for code in range(low, high)})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "box": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0), "box": (500, 60)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    builder.save(path)
    return str(path)
