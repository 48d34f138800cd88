"""Prints a report as its form: the rows and lines that a person would fill in, with variants of other units and years."""

from attrs import field, frozen

from jixiao_core.exchange.forms.blocks import Cell, Line, Row
from jixiao_core.messages import number_text
from jixiao_core.scoring.figures import Known

SIGNERS = {
    "team_leader": ("", "评价组组长（签字）："),
    "department_head": ("部门（单位）意见：", "部门（单位）负责人（签章）："),
    "implementing_unit": ("项目单位意见：", "项目单位负责人（签章）："),
    "supervising_department": ("主管部门意见：", "主管部门负责人（签章）："),
    "finance_division": ("财政部门归口业务科室意见：", "财政部门归口业务股室负责人（签章）："),
}
GRIDS = {
    "revenue": (
        "年度收入情况（万元）",
        [
            ["机构名称", "收入合计", "其中："],
            ["", "", "上年结转", "公共财\n政拨款", "政府基金拨款", "纳入专户管理的非税收入拨款", "其他\n收入"],
        ],
    ),
    "expenditure": (
        "部门（单位）年度支出和结余情况（万元）",
        [
            ["机构名称", "支出合计", "其中：", "结余"],
            ["", "", "基本支出", "其中：", "项目支出", "当年结余", "累计结余"],
            ["", "", "", "人员支出", "公用支出", "", "", ""],
        ],
    ),
    "three_public": (
        "三公经费（万元）",
        [
            ["机构名称", "三公经费\n合计", "其中："],
            ["", "", "公务接待费", "公务用车运维费", "公务用车购置费", "因公出国费"],
        ],
    ),
    "fixed_assets": (
        "固定资产（万元）",
        [["机构名称", "固定资产\n合计", "其中：", "其他"], ["", "", "在用固定资产", "出租固定资产", ""]],
    ),
}


@frozen(kw_only=True)
class Style:
    """How a unit prints its form; the report is the same."""

    half_width: bool = False
    extra_cover: bool = False
    repeat_header_after: int = 0
    skip: frozenset = field(default=frozenset())
    boxes: tuple = ("□", "☑")
    total: str = "总 分"
    merged_total: bool = False
    page_every: int = 0

    def text(self, text):
        return text.translate(str.maketrans("（）：", "():")) if self.half_width else text


class Printer:
    def __init__(self, style):
        self.style = style
        self.blocks = []

    def line(self, text):
        self.blocks.append(Line(self.style.text(text), 0))

    def row(self, *cells):
        self.blocks.append(Row(tuple(Cell(self.style.text(cell), 0) for cell in cells)))

    def plain_row(self, *cells):
        self.blocks.append(Row(tuple(Cell(cell, 0) for cell in cells)))


def printed(figure):
    if not isinstance(figure, Known):
        return ""
    return str(figure.value).removesuffix("万元").removesuffix("人")


def points(value):
    return "" if value is None else number_text(value)


def form_blocks(report, style=None):
    """The form of a report."""
    out = Printer(style or Style())
    out.line(report.title)
    if report.kind == "department":
        _department(out, report)
    else:
        _project(out, report)
    if report.claimed is not None and "claimed" not in out.style.skip:
        _table(out, report.claimed)
    return tuple(_paged(out.blocks, out.style.page_every))


def _paged(blocks, every):
    """The blocks with the number of a page after every so many of them."""
    for number, block in enumerate(blocks, start=1):
        yield block
        if every and number % every == 0 and number < len(blocks):
            yield Line(f"— {number // every} —", 0)


def _department(out, report):
    if out.style.extra_cover:
        out.line(f"预算编码：{report.budget_code}")
        out.line(f"评价方式：{report.evaluation_method}")
    out.line(f"部门（单位）名称：{report.department_name}")
    out.line(f" 评价机构：{report.evaluating_body}   ")
    if report.report_date.text:
        out.line(f"报告日期：{report.report_date.text}")
    out.line(f"{report.form_issuer}（制）")
    out.row("一、部门（单位）基本概况")
    out.row("联系人", report.contact_person, "联络电话", report.contact_phone)
    out.row("人员编制", printed(report.authorised_staffing), "实有人数", printed(report.actual_headcount))
    out.plain_row("职能职责概述", report.mandate)
    out.plain_row("年度主要\n工作内容", paragraphs(report.annual_tasks))
    out.plain_row("年度部门（单位）总体运行情况及取得的成绩", paragraphs(report.achievements))
    if "grids" not in out.style.skip:
        out.row("二、部门（单位）收支情况")
        for name, (caption, headers) in GRIDS.items():
            out.row(caption)
            for header in headers:
                out.row(*header)
            for each in report.institutions:
                grid = getattr(each, name)
                out.plain_row(each.name, *(printed(getattr(grid, column.name)) for column in grid.__attrs_attrs__))
    if "goals" not in out.style.skip:
        out.row("三、部门（单位）整体支出绩效自评情况")
        out.row("整体支出绩效定性目标及实施计划完成情况", "预期目标", "实际完成")
        out.plain_row("", paragraphs(report.expected_goals), paragraphs(report.actual_results))
        out.row("整体支出\n绩效定量目标及实施计划完成情况", "评价内容", "绩效目标", "完成情况")
        before = ("", "")
        for row in report.targets:
            group = "" if row.group == before[0] else row.group
            category = "" if (row.group, row.category) == before else row.category
            out.plain_row("", group, category, row.target, row.completion)
            before = (row.group, row.category)
        _score(out, report)
    _ending(out, report)


def _project(out, report):
    boxes = [out.style.boxes[bool(ticked)] for ticked in (report.is_in_process, report.is_on_completion)]
    out.line(f"评价类型：项目实施过程评价{boxes[0]}   项目完成结果评价{boxes[1]}")
    if out.style.extra_cover:
        out.line(f"预算编码：{report.budget_code}")
    out.line(f"项目名称：{report.project_name}")
    out.line(f"项目单位：{report.implementing_unit}")
    out.line(f"主管部门：{report.supervising_department}")
    out.line(f"评价方式：{report.evaluation_method}")
    out.line(f"评价机构：{report.evaluating_body}")
    out.line(f"报告日期：{report.report_date.text}")
    out.line(f"{report.form_issuer}（制）")
    out.row("一、项 目 基 本 概 况")
    out.row("项目负责人", report.leader, "联系电话", report.leader_phone)
    out.row("项目地址", report.address, "邮  编", report.postal_code)
    out.row("项目起止时间", report.period.text)
    columns = ("planned", "received", "spent", "balance")
    heads = ("计划安排资金\n（万元）", "实际到位资金\n（万元）", "实际支出\n（万元）", "结余\n（万元）")
    for source, label in (
        ("total", ""),
        ("central", "其中：中央财政"),
        ("provincial", "省财政"),
        ("municipal", "市财政"),
        ("county", "县市区财政"),
        ("other", "其它"),
    ):
        cells = []
        for column, head in zip(columns, heads, strict=True):
            cells += [label or head, printed(getattr(getattr(report.funding, column), source))]
        out.row(*cells)
    if "lines" not in out.style.skip:
        out.row("二、项目支出明细情况")
        out.row("支出内容", "实际支出数", "会计凭证号", "备注")
        for each in report.lines:
            out.plain_row(each.item, printed(each.amount), each.vouchers_text, each.remark)
        out.row("支出合计", printed(report.lines_total), "", "")
        out.row("", "", "", "")
    if "goals" not in out.style.skip:
        out.row("三、项目绩效自评情况")
        out.row("项目绩效定性目标及实施计划完成情况", "预  期 目 标", "实际完成")
        out.plain_row("", paragraphs(report.expected_goals), paragraphs(report.actual_results))
        heads = ("一级指标", "二级指标", "指标内容", "指标（目标）值", "实际完成值")
        out.row("项目绩效定量目标（指标）及完成情况", *heads)
        before = ("", "")
        for row in report.targets:
            group = "" if row.group == before[0] else row.group
            category = "" if (row.group, row.category) == before else row.category
            out.plain_row("", group, category, row.content, row.target, row.completion)
            before = (row.group, row.category)
        _score(out, report)
    _ending(out, report)


def paragraphs(given):
    return "\n".join(each.text for each in given)


def _score(out, report):
    out.row("绩效自评综合得分", points(report.total_score))
    out.row("评价等次", report.grade)


def _ending(out, report):
    if "people" not in out.style.skip:
        out.row("四、评价人员")
        out.row("姓  名", "职务/职称", "单  位", "签  字")
        for each in report.sign_offs.evaluators:
            out.plain_row(each.name, each.position, each.organisation, each.signature)
        out.row("", "", "", "")
        for block in report.sign_offs.blocks:
            head, sign = SIGNERS[block.role]
            body = [head, block.opinion, f"              {sign}{block.signature}"]
            body.append(f"            {block.date.text or '年    月    日'}")
            out.row("\n".join(part for part in body if part).strip())
        out.line("填报人（签名）：                          联系电话：")
    if "narrative" not in out.style.skip:
        out.row("五、评价报告综述（文字部分）")
        for section in report.narrative:
            _section(out, section)


def _section(out, section):
    out.blocks.append(Line(section.heading, 0))
    for paragraph in section.body:
        out.blocks.append(Line(paragraph.text, 0))
    for part in section.parts:
        _section(out, part)


def _table(out, table):
    out.line(table.title)
    if table.has_reasons:
        header = ("一级指标", "二级指标", "三级指标", "评分标准", "分值", "自评得分", "扣分原因和其他说明")
    else:
        header = (
            "一级\n指标",
            "分值",
            "二级\n指标",
            "分值",
            "三级\n指标",
            "分值",
            "具体指标",
            "评价标准",
            "自评\n得分",
        )
    out.row(*header)
    before = ("", "")
    for number, row in enumerate(table.rows):
        if number and number == out.style.repeat_header_after:
            # A page break: the heading and the labels of both levels are printed again.
            out.row(*header)
            before = ("", "")
        _claimed(out, table, row, before)
        before = (row.level1, row.level2)
    total = points(table.total_points), points(table.total_score)
    if table.has_reasons:
        out.row(out.style.total, *(("",) * (0 if out.style.merged_total else 3)), *total, "")
    else:
        out.row(out.style.total, total[0], "", total[0], "", total[0], "", "", total[1])
    out.line(table.note)


def _claimed(out, table, row, before):
    same1, same2 = row.level1 == before[0], (row.level1, row.level2) == before
    if table.has_reasons:
        level1 = "" if same1 else f"{row.level1}\n（{points(row.level1_points)}分）"
        level2 = "" if same2 else f"{row.level2}（{points(row.level2_points)}分）"
        shared = (row.clause, points(row.points), points(row.score), row.reason)
        out.plain_row(level1, level2, row.label, *shared)
    else:
        level1 = ("", "") if same1 else (row.level1, points(row.level1_points))
        level2 = ("", "") if same2 else (row.level2, points(row.level2_points))
        shared = (row.label, points(row.points), row.explanation, row.clause, points(row.score))
        out.plain_row(*level1, *level2, *shared)
