"""Prints a national self-evaluation form as units print it, and makes forms to print; `as_xlsx` is the fourth layout."""

import io
import itertools
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, field, frozen
from form_printer import paragraphs, points
from hypothesis import strategies as st

from jixiao_core.exact.quantities import Money, MoneyUnit, Rate
from jixiao_core.exchange.forms.blocks import Cell, Line, Row, squeezed
from jixiao_core.messages import number_text
from jixiao_core.reports.form_values import completion_of, target_of
from jixiao_core.reports.parts import BLANK, DateField, Paragraph, TableUnit
from jixiao_core.reports.self_evaluation import BudgetLine, IndicatorLine, SelfEvaluationForm
from jixiao_core.scoring.figures import Known

NAMES = {
    "initial": ("年初预算数", "年初预算", "年初预算数（A）"),
    "full_year": ("全年预算数", "全年预算", "全年\n预算数"),
    "executed": ("全年执行数", "执行数", "全年执行数（B）"),
    "rate": ("执行率", "执行率（B/A）", "预算执行率"),
    "level1": ("一级指标", "一级\n指标"),
    "level2": ("二级指标",),
    "label": ("三级指标", "指标名称"),
    "target": ("年度指标值", "指标值", "年度\n指标值", "目标值"),
    "completion": ("实际完成值", "全年完成值", "完成值"),
    "comparator": ("指标性质", "运算符号"),
    "unit": ("计量单位", "度量单位"),
    "points": ("分值", "权重"),
    "score": ("得分", "自评得分"),
    "reason": ("偏差原因分析及改进措施", "未完成原因分析", "偏差原因\n分析及\n改进措施"),
    "expected_goals": ("预期目标", "年初设定目标"),
    "actual_results": ("实际完成情况", "全年完成情况"),
    "supervising_department": ("主管部门", "主管部门名称"),
    "implementing_unit": ("实施单位", "项目单位"),
}
SOURCES = {"total": "年度资金总额", "fiscal": "其中：当年财政拨款", "carried_over": "上年结转资金", "other": "其他资金"}
BEHIND = ("comparator", "target", "unit", "completion", "points", "score", "reason")


@frozen(kw_only=True)
class Style:
    """How a unit prints the form; what it says is the same."""

    half_width: bool = False
    name: int = 0
    order: tuple = BEHIND
    has_block: bool = True
    repeats_levels: bool = False
    page_after: int = 0
    blank_rows: bool = False
    title_row: bool = False
    year_line: bool = True
    unit_place: str = "block"
    dash: str = "—"
    merged_total: bool = True
    merged_cells: bool = False
    numbers: bool = False


STYLES = st.builds(
    Style,
    half_width=st.booleans(),
    name=st.integers(0, 3),
    order=st.permutations(BEHIND).map(tuple),
    has_block=st.booleans(),
    repeats_levels=st.booleans(),
    page_after=st.integers(0, 4),
    blank_rows=st.booleans(),
    title_row=st.booleans(),
    year_line=st.booleans(),
    unit_place=st.sampled_from(["block", "columns", "line"]),
    dash=st.sampled_from(["—", "", "/", "-"]),
    merged_total=st.booleans(),
    merged_cells=st.booleans(),
    numbers=st.booleans(),
)

_TEXTS = st.sampled_from(
    ["自助终端数量", "系统可用率", "群众办事便利程度", "培训人员（含窗口）", "2023年新增事项数", "故障平均修复时间"]
)
_CELLS = st.sampled_from(
    [
        "≥60台",
        "60台",
        "100%",
        "95％以上",
        "≤1.5万元",
        "明显提升",
        "2023年12月底前",
        "约90%",
        "1,200人次",
        "≤4小时",
        "完成\n验收",
        "",
    ]
)
_PLAIN = st.sampled_from(["60", "99.5", "0", "1200", "明显提升", ""])
_REASONS = st.sampled_from(["", "四季度培训延期，已补训。", "原因：设备未到货。\n措施：一季度补装。"])
_LEVELS = (("产出指标", ("数量指标", "质量指标")), ("效益指标（30分）", ("社会效益指标",)), ("满意度指标", ("服务对象满意度指标",)))  # fmt: skip
_POINTS = st.none() | st.integers(0, 2000).map(lambda each: Decimal(each) / 20)
_AMOUNTS = st.just(BLANK) | st.decimals(0, 99_999, places=3).map(
    lambda each: Known(value=Money.parse(f"{each.normalize():f}万元"))
)


@st.composite
def budgets(draw):
    lines = []
    for source in draw(st.lists(st.sampled_from(list(SOURCES)), unique=True, max_size=4)):
        figures = {name: draw(_AMOUNTS) for name in ("initial", "full_year", "executed")}
        scored = {"rate": BLANK}
        if source == "total":
            rate = draw(
                st.just(BLANK) | st.integers(0, 20_000).map(lambda n: Known(value=Rate.parse(f"{n / 100:.2f}%")))
            )
            scored = {"rate": rate, "points": draw(_POINTS), "score": draw(_POINTS)}
        lines.append(BudgetLine(source=source, label=SOURCES[source], **figures, **scored))
    return tuple(sorted(lines, key=lambda line: list(SOURCES).index(line.source)))


@st.composite
def indicator_lines(draw):
    """Rows by level; targets with their operator and unit inside, or in columns of their own."""
    rows = []
    has_columns = draw(st.booleans())
    for level1, seconds in _LEVELS:
        for level2 in seconds:
            for _ in range(draw(st.integers(0, 2))):
                given = {
                    "label": draw(_TEXTS),
                    "reason": draw(_REASONS),
                    "points": draw(_POINTS),
                    "score": draw(_POINTS),
                }
                if has_columns:
                    given |= {"target": draw(_PLAIN), "completion": draw(_PLAIN)}
                    given |= {"comparator": draw(st.sampled_from(["≥", "≤", "=", "定性", ""]))}
                    given |= {"unit": draw(st.sampled_from(["台", "%", "万元", ""]))}
                else:
                    given |= {"target": draw(_CELLS), "completion": draw(_CELLS)}
                row = IndicatorLine(level1=level1, level2=level2, **given)
                rows.append(evolve(row, target_value=target_of(row), completion_value=completion_of(row)))
    return tuple(rows)


@st.composite
def self_evaluation_forms(draw):
    """Forms of which any section may be missing."""
    year = draw(st.integers(2019, 2030))
    name = draw(st.sampled_from(["政务大厅运行维护", "专网（二期）租赁", "A区 档案数字化"]))
    budget = draw(budgets())
    rows = draw(indicator_lines())
    goals = draw(st.booleans())
    dated = draw(st.booleans())
    signed = draw(st.booleans())
    return SelfEvaluationForm(
        title=draw(st.sampled_from(["项目支出绩效自评表", "项目绩效自评表", "某区项目支出绩效自评表"])),
        fiscal_year=year,
        project_name=name,
        project_code=draw(st.sampled_from(["", "430611-0001"])),
        supervising_department="某区行政审批服务局",
        implementing_unit=draw(st.sampled_from(["", "某区政务服务中心"])),
        budget=budget,
        unit=TableUnit(unit=MoneyUnit.WAN_YUAN, how="printed") if budget else TableUnit(),
        expected_goals=(Paragraph("目标1：保障运行。"), Paragraph("目标2：方便办事。")) if goals else (),
        actual_results=(Paragraph("全年运行平稳。"),) if goals else (),
        rows=rows,
        total_points=draw(_POINTS) if rows else None,
        total_score=draw(_POINTS) if rows else None,
        grade=draw(st.sampled_from(["", "优"])),
        preparer="填表人甲" if signed else "",
        preparer_phone="000-1111" if signed else "",
        leader="负责人乙" if dated else "",
        leader_phone="000-2222" if dated else "",
        report_date=DateField(text=f"{year + 1}年3月5日", iso=f"{year + 1}-03-05") if dated else DateField(),
        remark=draw(st.sampled_from(["", "数据以决算为准。"])),
    )


@frozen
class _Out:
    style: Style
    blocks: list = field(factory=list)

    def text(self, text):
        return text.translate(str.maketrans("（）：", "():")) if self.style.half_width else text

    def line(self, text):
        self.blocks.append(Line(self.text(text), 0))

    def row(self, *cells):
        self.blocks.append(Row(tuple(Cell(self.text(cell), 0) for cell in cells)))

    def name(self, key):
        return NAMES[key][self.style.name % len(NAMES[key])] if key in NAMES else key


def form_blocks(form, style=None):
    """The rows and lines of a form."""
    out = _Out(style or Style())
    title = form.title if out.style.year_line else f"{form.title}（{form.fiscal_year}年度）"
    out.row(title) if out.style.title_row else out.line(title)
    if out.style.unit_place == "line" and form.budget:
        out.line(f"（{form.fiscal_year}年度）    金额单位：万元" if out.style.year_line else "金额单位：万元")
    elif out.style.year_line:
        out.line(f"（{form.fiscal_year}年度）")
    out.row("项目名称", form.project_name, *(("项目编码", form.project_code) if form.project_code else ()))
    unit = ("实施单位", form.implementing_unit)
    out.row(out.name("supervising_department"), form.supervising_department, out.name("implementing_unit"), unit[1])
    if form.leader:
        out.row("项目负责人", form.leader, "联系电话", form.leader_phone)
    _budget(out, form)
    if form.expected_goals or form.actual_results:
        block = ("年度总体目标",) if out.style.has_block else ()
        out.row(*block, out.name("expected_goals"), out.name("actual_results"))
        out.row(*(("",) if block else ()), paragraphs(form.expected_goals), paragraphs(form.actual_results))
    _rows(out, form)
    if form.grade:
        out.row("自评等级", form.grade)
    if form.remark:
        out.row("备注", form.remark)
    said = [f"填表人：{form.preparer}  联系电话：{form.preparer_phone}"] if form.preparer else []
    said += [f"填报日期：{form.report_date.text}"] if form.report_date.text else []
    if said:
        out.line("    ".join(said))
    return tuple(out.blocks)


def _amount(figure):
    return str(figure.value).removesuffix("万元") if isinstance(figure, Known) else ""


def _budget(out, form):
    if not form.budget:
        return
    unit = {"block": ("（万元）", ""), "columns": ("", "（万元）"), "line": ("", "")}[out.style.unit_place]
    columns = ("initial", "full_year", "executed")
    out.row(f"项目资金{unit[0]}", "", *(out.name(each) + unit[1] for each in columns), "分值", out.name("rate"), "得分")
    for number, line in enumerate(form.budget):
        block = "项目资金" + unit[0] if out.style.repeats_levels and number else ""
        scored = (points(line.points), _amount(line.rate), points(line.score))
        if line.source != "total":
            scored = (out.style.dash,) * 3
        out.row(block, line.label, *(_amount(getattr(line, each)) for each in columns), *scored)


def _rows(out, form):
    if not form.rows:
        return
    has_columns = any(row.comparator or row.unit for row in form.rows)
    behind = [each for each in out.style.order if has_columns or each not in ("comparator", "unit")]
    block = ("绩效指标",) if out.style.has_block else ()
    columns = ("level1", "level2", "label", *behind)
    before = ("", "")
    for number, row in enumerate(form.rows):
        if number in (0, out.style.page_after):
            out.row(*block, *(out.name(each) for each in columns))
            before = before if not number else ("", "") if out.style.repeats_levels else before
        if out.style.blank_rows and number == 1:
            out.row(*(("",) if block else ()), *("",) * len(columns))
        levels = (row.level1, row.level2)
        if not out.style.repeats_levels:
            levels = ("" if row.level1 == before[0] else row.level1, "" if levels == before else row.level2)
        given = [points(getattr(row, each)) if each in ("points", "score") else getattr(row, each) for each in behind]
        out.row(*(("",) if block else ()), *levels, row.label, *given)
        before = (row.level1, row.level2)
    totals = {"points": points(form.total_points), "score": points(form.total_score)}
    cells = [totals.get(each, "") for each in ("level2", "label", *behind)]
    if out.style.merged_total:
        first = next(place for place, each in enumerate(("level2", "label", *behind)) if each in totals)
        cells = cells[first:]
    elif block:
        cells = ["", *cells]
    out.row("总 分", *cells)


def as_xlsx(blocks, style=None, *, sheet="绩效自评表"):
    """A workbook with one sheet."""
    return workbook([(sheet, blocks)], style)


def workbook(sheets, style=None):
    """A workbook with a sheet for each pair of a name and blocks."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, blocks in sheets:
        _sheet(book.create_sheet(name), blocks, style or Style())
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet(sheet, blocks, style):
    width = max([len(block.cells) for block in blocks if isinstance(block, Row)], default=1)
    for number, block in enumerate(blocks, start=1):
        cells = block.cells if isinstance(block, Row) else (Cell(block.text, 0),)
        is_total = squeezed(cells[0].text) == "总分"
        spare = width - len(cells)
        column = 1
        for place, cell in enumerate(cells):
            # A total widens its label to the left of its numbers, every other row its last cell.
            wide = spare if place == (0 if is_total else len(cells) - 1) else 0
            _fill(sheet.cell(number, column), cell.text, style)
            if wide:
                sheet.merge_cells(start_row=number, end_row=number, start_column=column, end_column=column + wide)
            column += 1 + wide
    if style.merged_cells:
        _merge_down(sheet, blocks)


def _merge_down(sheet, blocks):
    """The first cell of runs of rows of one length really merged with the blank ones under it."""
    start = None
    for number, block in itertools.chain(enumerate(blocks, start=1), [(len(blocks) + 1, None)]):
        cells = block.cells if isinstance(block, Row) else ()
        goes_on = start and cells and len(cells) == start[1] and cells[0].is_blank and len(cells) > 1
        if goes_on and not all(cell.is_blank for cell in cells):
            continue
        if start and number - start[0] > 1:
            sheet.merge_cells(start_row=start[0], end_row=number - 1, start_column=1, end_column=1)
        start = (number, len(cells)) if cells and len(cells) > 1 and not cells[0].is_blank else None


def _fill(cell, text, style):
    """A cell with its text, or with a number where the text is one that a spreadsheet keeps as it is."""
    digits = text.removesuffix("%").removesuffix("％")
    is_number = digits.replace(".", "", 1).isdigit() and digits[-1:] != "." and len(digits) < 12
    if style.numbers and is_number and digits == number_text(Fraction(digits)):
        value = Decimal(digits)
        cell.value = float(value / 100 if text != digits else value)
        if text != digits:
            cell.number_format = "0%"
    elif text:
        cell.value = text
        cell.data_type = "s"
