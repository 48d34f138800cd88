"""Charts read back: bars are as long as the numbers, every label is written, the same figure gives the same bytes."""

import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from matplotlib.patches import Rectangle

from jixiao_core import Case, Evidence, bridge, exchange, registry, reports, review, score
from jixiao_core.errors import FormatError, InvalidValueError, UnknownNameError
from jixiao_core.present import (
    attainment_chart,
    bridge_chart,
    closing,
    lost_chart,
    pending_chart,
    save_chart,
)
from jixiao_core.present.chart_data import attainment, bridge_steps, pending_points, row_points
from jixiao_core.present.chart_drawing import SHADES, ChartLine, ChartPage, draw, rounded_between
from jixiao_core.present.chart_fonts import chart_font
from jixiao_core.present.charts import chart_bytes
from jixiao_core.present.columns import columns_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
RUBRIC = registry.load("junshan-department@2021.1")
LOCALES = ("zh_Hans_CN", "en")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def reviewed():
    case = reports.case(exchange.read_report(EXAMPLES / "department-2021.toml"), RUBRIC)
    return review(RUBRIC, case, brief=True)


@pytest.fixture(scope="module")
def cases():
    return [exchange.read_case(EXAMPLES / "bridge" / f"department-{year}.toml") for year in (2021, 2022)]


@pytest.fixture(scope="module")
def bridged(cases):
    return bridge(*(score(RUBRIC, case.evidence) for case in cases))


def bars(figure):
    """The bars of every line from top to bottom: start, length and look."""
    (axes,) = figure.axes
    found = {}
    for patch in axes.patches:
        assert isinstance(patch, Rectangle)
        look = next(
            name for name, style in SHADES.items() if mpl.colors.to_hex(patch.get_facecolor()) == style["facecolor"]
        )
        found.setdefault(round(patch.get_y(), 6), []).append((patch.get_x(), patch.get_width(), look))
    return [found[y] for y in sorted(found)]


def marks(figure, marker):
    (axes,) = figure.axes
    return sorted((line.get_ydata()[0], line.get_xdata()[0]) for line in axes.lines if line.get_marker() == marker)


def written(figure):
    return [text.get_text() for text in figure.texts]


def flat(figure):
    """Everything that is written, without the places where lines were broken."""
    return "".join(written(figure)).replace("\n", "").replace(" ", "")


class TestDrawing:
    def test_points_lost_are_as_long_as_they_are(self, reviewed, boxes):
        rows = [row for row in row_points(reviewed) if row.lost or row.open]
        drawn = bars(lost_chart(reviewed, font=boxes))
        assert len(drawn) == len(rows)
        for row, (whole, *parts) in zip(rows, drawn, strict=True):
            assert whole == (0, float(row.maximum), "empty")
            told = {look: (start, length) for start, length, look in parts}
            assert told.get("solid", (0, 0))[1] == pytest.approx(float(row.lost))
            assert told.get("hatched", (0, 0))[1] == pytest.approx(float(row.open))
            assert told.get("hatched", (float(row.lost), 0))[0] == pytest.approx(float(row.lost))

    def test_what_is_lost_for_certain_is_dark(self, cases, boxes):
        """The sheet of 2022: 2.5, 2, 0.5, 2.25 and 0.6 points are lost, nothing is open, 19 rows lose nothing."""
        figure = lost_chart(score(RUBRIC, cases[1].evidence), cases[1], font=boxes)
        assert [parts[1] for parts in bars(figure)] == [
            (0, lost, "solid") for lost in (2.5, 2.0, 0.5, 2.25, pytest.approx(0.6))
        ]
        assert "另有19项指标不扣分" in flat(figure)
        assert "可能扣分" not in flat(figure)

    def test_claims_are_marked_at_what_they_deduct(self, reviewed, boxes):
        rows = [row for row in row_points(reviewed) if row.lost or row.open]
        found = marks(lost_chart(reviewed, font=boxes), "v")
        assert [at for _, at in found] == [float(row.maximum - row.claimed) for row in rows]
        assert marks(lost_chart(reviewed.sheet, font=boxes), "v") == []

    def test_attainment(self, reviewed, boxes):
        groups = attainment(reviewed)
        drawn = bars(attainment_chart(reviewed, font=boxes))
        assert len(drawn) == len(groups)
        for group, (whole, *parts) in zip(groups, drawn, strict=True):
            assert whole == (0, 1, "empty")
            told = {look: (start, length) for start, length, look in parts}
            assert told.get("solid", (0, 0))[1] == pytest.approx(float(group.low_rate))
            assert sum(length for _, length in told.values()) == pytest.approx(float(group.high_rate))

    def test_pending(self, reviewed, boxes):
        figure = pending_chart(reviewed, font=boxes)
        rows = pending_points(reviewed)
        assert len(bars(figure)) == len(rows)
        wanted = [float(each.low) for row in rows for each in row.possible if each.is_point]
        assert [at for _, at in marks(figure, "o")] == wanted
        ranges = [part for _, *parts in bars(figure) for part in parts]
        assert ranges == [
            (float(each.low), float(each.high - each.low), "hatched")
            for row in rows
            for each in row.possible
            if not each.is_point
        ]
        assert [at for _, at in marks(figure, "v")] == [float(row.claimed) for row in rows]

    def test_bridge(self, bridged, cases, boxes):
        steps = bridge_steps(bridged)
        drawn = bars(bridge_chart(bridged, *cases, font=boxes))
        assert [look for ((_, _, look),) in drawn] == ["pale", "hatched", "solid", "hatched", "pale"]
        for step, ((start, length, _),) in zip(steps[1:-1], drawn[1:-1], strict=True):
            assert start == pytest.approx(float(min(step.start, step.end)))
            assert length == pytest.approx(abs(float(step.change)))
        ends = [start + length for ((start, length, _),) in (drawn[0], drawn[-1])]
        assert ends == [pytest.approx(97.1), pytest.approx(92.15)]

    def test_looks_are_told_apart_in_grey(self):
        def light(colour):
            red, green, blue = mpl.colors.to_rgb(colour)
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue

        greys = sorted(light(each["facecolor"]) for each in SHADES.values())
        assert all(second - first > 0.1 for first, second in pairwise(greys))
        assert SHADES["hatched"]["hatch"]


@pytest.mark.parametrize("locale", LOCALES)
class TestWords:
    def test_every_label_is_written_and_told(self, reviewed, bridged, cases, boxes, locale):
        for figure, labels in (
            (
                lost_chart(reviewed, locale=locale, font=boxes),
                [r.label for r in row_points(reviewed) if r.open or r.lost],
            ),
            (attainment_chart(reviewed, locale=locale, font=boxes), [each.label for each in attainment(reviewed)]),
            (pending_chart(reviewed, locale=locale, font=boxes), [each.label for each in pending_points(reviewed)]),
            (bridge_chart(bridged, *cases, locale=locale, font=boxes), []),
        ):
            for label in labels:
                assert label.of(locale).replace(" ", "") in flat(figure)
                assert label.of(locale) in figure.get_label()
            # Every rendered result ends with it, for whom sees it and for whom hears it.
            assert written(figure)[-1].replace("\n", " ").replace(" ", "") == closing(locale).replace(" ", "")
            assert figure.get_label().endswith(closing(locale))
            assert RUBRIC.pin in flat(figure)

    def test_nothing_is_pending(self, cases, boxes, locale):
        figure = pending_chart(score(RUBRIC, cases[0].evidence), cases[0], locale=locale, font=boxes)
        assert bars(figure) == []
        assert ("没有待核实的指标。" if locale != "en" else "Norowispending.") in flat(figure)

    def test_assumptions_stand_below(self, boxes, locale):
        evidence = Evidence.of(RUBRIC, facts={"actual_headcount": 33, "authorised_staffing": 18})
        sheet = score(RUBRIC.under({"part_step": "pro_rata"}), evidence, assume=["headcount_is_in_service"])
        figure = lost_chart(sheet, locale=locale, font=boxes)
        for name in ("headcount_is_in_service", "part_step=pro_rata"):
            assert name in flat(figure)
            assert name in figure.get_label()


class TestFiles:
    def test_the_same_figure_gives_the_same_bytes_without_a_date(self, reviewed, boxes):
        for suffix in (".svg", ".png"):
            first, second = (chart_bytes(pending_chart(reviewed, font=boxes), suffix) for _ in range(2))
            assert first == second
            assert b"dc:date" not in first
            assert b"matplotlib.org" not in first

    def test_another_process_gives_the_same_bytes(self, boxes):
        code = (
            "import hashlib\n"
            "from jixiao_core import Evidence, registry, score\n"
            "from jixiao_core.present.charts import chart_bytes, lost_chart\n"
            "sheet = score(registry.load('junshan-project@2021.1'), Evidence())\n"
            f"for suffix in ('.svg', '.png'): print(hashlib.sha256(chart_bytes(lost_chart(sheet, font={boxes!r}), suffix)).hexdigest())"
        )
        runs = {
            subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
            for _ in range(2)
        }
        assert len(runs) == 1

    def test_an_svg_says_what_it_shows(self, reviewed, boxes, tmp_path):
        figure = lost_chart(reviewed, font=boxes)
        save_chart(figure, tmp_path / "chart.svg")
        root = ET.parse(tmp_path / "chart.svg").getroot()  # noqa: S314 - our own
        assert root.get("role") == "img"
        assert root.get("aria-label") == root.find(f"{SVG}title").text == figure.get_label()
        names = [each.get("id") for each in root.iter() if each.get("id")]
        assert len(names) == len(set(names))
        assert root.find(f".//{SVG}script") is None

    def test_a_png_says_what_it_shows(self, reviewed, boxes, tmp_path):
        from PIL import Image

        figure = attainment_chart(reviewed, font=boxes)
        save_chart(figure, tmp_path / "chart.png")
        with Image.open(tmp_path / "chart.png") as image:
            assert image.text == {"Description": figure.get_label()}

    def test_other_files_are_refused(self, reviewed, boxes, tmp_path):
        with pytest.raises(FormatError) as caught:
            save_chart(lost_chart(reviewed, font=boxes), tmp_path / "chart.pdf")
        assert caught.value.problems[0].code == "charts.suffix"
        assert list(tmp_path.iterdir()) == []


class TestHostileText:
    def test_no_text_is_markup_or_mathematics(self, boxes):
        hostile = "$x_{1$ \\frac <b>&amp;\"'--> \x00\x1b \u202e甲 😀"
        sheet = score(RUBRIC, Evidence())
        figure = lost_chart(sheet, Case(rubric=RUBRIC.pin, fiscal_year=2021, unit=hostile), font=boxes)
        said = "".join(written(figure))
        assert "$x_{1$" in said
        assert "\u202e" not in said
        assert "\x00" not in said
        # The font of boxes has no face; a sign says that something stands there.
        assert "😀" not in said
        assert "甲 □" in said
        root = ET.fromstring(chart_bytes(figure, ".svg"))  # noqa: S314 - our own
        assert "<b>&amp;" in root.get("aria-label")
        assert "\u202e" not in root.get("aria-label")

    def test_long_labels_are_broken_and_stand_in_their_place(self, boxes):
        case = Case(rubric=RUBRIC.pin, fiscal_year=2021, unit="某区行政审批服务局" * 40)
        figure = lost_chart(score(RUBRIC, Evidence()), case, font=boxes)
        figure.canvas.draw()
        wide, high = figure.get_size_inches() * figure.dpi
        for text in figure.texts:
            box = text.get_window_extent()
            assert box.x0 >= -1
            assert box.x1 <= wide + 1
            assert box.y0 >= -1
            assert box.y1 <= high + 1

    @pytest.mark.parametrize("locale", LOCALES)
    def test_texts_without_end_are_shortened_and_whole_in_words(self, boxes, locale):
        """A unit of 95,000 characters made a figure of 1.7 GB; one word of as many stood across the whole desk."""
        drawn = []
        for unit in ("某区行政审批服务局" * 10_000, "x" * 95_000, "财 " * 40_000, "某区"):
            case = Case(rubric=RUBRIC.pin, fiscal_year=2021, unit=unit)
            figure = lost_chart(score(RUBRIC, Evidence()), case, font=boxes, locale=locale)
            assert " ".join(unit.split()) in figure.get_label()
            assert max(map(columns_of, "\n".join(written(figure)).split("\n"))) <= 160
            assert written(figure)[-1].replace("\n", " ").replace(" ", "") == closing(locale).replace(" ", "")
            drawn.append((len("".join(written(figure))), figure.get_size_inches()[1], "…" in flat(figure)))
        assert [is_cut for _, _, is_cut in drawn] == [True, True, True, False]
        assert max(length for length, _, _ in drawn) < 6000
        assert max(high for _, high, _ in drawn) < drawn[-1][1] + 3

    def test_lines_without_end_are_counted(self, boxes):
        lines = tuple(ChartLine(label=f"第{n}行", text="", bars=()) for n in range(20_000))
        page = ChartPage(
            title="甲",
            subtitle="乙",
            legend=(),
            lines=lines,
            axis="分",
            low=Fraction(0),
            high=Fraction(1),
            ticks=(),
            notes=("末",),
            text="",
            left_out="只绘出部分",
        )
        texts = written(draw(page, boxes))
        assert texts[-2:] == ["只绘出部分", "末"]
        assert len(texts) < 400


class TestFonts:
    def test_chinese_without_a_font_says_what_to_install(self, monkeypatch, reviewed):
        from matplotlib import font_manager

        only = [entry for entry in font_manager.fontManager.ttflist if entry.name == "DejaVu Sans"]
        monkeypatch.setattr(font_manager.fontManager, "ttflist", only)
        monkeypatch.setattr(font_manager, "findSystemFonts", list)
        with pytest.raises(FormatError) as caught:
            lost_chart(reviewed)
        assert [problem.code for problem in caught.value.problems] == ["charts.no_chinese_font"]
        assert "fonts-noto-cjk" in str(caught.value)
        # A chart that is English throughout needs none.
        assert lost_chart(score(RUBRIC, Evidence()), locale="en").texts

    def test_fonts_that_are_not_there(self, reviewed, tmp_path):
        broken = tmp_path / "broken.ttf"
        broken.write_bytes(b"no font")
        for font, code in (
            ("Nothing Of The Kind", "charts.font_missing"),
            (str(tmp_path / "none.ttf"), "charts.font_unreadable"),
            (str(broken), "charts.font_unreadable"),
        ):
            with pytest.raises(FormatError) as caught:
                lost_chart(reviewed, font=font)
            assert [problem.code for problem in caught.value.problems] == [code]

    def test_a_font_file_draws_chinese_without_a_warning(self, boxes):
        """Warnings are errors in these tests: a glyph that is missing would be one."""
        assert ord("财") in chart_font("财", boxes).known
        figure = lost_chart(score(RUBRIC, Evidence()), font=boxes)
        assert "□" not in "".join(written(figure))
        chart_bytes(figure, ".png")


def test_nothing_global_is_touched(boxes):
    code = (
        "import sys, matplotlib\n"
        # To ask for the backend would load pyplot.
        "settings = lambda: {name: matplotlib.rcParams[name] for name in matplotlib.rcParams if name != 'backend'}\n"
        "before = settings()\n"
        "from jixiao_core import Evidence, registry, score\n"
        "from jixiao_core.present.charts import chart_bytes, lost_chart\n"
        "sheet = score(registry.load('junshan-project@2021.1'), Evidence())\n"
        f"chart_bytes(lost_chart(sheet, font={boxes!r}), '.png')\n"
        "print('matplotlib.pyplot' in sys.modules, settings() == before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_matplotlib_is_asked_for_where_it_is_missing():
    code = (
        "import sys\n"
        "sys.modules['matplotlib'] = None\n"
        "from jixiao_core import Evidence, registry, score, present\n"
        "from jixiao_core.errors import FormatError\n"
        "try: present.lost_chart(score(registry.load('junshan-project@2021.1'), Evidence()))\n"
        "except FormatError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "jixiao-core[charts]" in done.stdout


@pytest.mark.parametrize("draw", [lost_chart, attainment_chart, pending_chart, bridge_chart])
def test_what_cannot_be_drawn_is_refused(draw, bridged, boxes):
    with pytest.raises(InvalidValueError):
        draw(None, font=boxes)
    with pytest.raises(UnknownNameError):
        draw(bridged if draw is bridge_chart else score(RUBRIC, Evidence()), locale="fr", font=boxes)


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        ("0", "7", ["0", "2", "4", "6"]),
        ("0", "1", ["0", "1/5", "2/5", "3/5", "4/5", "1"]),
        ("91.16", "98.09", ["92", "94", "96", "98"]),
        ("0", "100", ["0", "20", "40", "60", "80", "100"]),
        ("0", "1/1000", ["0", "1/5000", "1/2500", "3/5000", "1/1250", "1/1000"]),
    ],
)
def test_ticks_are_round(low, high, wanted):
    assert [str(each) for each in rounded_between(Fraction(low), Fraction(high))] == wanted
